"""Conversations outlive a restart, with answers that are equal to what was shown."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.conversations import Conversations
from index.errors import LibraryError, UsageError
from tests.assistant.web.fakes import signing_answer


def test_an_answer_comes_back_whole_after_a_restart(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    conversation = kept.start("签约额？")
    turn = kept.add_turn(conversation, "签约额？")
    kept.keep_answer(turn, signing_answer())
    again = Conversations(tmp_path)
    assert again.turns(conversation)[0].answer == signing_answer()


def test_the_newest_conversation_stands_first_and_words_find_questions(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    first, second = kept.start("甲地投资"), kept.start("乙地投资")
    kept.add_turn(second, "乙地投资")
    kept.add_turn(first, "工业增加值100%？")
    assert [c.id for c in kept.search()] == [first, second]
    assert [c.id for c in kept.search("增加值")] == [first]
    assert [c.id for c in kept.search("100%")] == [first]
    assert kept.search("0_?") == []


def test_a_conversation_can_be_renamed_and_deleted(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    conversation = kept.start("问" * 100)
    assert kept.find(conversation).title == "问" * 39 + "…"
    kept.rename(conversation, "  新 名 ")
    assert kept.find(conversation).title == "新 名"
    kept.add_turn(conversation, "问")
    kept.delete(conversation)
    assert kept.turns(conversation) == []
    with pytest.raises(UsageError):
        kept.find(conversation)
    with pytest.raises(UsageError):
        kept.rename(conversation, " ")


def test_history_holds_answered_turns_only(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    conversation = kept.start("一")
    kept.keep_answer(kept.add_turn(conversation, "一"), signing_answer("一"))
    kept.add_turn(conversation, "停了的")
    assert [(t.role, t.content[:5]) for t in kept.history(conversation)] == [("user", "一"), ("assistant", "2024年")]


def test_judgements_become_an_evaluation_file(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    conversation = kept.start("签约额？")
    turn = kept.add_turn(conversation, "签约额？")
    kept.keep_answer(turn, signing_answer("签约额？"))
    assert list(kept.iterate_judged()) == []
    kept.judge(turn, "down", "年份不对")
    (case,) = kept.iterate_judged()
    assert (case["qid"], case["question"], case["reason"]) == (turn, "签约额？", "年份不对")
    assert case["answerable"]
    assert case["gold_doc_ids"] == []
    kept.judge(turn, "up")
    assert next(kept.iterate_judged())["gold_doc_ids"] == ["signing"]


def test_ten_threads_may_write_at_once(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    conversation = kept.start("一")
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda n: kept.keep_answer(kept.add_turn(conversation, f"问{n}"), signing_answer()), range(30)))
    assert len(kept.turns(conversation)) == 30


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    Conversations(tmp_path)
    with sqlite3.connect(tmp_path / "conversations.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="99"):
        Conversations(tmp_path)


def test_the_command_line_lists_conversations_and_writes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.cli import main

    kept = Conversations(tmp_path)
    conversation = kept.start("签约额？")
    turn = kept.add_turn(conversation, "签约额？")
    data = ["--data", str(tmp_path), "export"]
    assert main([*data, conversation, "--to", str(tmp_path / "a.md")]) == 2
    kept.keep_answer(turn, signing_answer("签约额？"))
    kept.judge(turn, "up")
    assert main(data) == 0
    assert conversation in capsys.readouterr().out
    assert main([*data, conversation, "--to", str(tmp_path / "a.docx")]) == 0
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    assert main([*data, "--to", str(tmp_path / "j.jsonl")]) == 0
    assert "gold_doc_ids" in (tmp_path / "j.jsonl").read_text(encoding="utf-8")
    assert main([*data, conversation, "--to", str(tmp_path / "a.exe")]) == 2
