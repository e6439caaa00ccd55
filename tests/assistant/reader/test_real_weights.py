"""The shipped weights on the real engine: right numbers of invented articles, and silence where nothing answers."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.reader import Passage, SpanReader, TrainedReader, make_windows, open_claim_reader, open_reader
from assistant.reader.verdict import LABELS
from index.config import DEFAULT_EMBEDDING, IndexSettings
from index.text import split_sentences
from index.types import Span
from index.weights import pull
from tests.assistant.reader.test_windows import make_article

TEXT = (
    "云栖市商务局昨日通报，上半年全市新签约亿元以上项目86个，协议总投资412.5亿元，同比增长17.3%。"
    "其中制造业项目51个。上半年实际使用外资2.4亿美元，下降6.1%。"
)
ARTICLE = make_article(TEXT, "云栖市上半年招商引资情况", dt.date(2024, 7, 18))


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    pull(DEFAULT_EMBEDDING, IndexSettings().weights)
    found = open_reader(IndexSettings())
    assert found is not None
    return found


def best_number(reader: TrainedReader, question: str) -> str:
    numbers = ["86个", "412.5亿元", "17.3%", "51个", "2.4亿美元", "6.1%"]
    (reading,) = reader.read(question, make_windows(ARTICLE))
    spans = {number: Span(TEXT.find(number), TEXT.find(number) + len(number)) for number in numbers}
    return max(numbers, key=lambda number: reading.score_span(spans[number]) or -99.0)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("云栖市上半年签约项目的总投资有多少？", "412.5亿元"),
        ("云栖上半年新签了多少个亿元以上项目", "86个"),
        ("上半年云栖市实际利用外资多少美元？", "2.4亿美元"),
        ("云栖市上半年实际使用外资降了百分之几？", "6.1%"),
        ("签约的制造业项目有几个？", "51个"),
    ],
)
def test_the_number_that_is_asked_for_scores_best(reader: TrainedReader, question: str, number: str) -> None:
    assert best_number(reader, question) == number


def test_a_question_that_the_article_does_not_answer_scores_below_one_that_it_does(reader: TrainedReader) -> None:
    whole = Span(0, len(TEXT))
    (asked,) = reader.read("云栖市上半年协议总投资是多少？", make_windows(ARTICLE))
    (other,) = reader.read("澄江县去年粮食总产量是多少吨？", make_windows(ARTICLE))
    scores = [reading.score_within(whole) for reading in (asked, other)]
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[1] < 0
    assert scores[0] - scores[1] > 4


def test_a_true_claim_is_likelier_supported_than_a_changed_one_or_one_about_something_else(
    reader: TrainedReader,
) -> None:
    claims = (
        "今年上半年，云栖市新签约的亿元以上项目有86个。",
        "云栖市上半年新签约亿元以上项目68个。",
        "澄江县去年粮食总产量达到30万吨。",
    )
    readings = [reader.read(claim, make_windows(ARTICLE))[0].verdict for claim in claims]
    supported = [float(reading[LABELS.index("supported")]) for reading in readings]
    assert supported[0] > 2 * max(supported[1:])
    assert LABELS[int(readings[2].argmax())] == "not_found"


def test_eight_bits_and_float32_choose_the_same_number(reader: TrainedReader) -> None:
    folder = pull(DEFAULT_EMBEDDING, IndexSettings().weights)
    exact = TrainedReader(folder, arithmetic="float32")
    for question in ("云栖市上半年签约项目的总投资有多少？", "上半年云栖市实际利用外资多少美元？"):
        assert best_number(exact, question) == best_number(reader, question)


def test_what_was_read_once_is_remembered(reader: TrainedReader) -> None:
    windows = make_windows(ARTICLE)
    assert reader.read("签约几个？", windows)[0] is reader.read("签约几个？", windows)[0]


def test_the_sentence_that_holds_the_answer_scores_best(reader: TrainedReader) -> None:
    sentences = split_sentences(TEXT)
    scores = SpanReader(reader).score_sentences("实际使用外资是多少？", [ARTICLE] * 3, sentences)
    assert [score is None for score in scores] == [False] * 3
    assert max(range(3), key=lambda at: scores[at] or -99.0) == 2


def test_no_more_windows_are_read_than_a_question_may_cost(reader: TrainedReader) -> None:
    long = make_article("".join(f"第{n}个县签约项目{n}个，" + "情况良好，" * 30 + "。" for n in range(1, 41)))
    sentences = split_sentences(long.text)
    scores = SpanReader(reader).score_sentences("签约项目几个？", [long] * len(sentences), sentences)
    assert len(sentences) == 40
    assert sum(score is not None for score in scores) == 30


def test_articles_of_one_name_that_begin_alike_are_read_apart(reader: TrainedReader) -> None:
    one, other = (make_article(f"云栖市签约项目共计{count}个。", "招商") for count in ("17", "240"))
    asked = "签约项目几个？"
    first, second = (reader.read(asked, make_windows(article))[0] for article in (one, other))
    assert (first.window.text, second.window.text) == ("云栖市签约项目共计17个。", "云栖市签约项目共计240个。")


def test_a_claim_is_told_from_its_denial_and_from_another_matter_by_the_shipped_weights(reader: TrainedReader) -> None:
    judge = open_claim_reader(reader)
    assert judge is not None
    text = "外来工匠落户满一年即可领取安家补贴。"
    article = make_article(text, "云栖市出台办法", dt.date(2024, 7, 18))
    claims = (
        "Craftsmen from elsewhere can get a settling-in allowance after one year of residence.",
        "外来工匠落户满一年不得领取安家补贴。",
        "云栖市将为外来工匠的子女提供免费午餐。",
    )
    readings = [judge.read(claim, [Passage(article, (Span(0, len(text)),))])[0] for claim in claims]
    true, denied, other = (reading for reading in readings if reading is not None)
    assert true.supported > 2 * max(denied.supported, other.supported)
    assert denied.contradicted > max(denied.supported, denied.not_found)
    assert other.not_found > max(other.supported, other.contradicted)
