"""Cold starts: how long each command takes as a process of its own, and what it imports.

    python benchmarks/startup.py [--runs 3]

A library of the examples is made first. Prints the median of each command's wall time, as a ratio to an empty Python,
and which heavy packages it imported.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEAVY = ("torch", "sentence_transformers", "gradio", "chromadb", "llama_index", "onnxruntime", "openai", "xllamacpp")
COMMANDS = (
    ("empty python", []),
    ("--help", ["--help"]),
    ("status", ["status", "--json"]),
    ("search", ["search", "驻点招商", "--json"]),
    ("ask (records)", ["ask", "甲州市2024年签约额是多少？", "--model", "extractive", "--json"]),
    ("ask (evidence)", ["ask", "癸川市的“拿地即开工”怎么做的？", "--model", "extractive", "--json"]),
)
_LIST = f"import sys; print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"


def run(arguments: list[str], environ: dict[str, str]) -> tuple[float, str]:
    """Run one command cold; returns seconds and the heavy packages that it imported."""
    program = (
        "pass"
        if not arguments
        else f"from assistant.cli import main\ntry: main({arguments!r})\nexcept SystemExit: pass"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{_LIST}"], env=environ, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - began, done.stderr.strip().splitlines()[-1]


def main() -> None:
    """Time every command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "YINZHENG_DATA": folder, "PYTHONPATH": str(Path.cwd())}
        Path(folder, "places.toml").write_bytes(Path("examples/places.toml").read_bytes())
        subprocess.run(
            [sys.executable, "-m", "assistant", "ingest", "examples/articles"],
            env=environ,
            check=True,
            capture_output=True,
        )
        base = 1.0
        for name, arguments in COMMANDS:
            runs = [run(list(arguments), environ) for _ in range(options.runs + 1)][1:]
            median = statistics.median(seconds for seconds, _ in runs)
            base = median if not arguments else base
            print(f"{name:<16}{median:7.2f} s {median / base:7.1f} ×   {runs[-1][1]}")


if __name__ == "__main__":
    main()
