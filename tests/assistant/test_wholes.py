"""A lead-in keeps its items, a clause the clauses beside it."""

from __future__ import annotations

from assistant.statements import find_statements
from assistant.wholes import clauses_beside, counts_in, items_after, leads_in, points_around
from tests.assistant.audit.make import make_article

RULES = make_article(
    "第二条 园区对下列企业给予补贴：\n一、当年出口超过产值一半的企业；\n二、拥有发明专利的企业。\n"
    "第三条 补贴每年发放一次。",
    doc_id="rules",
)
PROSE = make_article(
    "园区分三类施策。对小微企业免收租金，期限不超过三个月；对大型企业减半收取；对其他单位不作减免。园区另设咨询台。",
    doc_id="prose",
)


def test_a_lead_in_announces_its_items() -> None:
    statements = find_statements(RULES)
    lead = next(at for at, statement in enumerate(statements) if leads_in(statement))
    assert [statements[at].folded[:2] for at in items_after(RULES, statements, lead)] == ["一、", "二、"]


def test_clauses_between_semicolons_are_one_sentence() -> None:
    statements = find_statements(PROSE)
    middle = next(at for at, statement in enumerate(statements) if "大型" in statement.folded)
    first, after = clauses_beside(statements, middle)
    assert statements[first].folded.startswith("对小微企业")
    assert statements[after - 1].folded.startswith("对其他单位")


def test_a_sentence_of_its_own_needs_nothing() -> None:
    statements = find_statements(PROSE)
    assert not leads_in(statements[0])
    assert clauses_beside(statements, 0) == (0, 1)


def test_nothing_follows_the_last_lead_in() -> None:
    article = make_article("园区支持下列事项：", doc_id="end")
    statements = find_statements(article)
    assert items_after(article, statements, len(statements) - 1) == []


def test_a_list_with_as_many_points_as_are_counted_is_told_whole() -> None:
    article = make_article(
        "双方要把握“三个方向”。一是政治方向，互信更深。二是合作方向，贸易更多。双方签署文件。三是民意方向，交流更广。",
        doc_id="three",
    )
    statements = find_statements(article)
    heads = [statements[at].folded[:2] for at in points_around(article, statements, 0, frozenset())]
    assert heads == ["一是", "二是", "三是"]
    assert points_around(article, statements, 1, frozenset({3}))
    assert not points_around(article, statements, 1, frozenset({4}))


def test_counts_are_of_points_and_not_of_months() -> None:
    assert counts_in("哪四个方面，三个月内，第二条，12条") == {4, 12}
