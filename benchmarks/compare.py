"""Two reports of benchmarks/results side by side: every number that both have and that differs.

python benchmarks/compare.py ONE.json OTHER.json [--all] [--scores]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from assistant.results import compare_numbers


def main() -> int:
    """Print a line a number."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--all", action="store_true", help="equal numbers too")
    parser.add_argument("--scores", action="store_true", help="the scores of single questions too")
    options = parser.parse_args()
    one, other = (json.loads(path.read_text(encoding="utf-8")) for path in (options.one, options.other))
    print(f"{one['program']} {one['of']}: {one['commit']} ({one['day']}) → {other['commit']} ({other['day']})")
    for name, first, second in compare_numbers(one["numbers"], other["numbers"]):
        single = "scores" in name.split(" / ")
        if (options.all or first != second) and (options.scores or not single):
            print(f"{first:>10.4g} → {second:<10.4g} {second - first:>+10.4g}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
