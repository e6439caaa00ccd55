"""How fast the bundled engine is on this machine: start, reading, writing, and what its prompt cache saves.

    python benchmarks/engine.py [--model qwen2.5-coder-1.5b] [--rounds 5]

Prompts have the product's shape: a fixed beginning, numbered evidence of about 300 tokens, a question. Evidence is made
up and differs each round, so that only the beginning is cached. `first token` is what a reader waits for the model.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator

from assistant.config import EngineSettings, load_settings
from assistant.engine import Engine, LocalModel
from index.machine import count_cores
from index.weights import pull

BEGINNING = (
    "你是严谨的资料员。只根据下面编号的资料回答问题，每句话后面用方括号写出所用资料的编号。"
    "资料里没有的，不要写；数字、单位、年份要与资料完全一致。资料不足时，回答：资料中没有相关信息。"
)
MOST_TOKENS = 80


def make_messages(number: int, sentences: int) -> list[dict[str, str]]:
    """Return a prompt whose evidence no other round has."""
    evidence = "\n".join(
        f"[{n}] 云栖市(虚构)第{number}开发区{2010 + n}年签约项目{number * 7 + n}个，"
        f"合同金额约{number * 13 + n * 31}亿元，同比增长{n}.{number % 10}%。"
        for n in range(1, sentences + 1)
    )
    question = f"第{number}开发区2012年签约了多少个项目，金额多少？"
    return [{"role": "system", "content": BEGINNING}, {"role": "user", "content": f"{evidence}\n\n问题：{question}"}]


def time_answer(answer: Iterator[str]) -> tuple[float, float, int]:
    """Return seconds to the first piece, seconds from there to the end, and the number of pieces."""
    begun = time.perf_counter()
    next(answer)
    first = time.perf_counter()
    pieces = sum(1 for _ in answer)
    return first - begun, time.perf_counter() - first, pieces


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()

    gguf = pull(arguments.model, load_settings().weights)
    settings = EngineSettings(gguf=str(gguf), threads=arguments.threads)
    engine = Engine(gguf, settings)
    begun = time.perf_counter()
    engine.ensure_running()
    print(f"{arguments.model}, {arguments.threads or count_cores()} cores")
    print(f"start                            {time.perf_counter() - begun:6.1f} s")
    model = LocalModel(engine, settings, 300.0)
    cold, _, _ = time_answer(model.stream(make_messages(1, 7), MOST_TOKENS))
    print(f"first token, nothing cached      {cold:6.2f} s")
    for sentences in (3, 7):
        first, writing, pieces = zip(
            *(time_answer(model.stream(make_messages(10 * sentences + n, sentences), MOST_TOKENS))
              for n in range(arguments.rounds)), strict=True,
        )  # fmt: skip
        print(
            f"first token, {sentences} sentences         {statistics.median(first):6.2f} s"
            f"   writing {sum(pieces) / sum(writing):5.1f} tokens/s"
        )
    again, _, _ = time_answer(model.stream(make_messages(70 + arguments.rounds - 1, 7), MOST_TOKENS))
    print(f"first token, the same once more  {again:6.2f} s")
    engine.stop()


if __name__ == "__main__":
    main()
