"""Points: the lists that an article makes, and which of its sentences tell one."""

from __future__ import annotations

from assistant.points import find_series, has_rules, rule_of
from assistant.statements import find_statements
from assistant.telling import choose_told
from index.types import Article
from tests.assistant.audit.make import make_article

INLINE = make_article(
    "云栖园区召开大会。园区推出三项措施支持企业。一是减免房租，前两年全免。二是发放补贴，每家30万元；三是派驻专员，全程代办。"
    "会后，代表参观了展厅。",
    regions=(),
)
NESTED = make_article(
    "一、强化招商。云栖园区派出专班。一是驻点上海。二是驻点深圳。二、优化服务。设立专窗。三、保障用地。",
    regions=(),
)
ALIKE = make_article(
    "云栖园区从三个方面入手。聚焦产业。引进龙头。聚焦项目。跟踪进度。聚焦服务。派驻专员。散会。", regions=()
)
RULES = make_article(
    "第一条　本办法适用于园区。\n第二条　企业可以申请补贴：\n（一）注册满一年；\n（二）无不良记录。\n"
    "第三条　补贴按季发放。\n第四条　专员负责受理。",
    regions=(),
)


def _lists(article: Article) -> list[tuple[str, list[str]]]:
    statements = find_statements(article)
    return [
        (one.style, [statements[point].span.of(article.text) for point in one.points])
        for one in find_series(article, statements)
    ]


def _tell(article: Article, scores: dict[str, float], budget: int = 400, whole: bool = False) -> list[str]:
    statements = find_statements(article)
    given = [next((v for words, v in scores.items() if words in s.folded), 0.1) for s in statements]
    return [statements[at].span.of(article.text) for at in choose_told(article, statements, given, budget, whole=whole)]


def test_points_of_one_paragraph_are_found() -> None:
    assert _lists(INLINE) == [
        ("一是", ["一是减免房租，前两年全免。", "二是发放补贴，每家30万元；", "三是派驻专员，全程代办。"])
    ]


def test_a_list_inside_a_point_is_a_list_of_its_own() -> None:
    found = dict(_lists(NESTED))
    assert found["一、"] == ["一、强化招商。", "二、优化服务。", "三、保障用地。"]
    assert found["一是"] == ["一是驻点上海。", "二是驻点深圳。"]


def test_points_that_begin_alike_are_a_list() -> None:
    assert _lists(ALIKE) == [("聚焦", ["聚焦产业。", "聚焦项目。", "聚焦服务。"])]


def test_a_list_that_the_best_sentence_leads_in_to_is_told_whole_without_its_neighbours() -> None:
    assert _tell(INLINE, {"三项措施": 1.0}) == [
        "园区推出三项措施支持企业。",
        "一是减免房租，前两年全免。",
        "二是发放补贴，每家30万元；",
        "三是派驻专员，全程代办。",
    ]


def test_a_heading_takes_the_sentence_behind_it_along() -> None:
    assert _tell(ALIKE, {"三个方面": 1.0})[1:] == [
        "聚焦产业。", "引进龙头。", "聚焦项目。", "跟踪进度。", "聚焦服务。", "派驻专员。",
    ]  # fmt: skip


def test_each_point_gets_its_share_of_a_small_budget() -> None:
    told = _tell(NESTED, {"强化招商": 1.0}, budget=30, whole=True)
    assert [words for words in told if words[1] == "、"] == ["一、强化招商。", "二、优化服务。", "三、保障用地。"]


def test_a_rule_is_told_without_the_next_one() -> None:
    assert has_rules(find_statements(RULES))
    assert _tell(RULES, {"可以申请补贴": 1.0, "一年": 0.6, "不良记录": 0.6, "按季发放": 0.6}) == [
        "第二条　企业可以申请补贴：",
        "（一）注册满一年；",
        "（二）无不良记录。",
    ]


def test_a_text_without_rules_has_one_stretch() -> None:
    statements = find_statements(INLINE)
    assert rule_of(statements, 2) == (0, len(statements))


def test_nothing_is_told_of_what_scores_nothing() -> None:
    statements = find_statements(INLINE)
    assert choose_told(INLINE, statements, [0.0] * len(statements), 400) == []


def test_what_follows_the_promise_of_a_list_is_told_as_one() -> None:
    promised = make_article(
        "条例共30条，主要规定了以下内容。摊位不得转租。水费按季结算。专员每周巡查。散会后合影。", regions=()
    )
    told = _tell(promised, {"以下内容": 1.0}, budget=60)
    assert told[:3] == ["条例共30条，主要规定了以下内容。", "摊位不得转租。", "水费按季结算。"]
