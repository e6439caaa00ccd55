"""Nouns, deeds and clauses of a claim that stand where its source has others."""

from __future__ import annotations

import pytest

from assistant.audit.slots import find_beside, find_crossed_faults, find_slot_faults, find_turned_faults
from assistant.audit.sources import Source
from tests.assistant.audit.make import open_whole


def source(text: str) -> list[Source]:
    return [open_whole(text)]


@pytest.mark.parametrize(
    ("claim", "text", "faults"),
    [
        (
            "云栖国家展共发布46项新产品、新技术。",
            "云栖企业展共发布46项新产品、新技术。国家展面积3万平方米。",
            [("国家", "企业")],
        ),
        ("参议院的议员将在9月返回。", "众议院的议员将在9月返回，与参议院协调。", []),
        ("叠加地方财政贴息后，成本为1.5%。", "叠加中央财政贴息后，成本为1.5%。", [("地方财政", "中央财政")]),
        ("云栖水资源总量是全国的2倍。", "云栖人均水资源量是全国人均水平的2倍。", [("总量", "人均")]),
        ("云栖开发区发展戈壁荒漠农业。", "云栖开发区发展戈壁沙漠农业。", []),
        ("今年云栖区进口额增长5%。", "今年云栖区进口额增长5%，出口额下降。", []),
    ],
)
def test_a_noun_in_the_place_of_another_of_its_kind_is_a_fault(
    claim: str, text: str, faults: list[tuple[str, str]]
) -> None:
    assert find_slot_faults(claim, find_beside(claim, source(text))) == faults


def test_a_thing_raised_that_the_source_lowers_is_a_fault_whatever_else_it_raises() -> None:
    text = source("必须有效降低全社会物流成本，提高经济运行效率。")
    assert find_turned_faults("应当提高全社会物流成本。", find_beside("应当提高全社会物流成本。", text)) == [
        ("提高全社", "降低全社")
    ]
    assert find_turned_faults("必须降低全社会物流成本。", find_beside("必须降低全社会物流成本。", text)) == []
    assert find_turned_faults("要提高经济运行效率。", find_beside("要提高经济运行效率。", text)) == []


def test_two_clauses_that_change_halves_are_crossed() -> None:
    text = source("强硬派推动削减开支，而温和派则对争议条款表示担忧。")
    assert find_crossed_faults("温和派推动削减开支，强硬派对争议条款表示担忧。", text)
    assert not find_crossed_faults("温和派对争议条款表示担忧，强硬派推动削减开支。", text)
    assert not find_crossed_faults("强硬派推动削减开支，温和派担忧条款。", text)


def test_two_sentences_that_change_halves_are_crossed() -> None:
    text = source("针对项目上马，推出便捷通道。针对招工诉求，建立处办机制。")
    assert find_crossed_faults("针对招工推出便捷通道，针对项目上马建立处办机制。", text)
