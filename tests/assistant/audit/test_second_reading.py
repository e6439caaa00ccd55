"""What the trained reader may change of the rules' judgement, and what it may not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.audit import Auditor
from assistant.audit.second_reading import bears_out, denies, merge
from assistant.finding import judge
from assistant.reader import ClaimReader, ClaimReading, Window, WindowReading
from assistant.types import Claim, Fault, Quote, Verdict
from index.types import Article, Span
from tests.assistant.audit.make import audit as audit_whole
from tests.assistant.audit.make import kinds, lookup, make_article

ARTICLE = make_article("云栖开发区出台办法，外来工匠落户满一年即可领取安家补贴。园区上半年签约项目86个。")
FIRST = Span(0, ARTICLE.text.index("。") + 1)
LAST = Span(FIRST.end, len(ARTICLE.text))
# The same in words that no rule knows.
OTHER_WORDS = "在云栖开发区，手艺人定居够十二个月便有一笔住房扶持金。"
SUPPORTED, CONTRADICTED, NOTHING = (0.95, 0.03, 0.02), (0.02, 0.95, 0.03), (0.01, 0.04, 0.95)


class Told:
    """A reader that gives every window the same verdict, and counts what it was asked."""

    judges_claims = True

    def __init__(self, verdict: tuple[float, float, float]) -> None:
        self.verdict = np.array(verdict, np.float32)
        self.asked: list[Window] = []

    def read(self, claim: str, windows: Sequence[Window]) -> list[WindowReading]:
        self.asked += windows
        none = np.zeros(0, np.float32)
        places = np.zeros(0, np.int64)
        return [WindowReading(window, none, none, places, places, self.verdict) for window in windows]


def make_auditor(verdict: tuple[float, float, float] | None, article: Article = ARTICLE) -> tuple[Auditor, Told | None]:
    told = Told(verdict) if verdict else None
    reader = ClaimReader(told) if told else None  # type: ignore[arg-type]
    return Auditor(lambda doc_id, version: article, *lookup(), reader=reader), told


def audit(claim: Claim, verdict: tuple[float, float, float] | None) -> Verdict:
    return make_auditor(verdict)[0].audit(claim)


def quote(span: Span) -> Quote:
    return Quote("d", 1, span)


def test_wording_that_rules_do_not_know_passes_where_the_reader_is_sure() -> None:
    claim = Claim(OTHER_WORDS, (quote(FIRST),))
    assert not audit(claim, None).carried
    assert audit(claim, SUPPORTED).carried
    assert not audit(claim, (0.6, 0.3, 0.1)).carried


@pytest.mark.parametrize(
    "text",
    [
        "园区上半年签约项目68个。",
        "园区上半年签约项目86亿元。",
        "园区2023年上半年签约项目86个。",
        "园区下半年力争签约项目86个。",
    ],
)
def test_a_number_a_unit_a_year_and_a_goal_stay_with_the_rules(text: str) -> None:
    assert not audit(Claim(text, (quote(LAST),)), SUPPORTED).carried


def test_wording_without_a_fault_is_stopped_where_the_reader_is_sure_that_it_is_not_said() -> None:
    claim = Claim("云栖开发区出台办法，工匠落户即可领取补贴。", (quote(FIRST),))
    assert audit(claim, None).carried
    assert not audit(claim, NOTHING).carried
    assert audit(claim, (0.4, 0.5, 0.1)).carried


def test_the_sources_own_words_are_read_by_nobody() -> None:
    auditor, told = make_auditor(NOTHING)
    for text in ("外来工匠落户满一年即可领取安家补贴。", f"云栖：{FIRST.of(ARTICLE.text)}"):
        assert auditor.audit(Claim(text, (quote(FIRST),))).carried
    assert told is not None
    assert told.asked == []


def finding(text: str, verdict: tuple[float, float, float] | None) -> str:
    auditor, _ = make_auditor(verdict)
    return judge(text, [quote(FIRST), quote(LAST)], auditor, None).verdict


def test_a_check_says_not_found_where_the_reader_finds_no_contradiction() -> None:
    text = "云栖开发区出台办法，外来工匠落户满一年不得领取安家补贴。"
    assert finding(text, None) == "contradicted"
    assert finding(text, CONTRADICTED) == "contradicted"
    assert finding(text, (0.3, 0.3, 0.4)) == "not_found"
    assert finding(text, NOTHING) == "not_found"


def test_another_digit_is_a_contradiction_whatever_the_reader_says() -> None:
    assert finding("园区上半年签约项目68个。", SUPPORTED) == "contradicted"


def test_the_reader_alone_may_be_sure_of_a_contradiction() -> None:
    found = judge(OTHER_WORDS, [quote(FIRST)], make_auditor(CONTRADICTED)[0], None)
    assert found.verdict == "contradicted"
    assert found.differs == (Fault("unsupported", OTHER_WORDS, FIRST.of(ARTICLE.text)),)


def test_at_most_three_passages_are_read_for_a_sentence() -> None:
    long = make_article("".join(f"云栖第{n}园区引进工匠，落户满一年即可领取安家补贴。\n" for n in range(40)))
    auditor, told = make_auditor(NOTHING, long)
    spans = [Span(at, long.text.index("\n", at)) for at in range(0, 900, 200)]
    judge(OTHER_WORDS, [quote(span) for span in spans], auditor, None)
    assert told is not None
    assert 1 <= len(told.asked) <= 3


def test_a_nearer_sentence_that_contradicts_outweighs_a_farther_one_that_names_the_matter() -> None:
    text = "云栖首个工匠学堂在上海成立。学堂面向工匠，提供技能培训。"
    article = make_article(text, regions=("北京", "上海"), title="云栖首个工匠学堂成立")
    spans = [Span(0, text.index("。") + 1), Span(text.index("。") + 1, len(text))]
    found = judge("云栖首个工匠学堂在北京成立。", [quote(span) for span in spans], make_auditor(None, article)[0], None)
    assert found.verdict == "contradicted"


def test_a_fault_that_words_and_numbers_find_is_no_soft_one() -> None:
    soft, hard = Fault("metric", "甲", None, soft=True), Fault("metric", "甲", None)
    assert [fault.soft for fault in merge([soft, hard])] == [False]
    assert [fault.soft for fault in merge([hard, soft])] == [False]
    assert [fault.soft for fault in merge([soft])] == [True]


@pytest.mark.parametrize(
    ("supported", "letters", "bound", "nouns", "borne_out"),
    [
        # At even odds: 1.46 - 4.57 * 0.3 = 0.09; with two fifths of the letters 1.46 - 1.83 < 0, numbers add 1.31.
        (0.5, 0.3, False, 0, True),
        (0.5, 0.4, False, 0, False),
        (0.5, 0.4, True, 0, True),
        # Log odds of 0.9: 2.20. 1.46 + 1.11 * 2.20 - 4.57 * 0.8 = 0.25, and 1.67 less for a noun that is missed.
        (0.9, 0.8, False, 0, True),
        (0.9, 0.8, False, 1, False),
        (0.9, 1.0, False, 0, True),
    ],
)
def test_the_nearer_a_sentence_of_a_draft_is_the_surer_the_reader_must_be(
    supported: float, letters: float, bound: bool, nouns: int, borne_out: bool
) -> None:
    faults = tuple(Fault("metric", f"名{n}", None, soft=True) for n in range(nouns))
    reading = ClaimReading(supported, 1 - supported, 0.0)
    assert bears_out(Verdict(not faults, faults, ()), reading, bound, letters) is borne_out


def test_what_is_turned_round_needs_a_reader_that_is_sure() -> None:
    turned = Verdict(False, (Fault("negation", "提高", "降低", soft=True),), ())
    assert not bears_out(turned, ClaimReading(0.8, 0.2, 0.0), True, 0.1)
    assert bears_out(turned, ClaimReading(0.9, 0.1, 0.0), True, 0.1)


def test_wording_without_a_fault_is_no_support_of_a_draft_where_the_reader_doubts_it() -> None:
    text = "云栖开发区出台办法，工匠落户即可领取补贴。"
    assert finding(text, None) == "supported"
    assert finding(text, SUPPORTED) == "supported"
    assert finding(text, (0.4, 0.3, 0.3)) == "not_found"


def test_only_is_not_said_by_a_source_that_names_several() -> None:
    assert "qualifier" in kinds("云栖农场只种玉米。", make_article("云栖农场不仅种玉米，还种小麦。"))
    assert "qualifier" in kinds("云栖的水全部流走。", make_article("云栖的水大部分都流走。"))
    assert kinds("云栖的水大部分都流走。", make_article("云栖的水大部分都流走。")) == set()


def test_many_in_words_are_a_number_and_no_list() -> None:
    article = make_article("云栖项目支持农村劳动力就业。")
    faults = audit_whole("云栖项目吸纳三十万名农村劳动力就业。", article).faults
    assert any(fault.said.startswith("三十万") and not fault.soft for fault in faults)


def test_equal_counts_by_two_words_for_cases_are_equal() -> None:
    assert kinds("云栖法院公布了5起典型案件。", make_article("云栖法院公布5件典型案件。")) == set()


def test_words_that_all_stand_in_the_source_prove_nothing_where_the_reader_denies_them() -> None:
    assert denies(ClaimReading(0.05, 0.94, 0.01))
    assert not denies(ClaimReading(0.4, 0.55, 0.05))
    assert not denies(None)
