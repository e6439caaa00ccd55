"""Amounts in another currency: only by a rate that a source states, with the amount and the rate cited."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from assistant.audit.arithmetic import derivation_faults
from assistant.chat import Assistant
from assistant.exchange import read_wish
from assistant.types import Answer, Derivation, Operand, Quote
from index.errors import ConfigError, UsageError
from index.quantities.rates import find_rates
from index.rate_table import RATE_TABLE, read_rate_table
from index.types import Article, Span
from tests.assistant.product_world import ask, open_product, say
from tests.made import make_article

FOREIGN = ("丙山经开区对外开放", "2025-03-02", "2024年，丙山经开区实际利用外资3.5亿美元，同比增长12%。")
BOTH = ("丙山经开区对外开放", "2025-03-02", "2024年，丙山经开区实际利用外资3.5亿美元（约合25.3亿元人民币）。")
RATE = ("外汇市场综述", "2024-12-31", "12月31日，人民币对美元汇率中间价报7.2元，较前一日上调8个基点。")
OLD = ("外汇市场综述", "2022-06-30", "6月30日，人民币对美元汇率中间价报6.5元。")
QUESTION = "丙山经开区2024年实际利用外资折合人民币多少？"
TABLE = """
[[rate]]
of = "美元"
in = "人民币"
value = 7.1
day = 2024-12-31
source = "样本外汇中心"

