"""What a record leaves untold is told by sentences; one that says little to the question gives way to them."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence import Candidate
from assistant.statements import find_statements
from assistant.types import Claim, Quote
from assistant.untold import find_untold, is_outdone
from tests.assistant.audit.make import make_article

ARTICLE = make_article("近视率每年下降1%。园区建设学校30所。会议在周一举行。门票20元。", doc_id="plan")


def _candidates(*values: tuple[float, float]) -> list[Candidate]:
    statements = find_statements(ARTICLE)
    made = [
        Candidate(ARTICLE, statement, "", 0.0, True, {}, score=score, reading=reading)
        for statement, (score, reading) in zip(statements, values, strict=True)
    ]
    return sorted(made, key=lambda candidate: -candidate.score)


def _claim(candidate: Candidate) -> Claim:
    return Claim(candidate.folded, (Quote("plan", 1, candidate.span),), "exact")


def test_a_part_that_no_claim_answers_is_told() -> None:
    rate = _candidates((3.0, 5.0), (1.0, -6.0), (0.5, -9.0), (0.4, -9.0))
    schools = _candidates((1.0, -6.0), (3.0, 4.0), (0.5, -9.0), (0.4, -9.0))
    found = find_untold({"率": rate, "校": schools}, [_claim(schools[0])])
    assert [candidate.folded for candidate in found] == [rate[0].folded]


def test_a_part_without_a_sure_sentence_stays_untold() -> None:
    unsure = _candidates((3.0, 1.0), (1.0, -6.0), (0.5, -9.0), (0.4, -9.0))
    assert find_untold({"率": unsure}, [_claim(unsure[1])]) == []


def test_a_claim_whose_sentence_says_little_is_outdone() -> None:
    ranked = _candidates((3.0, 5.0), (2.5, 1.0), (2.4, 0.0), (1.0, -9.0))
    assert is_outdone(ranked, [_claim(ranked[-1])])
    assert not is_outdone(ranked, [_claim(ranked[1])])
    near = [*ranked[:3], replace(ranked[3], score=2.9)]
    assert not is_outdone(near, [_claim(near[-1])])
