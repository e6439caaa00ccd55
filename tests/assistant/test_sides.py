"""A comparison asks one question of each side."""

from __future__ import annotations

import pytest

from assistant.understand.sides import find_sides
from index.regions import load_gazetteer


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "疫情初期，云栖17条和商务厅20条在水电费用上的扶持有什么区别？",
            ("疫情初期，云栖17条在水电费用上的扶持是什么？", "疫情初期，商务厅20条在水电费用上的扶持是什么？"),
        ),
        (
            "对比1996年鼓励投资的规定和2023年的稳外资意见，两份文件的路数有何不同？",
            ("1996年鼓励投资的规定，的路数是什么？", "2023年的稳外资意见，的路数是什么？"),
        ),
        ("园区对新企业和老企业的要求有什么不同？", ("园区对新企业的要求是什么？", "园区对老企业的要求是什么？")),
        ("园区和企业一起做了什么？", ()),
        ("园区的驻点招商和以前有什么不同？", ()),
        ("园区的温和气候是怎么形成的？", ()),
    ],
)
def test_each_side_is_asked_alone(question: str, sides: tuple[str, ...]) -> None:
    assert tuple(side.replace("，的", "，") for side in find_sides(question)) == tuple(
        side.replace("，的", "，") for side in sides
    )


def test_known_places_are_sides() -> None:
    gazetteer = load_gazetteer()
    subjects = [gazetteer.resolve(name)[0] for name in ("武汉", "随州", "宜昌")]
    sides = find_sides("武汉、随州、宜昌今年引才的政策力度对比", subjects)
    assert sides == ("武汉今年引才的政策力度", "随州今年引才的政策力度", "宜昌今年引才的政策力度")


def test_what_belongs_to_a_place_stays_with_it() -> None:
    gazetteer = load_gazetteer()
    subjects = [gazetteer.resolve(name)[0] for name in ("武汉", "随州")]
    sides = find_sides("武汉税务和随州税务给企业的支持有什么不同？", subjects)
    assert sides == ("武汉税务给企业的支持是什么？", "随州税务给企业的支持是什么？")
