"""How the reader of `assistant/reader` was trained, and how what it says is weighed: five programs, in this order.

    python -m benchmarks.reader_training.examples --data DIR [--written FILE …] --out EXAMPLES.jsonl
    python -m benchmarks.reader_training.train EXAMPLES.jsonl [--checked EXAMPLES.jsonl]
    python -m benchmarks.reader_training.mean BEFORE.npz AFTER.npz
    python -m benchmarks.reader_training.fit --library DIR --questions FILE … --write
    python -m benchmarks.reader_training.sets --library DIR --questions FILE … --write

Training reads development data that may not be passed on, so it is no part of `make bench`; the weights are shipped.
"""
