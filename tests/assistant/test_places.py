"""Places: a sentence about another place than the asked one never answers."""

from __future__ import annotations

import datetime as dt
import time

from assistant.places import Places
from assistant.types import Question
from index.regions import load_gazetteer
from index.text import split_sentences
from index.types import Article, Filters
from tests.assistant.audit.make import make_article

GAZETTEER = load_gazetteer()


def _places(text: str, *names: str, filters: Filters = Filters()) -> Places:  # noqa: B008
    subjects = tuple(GAZETTEER.resolve(name)[0] for name in names)
    return Places(Question(text, text, "zh", dt.date(2025, 3, 3), "fact", subjects, filters=filters), GAZETTEER)


def _allowed(places: Places, article: Article) -> list[str]:
    return [s.of(article.text) for s in split_sentences(article.text) if places.allow(article, s)]


def test_an_article_about_another_place_does_not_answer() -> None:
    article = make_article("补贴每家30万元。", regions=("随州市",))
    assert _allowed(_places("武汉的补贴是多少？", "武汉市"), article) == []


def test_its_sentence_that_names_the_asked_place_does() -> None:
    article = make_article("补贴每家30万元。武汉补贴每家50万元。随州另有奖励。", regions=("随州市",))
    assert _allowed(_places("武汉的补贴是多少？", "武汉市"), article) == ["武汉补贴每家50万元。"]


def test_an_article_about_the_asked_place_answers_save_where_a_sentence_begins_with_another() -> None:
    article = make_article("补贴每家30万元。随州补贴每家10万元。干部赴上海招商。", regions=("武汉市",))
    assert _allowed(_places("武汉的补贴是多少？", "武汉市"), article) == ["补贴每家30万元。", "干部赴上海招商。"]


def test_a_district_answers_for_its_city() -> None:
    article = make_article("补贴每家30万元。", regions=("武汉经开区",))
    assert _allowed(_places("武汉的补贴是多少？", "武汉市"), article) == ["补贴每家30万元。"]


def test_a_city_does_not_answer_for_its_zone() -> None:
    article = make_article("补贴每家30万元。", regions=("武汉市",))
    assert _allowed(_places("武汉经开区的补贴是多少？", "武汉经开区"), article) == []


def test_in_a_document_that_the_asker_named_everything_counts() -> None:
    article = make_article("补贴每家30万元。", regions=("随州市",))
    places = _places("武汉的补贴是多少？", "武汉市", filters=Filters(doc_ids=("one",)))
    assert _allowed(places, article) == ["补贴每家30万元。"]


def test_a_survey_groups_by_the_place_of_the_article() -> None:
    places = _places("各地的补贴有什么不同？")
    one = make_article("补贴30万元。", regions=("武汉市",), doc_id="one")
    two = make_article("补贴10万元。", regions=("随州市",), doc_id="two")
    keys = [places.subject_of(article, split_sentences(article.text)[0]) for article in (one, two)]
    assert places.survey
    assert None not in keys
    assert len(set(keys)) == 2


def test_of_an_article_about_many_places_a_sentence_about_a_third_is_nobodys() -> None:
    places = _places("武汉和随州的补贴有什么不同？", "武汉市", "随州市")
    many = make_article("上海补贴30万元。武汉补贴10万元。", regions=("武汉市", "上海市"))
    one = make_article("干部赴上海招商。", regions=("武汉市",), doc_id="one")
    first, second = split_sentences(many.text)
    assert places.subject_of(many, first) is None
    assert places.subject_of(many, second) == places.subject_of(one, split_sentences(one.text)[0])


def test_the_thousands_of_sentences_of_a_yearbook_are_weighed_in_time() -> None:
    article = make_article("补贴每家30万元。" * 8000 + "武汉补贴每家50万元。")
    places = _places("武汉的补贴是多少？", "武汉市")
    started = time.perf_counter()
    assert len(_allowed(places, article)) == 8001
    # Reading the whole article again for each sentence took a minute.
    assert time.perf_counter() - started < 8


TOUR = make_article(
    "今年，武汉减免房租。并派驻专员。孝感发放补贴。每家30万元。在黄石，园区建了驿站。荆州放宽落户。随州设立基金。",
    regions=("武汉市",),
)


def test_where_an_article_goes_from_place_to_place_each_sentence_is_that_of_the_last() -> None:
    assert _allowed(_places("武汉怎么支持企业？", "武汉市"), TOUR) == ["今年，武汉减免房租。", "并派驻专员。"]


def test_of_two_places_compared_each_gets_its_own_sentences_of_such_an_article() -> None:
    places = _places("武汉和随州各做了什么？", "武汉市", "随州市")
    told = {s.of(TOUR.text): places.subject_of(TOUR, s) for s in split_sentences(TOUR.text) if places.allow(TOUR, s)}
    wuhan, suizhou = (GAZETTEER.resolve(name)[0].key for name in ("武汉市", "随州市"))
    assert told == {"今年，武汉减免房租。": wuhan, "并派驻专员。": wuhan, "随州设立基金。": suizhou}