[[rate]]
of = "日元"
units = 100
in = "人民币"
value = 4.6
day = 2024-12-31
source = "样本外汇中心"
"""


@cache
def product(*articles: tuple[str, str, str]) -> Assistant:
    return open_product(*articles)


def worked(answer: Answer) -> tuple[list[str], Decimal, str | None]:
    """Return the operands, and the result of the only derivation."""
    (derivation,) = [sentence.derivation for sentence in answer.sentences if sentence.derivation]
    return [f"{operand.value}{operand.unit}" for operand in derivation.operands], derivation.value, derivation.unit


@pytest.mark.parametrize(
    ("text", "base", "units", "quoted", "value"),
    [
        ("1美元=7.1元", "USD", 1, "CNY", "7.1"),
        ("12月31日，1美元对人民币7.1884元", "USD", 1, "CNY", "7.1884"),
        ("人民币对美元汇率中间价报7.1884元，较前一日上调25个基点", "USD", 1, "CNY", "7.1884"),
        ("按1美元合6.9元人民币换算", "USD", 1, "CNY", "6.9"),
        ("100日元对人民币4.6233元", "JPY", 100, "CNY", "4.6233"),
        ("人民币1元对0.19林吉特", "CNY", 1, "MYR", "0.19"),
        ("美元与人民币按1:7.1折算", "USD", 1, "CNY", "7.1"),
        ("欧元兑美元汇率收于1.0821", "EUR", 1, "USD", "1.0821"),
        ("1 US dollar = 7.25 yuan", "USD", 1, "CNY", "7.25"),
    ],
)
def test_a_stated_rate_is_read(text: str, base: str, units: int, quoted: str, value: str) -> None:
    (rate,) = find_rates(text)
    assert (rate.base, rate.units, rate.quoted, rate.value) == (base, units, quoted, Decimal(value))


@pytest.mark.parametrize(
    "text",
    [
        "投资5.6亿美元（约合人民币40亿元）",
        "人民币兑美元全年升值2.8%",
        "人民币对日元汇率报20.1",
        "1,100美元=7元",
        "售价100美元",
        "人民币对美元汇率中间价上调25.5个基点",
    ],
)
def test_what_is_no_rate_or_does_not_say_which_way_it_goes_is_not_read(text: str) -> None:
    assert find_rates(text) == []


@pytest.mark.parametrize(
    ("question", "into", "amount", "rest"),
    [
        ("5.6亿美元折合人民币多少", "CNY", "560000000", None),
        ("5.6亿美元合多少元", "CNY", "560000000", None),
        ("40亿元折合多少美元", "USD", "4000000000", None),
        ("How much is US$560 million in yuan?", "CNY", "560000000", None),
        (QUESTION, "CNY", None, "丙山经开区2024年实际利用外资多少？"),
        ("丙山2024年出口额换算成美元", "USD", None, "丙山2024年出口额是多少？"),
    ],
)
def test_a_question_for_another_currency_is_heard(question: str, into: str, amount: str | None, rest: str) -> None:
    wish = read_wish(question)
    assert wish is not None
    assert (wish.into, wish.amount and wish.amount.canonical_value) == (into, amount and Decimal(amount))
    assert amount or wish.rest == rest


@pytest.mark.parametrize(
    "question",
    ["以美元计价出口多少", "5.6亿美元的项目获得多少人民币贷款？", "2100亿元是多少万亿元", "实际利用外资多少亿美元"],
)
def test_other_questions_about_money_are_left_alone(question: str) -> None:
    assert read_wish(question) is None


def test_a_figure_is_converted_by_the_rate_of_its_own_year_and_both_are_cited() -> None:
    answer = ask(product(FOREIGN, RATE, OLD), QUESTION)
    assert worked(answer) == (["3.5亿美元", "7.2元/美元"], Decimal("25.20"), "亿元")
    assert say(answer) == ["3.5亿美元折合人民币25.2亿元。", "丙山经开区2024年实际利用外资为3.5亿美元。", RATE[2]]
    assert [citation.quote for citation in answer.citations] == [FOREIGN[2], RATE[2]]
    assert answer.sentences[0].citations == (1, 2)
    assert [figure.canonical_unit for figure, _ in answer.figures] == ["USD"]


def test_an_amount_of_the_question_needs_no_source_but_its_rate_does() -> None:
    answer = ask(product(FOREIGN, RATE, OLD), "8亿美元是多少人民币？")
    assert worked(answer) == (["8亿美元", "7.2元/美元"], Decimal("57.60"), "亿元")
    assert [citation.quote for citation in answer.citations] == [RATE[2]]


def test_yuan_become_dollars_by_dividing() -> None:
    answer = ask(product(FOREIGN, RATE, OLD), "2.88亿元人民币等于多少美元？")
    assert worked(answer)[1:] == (Decimal("4000.00"), "万美元")


def test_english_is_answered_in_english() -> None:
    answer = ask(product(FOREIGN, RATE, OLD), "How much is US$560 million in yuan?")
    assert say(answer)[0] == "US$560 million is 4.032 billion yuan."


def test_the_day_that_a_question_names_chooses_the_rate() -> None:
    answer = ask(product(FOREIGN, RATE, OLD), "按2022年6月30日的汇率，1亿美元折合人民币多少？")
    assert worked(answer)[1:] == (Decimal("6.50"), "亿元")


def test_a_rate_of_another_time_is_used_with_a_warning() -> None:
    answer = ask(product(FOREIGN, OLD), QUESTION)
    assert worked(answer)[1:] == (Decimal("22.75"), "亿元")
    assert say(answer)[-1] == "注意：所用汇率与这个数字不是同一时期的，结果仅供参考。"


def test_without_a_rate_nothing_is_converted_and_the_figure_is_told_as_written() -> None:
    answer = ask(product(FOREIGN), QUESTION)
    assert answer.refusal is not None
    assert answer.refusal.reason == "no_rate"
    assert say(answer)[1:] == ["丙山经开区2024年实际利用外资为3.5亿美元。"]
    assert not any(sentence.derivation for sentence in answer.sentences)


def test_a_rate_of_other_currencies_converts_nothing() -> None:
    answer = ask(product(FOREIGN, RATE, OLD), "5亿欧元折合人民币多少？")
    assert answer.refusal is not None
    assert answer.refusal.reason == "no_rate"


def test_what_the_source_itself_converts_is_quoted_and_not_worked_out() -> None:
    answer = ask(product(BOTH, OLD), QUESTION)
    assert say(answer) == [BOTH[2]]


def write_table(folder: Path, text: str = TABLE) -> Path:
    path = folder / RATE_TABLE
    path.write_text(text, encoding="utf-8")
    return path


def test_the_users_own_table_is_cited_as_an_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_table(tmp_path)
    assistant = open_product(FOREIGN, OLD)
    monkeypatch.setattr(assistant.library, "rate_table", lambda version=None: read_rate_table(path, version))
    answer = ask(assistant, QUESTION)
    assert worked(answer) == (["3.5亿美元", "7.1元/美元"], Decimal("24.85"), "亿元")
    cited = answer.citations[1]
    assert (cited.doc_id, cited.quote) == (RATE_TABLE, "2024年12月31日，1美元=7.1元（来源：样本外汇中心）。")
    assert assistant.article(cited.doc_id, cited.version).text[cited.start : cited.end] == cited.quote
    assert worked(ask(assistant, "300亿日元折合多少元？"))[1:] == (Decimal("13.80"), "亿元")


def test_another_version_of_the_table_is_not_shown_as_the_one_that_was_cited(tmp_path: Path) -> None:
    before = read_rate_table(write_table(tmp_path))
    assert before is not None
    after = read_rate_table(write_table(tmp_path, TABLE.replace("7.1", "7.3")))
    assert after is not None
    assert "7.3" in after.text
    with pytest.raises(UsageError, match="changed"):
        read_rate_table(tmp_path / RATE_TABLE, before.version)


@pytest.mark.parametrize(
    "text", ["rate = 7", TABLE.replace('of = "美元"', 'of = "贝壳"'), TABLE.replace("value = 7.1", ""), "[[rate"]
)
def test_a_table_that_holds_no_rates_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=RATE_TABLE):
        read_rate_table(write_table(tmp_path, text))


STATED = make_article("2024年末1美元=7.2元。外资3.5亿美元。", doc_id="d1")


def article_of(doc_id: str, version: int | None = None) -> Article:
    return STATED


def quote(words: str) -> Quote:
    start = STATED.text.index(words)
    return Quote("d1", 1, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("rate", "unit", "value", "holds"),
    [
        ("7.2", "元/美元", "25.2", True),
        ("7.1", "元/美元", "24.85", False),
        ("7.2", "元/美元", "25.3", False),
        ("7.2", "元/欧元", "25.2", False),
        ("7.2", "元/100美元", "0.252", False),
    ],
)
def test_the_audit_exchanges_again_by_the_rate_that_the_quote_states(
    rate: str, unit: str, value: str, holds: bool
) -> None:
    operands = (
        Operand(Decimal("3.5"), "亿美元", quote("外资3.5亿美元")),
        Operand(Decimal(rate), unit, quote("1美元=7.2元")),
    )
    faults = derivation_faults(Derivation("conversion", operands, Decimal(value), "亿元"), article_of)
    assert (not faults) is holds
