"""The answer model as a proposer of records: what it says counts only where the words and the parser agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import load_settings
from assistant.model import ScriptedModel
from assistant.propose import ModelProposer, use_proposer
from index.embed import HashEncoder
from index.errors import ModelError
from index.figures import Proposal
from index.figures.propose import holds
from index.library import Library

SENTENCE = "7月，云栖市(虚构)对重点帮扶的乡镇和街道里从事手工编织并且已经登记在册的农户发放补助12.5万元。"


@pytest.mark.parametrize(
    ("proposal", "stands"),
    [
        (Proposal("12.5万元", "补助", "云栖市"), True),
        (Proposal("12.5万元", "发放补助", ""), True),
        (Proposal("12.5亿元", "补助", ""), False),
        (Proposal("2.5", "补助", ""), False),
        (Proposal("12.5万元", "奖金", ""), False),
        (Proposal("12.5万元", "补助", "南京市"), False),
        (Proposal("12.5万元", "补助12.5万元", ""), False),
        (Proposal("12.5万元", "从", ""), False),
        (Proposal("", "补助", ""), False),
    ],
)
def test_a_proposal_holds_only_in_the_words_of_its_sentence(proposal: Proposal, stands: bool) -> None:
    assert holds(proposal, SENTENCE) is stands


def test_lines_of_another_form_are_passed_over() -> None:
    model = ScriptedModel("好的：\n12.5万元|补助|云栖市\n12.5万元\n|补助|\n")
    assert ModelProposer(lambda: model).propose(SENTENCE, ["12.5万元"]) == [Proposal("12.5万元", "补助", "云栖市")]
    assert "12.5万元" in model.asked[0][-1]["content"]


def ingest(folder: Path, *answers: str | Exception) -> list[tuple[str, str]]:
    (folder / "a.txt").write_text("云栖市(虚构)发放补助\n2023年8月1日\n" + SENTENCE + "\n", encoding="utf-8")
    settings = load_settings({"data": str(folder / "library")})
    library = Library(settings, encoder=HashEncoder())
    library.proposer = ModelProposer(lambda: ScriptedModel(*answers))
    library.ingest([folder / "a.txt"])
    found = [(figure.quote, figure.metric_said) for figure in library.figures() if figure.quote == "12.5万元"]
    library.close()
    return found


def test_a_checked_name_takes_the_place_of_a_clause(tmp_path: Path) -> None:
    assert ingest(tmp_path, "12.5万元|发放补助|云栖市") == [("12.5万元", "发放补助")]


@pytest.mark.parametrize("answer", ["12.5亿元|发放补助|", "12.5万元|奖金|", "", ModelError("stopped")])
def test_what_does_not_hold_changes_nothing(tmp_path: Path, answer: str | Exception) -> None:
    (with_model,) = ingest(tmp_path, answer)
    assert len(with_model[1]) > len("发放补助")


def test_no_model_is_asked_unless_the_settings_say_so(tmp_path: Path) -> None:
    settings = load_settings({"data": str(tmp_path)})
    library = Library(settings, encoder=HashEncoder())
    use_proposer(library, settings)
    assert library.proposer is None
    library.close()
