"""The bundled model behind a real HTTP server, asked as any OpenAI-compatible endpoint: over the command line.

    python -m benchmarks.endpoint [--library DIR --questions FILE.jsonl] [--sample 5] [--keep]

llama.cpp's own server carries the weights on a port of this machine; `yinzheng evaluate --model served` knows of it
what a user would write into the settings: base_url, model and key. Without a library the sample corpus is read and its
questions that want words are asked (figures are told from records and need no model). Printed: how many answers the
endpoint worded, how many fell back to quotes, and the scores.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from assistant.config import load_settings
from assistant.engine import Engine
from assistant.results import Report, read_answers
from index.weights import pull

EXAMPLES = Path("examples")
# Reading evidence takes longer than the default on a busy machine.
PATIENCE = 300


def main() -> int:
    """Serve the model, ask through it, and print what came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", default="qwen2.5-coder-1.5b", help="a name that `yinzheng models` lists")
    parser.add_argument("--library", type=Path, help="default: one that is made of examples/")
    parser.add_argument("--questions", type=Path, help="default: those of examples/ that want words")
    parser.add_argument("--sample", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="keep the numbers in benchmarks/results")
    options = parser.parse_args()
    report = Report("endpoint", f"{options.weights}-{options.sample}")
    settings = load_settings()
    engine = Engine(pull(options.weights, settings.weights), settings.engine)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        library = options.library or read_examples(folder / "library")
        questions = options.questions or choose_worded(folder / "questions.jsonl")
        address, key = engine.ensure_running()
        try:
            ask(
                library,
                questions,
                options.sample,
                {"base_url": f"{address}/v1", "model": "served", "api_key": key},
                folder,
            )
        finally:
            engine.stop()
        say_answers(report, list(read_answers(folder / "answers.jsonl")))
    if options.keep:
        print(report.keep())
    return 0


def read_examples(folder: Path) -> Path:
    """Read the sample corpus into a library and return its folder."""
    folder.mkdir()
    shutil.copy(EXAMPLES / "places.toml", folder)
    call(["--data", str(folder), "ingest", str(EXAMPLES / "articles")], {})
    return folder


def choose_worded(path: Path) -> Path:
    """Write down the sample questions that want words, and return where."""
    lines = (EXAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in lines if "key_facts" in json.loads(line)), encoding="utf-8")
    return path


def ask(library: Path, questions: Path, sample: int, endpoint: dict[str, str], folder: Path) -> None:
    """Evaluate over the command line, the endpoint named by the environment alone."""
    named = {f"YINZHENG_ENDPOINTS__SERVED__{name.upper()}": value for name, value in endpoint.items()}
    arguments = ["--data", str(library), "evaluate", str(questions), "--model", "served", "--sample", str(sample)]
    patience = {"YINZHENG_ANSWER__SECONDS": str(PATIENCE)}
    call([*arguments, "--results", str(folder / "answers.jsonl")], {**named, **patience})


def call(arguments: list[str], environment: dict[str, str]) -> None:
    """Run the command line; raises `CalledProcessError`."""
    subprocess.run([sys.executable, "-m", "assistant", *arguments], env={**os.environ, **environment}, check=True)


def say_answers(report: Report, answers: list[dict[str, Any]]) -> None:
    """Print which model each answer is from, and its seconds."""
    for answer in answers:
        spent, cited = answer["timings"]["total"], len(answer["citations"])
        print(f"{answer['model']:<12}{spent:6.1f} s  {answer['kind']}, {cited} cited  {answer['qid']}")
    worded = sum(answer["model"] == "served" for answer in answers)
    report.say(
        f"answers {len(answers)}, worded over HTTP {worded}, with a notice {sum(bool(a['notices']) for a in answers)}"
    )
    report.numbers |= {"answers": len(answers), "worded over HTTP": worded}


if __name__ == "__main__":
    sys.exit(main())
