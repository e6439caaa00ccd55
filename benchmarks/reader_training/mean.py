"""Write the mean of two sets of the reader's weights, one trained on from the other.

    python -m benchmarks.reader_training.mean BEFORE.npz AFTER.npz [--share 0.5] [--out FILE]

What is trained on from a start forgets a part of what the start knew; between the two weights lie some that keep most
of both (Wortsman et al. 2022, Robust fine-tuning of zero-shot models). `--share` is that of the later ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from assistant.reader.weights import WEIGHTS, read_weights, save_weights


def main() -> None:
    """Read both, check that they are of one shape, and write their mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    before, after = read_weights(args.before), read_weights(args.after)
    if before.keys() != after.keys():
        raise SystemExit(f"{args.before} and {args.after} do not hold the same tensors: train one on from the other")
    mean = {name: (1 - args.share) * before[name] + args.share * after[name] for name in before}
    save_weights({name: tensor.astype(np.float32) for name, tensor in mean.items()}, args.out)


if __name__ == "__main__":
    main()
