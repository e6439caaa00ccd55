"""Reading order of what stands on a page."""

from __future__ import annotations

import random

from index.read.layout import Segment, arrange, make_lines, make_paragraphs
from index.read.structured import StructuredText, start_article


def put(words: str, left: float, top: float, size: float = 12) -> Segment:
    return Segment(words, left, top - size, left + size * len(words), top)


def read(segments: list[Segment]) -> list[str]:
    random.Random(3).shuffle(segments)
    text = StructuredText()
    for paragraph in make_paragraphs(make_lines(arrange(segments), 1)):
        paragraph.add_to(text)
    return text.finish(start_article("p", "d")).text.strip().split("\n")


def test_lines_come_from_the_top_whatever_their_height_is() -> None:
    lines = [
        "第一行写满了一整行的字一直写到行末尾",
        "第二行也写满了一整行字一直写到行末尾",
        "第三行同样写满一整行的字一直写到末尾",
        "第四行完。",
    ]
    segments = [put(words, 60, 700 - 18 * at, 12 + at % 3) for at, words in enumerate(lines)]
    assert "".join(read(segments)) == "".join(lines)


def test_columns_of_prose_are_read_one_by_one_between_lines_across_both() -> None:
    left = [
        "左栏第一行写满了它的整个宽度到末尾",
        "左栏第二行写满了它的整个宽度到末尾",
        "左栏第三行写满了它的整个宽度到末尾",
        "左栏第四行写满了它的整个宽度到末尾",
    ]
    right = [words.replace("左", "右") for words in left]
    title, foot = (
        "云栖市二〇二四年国民经济和社会发展统计公报全文发布",
        "注一：本公报所列各项数据均为初步统计数，部分数据因四舍五入不等于分项之和。",
    )
    segments = [put(title, 120, 780, 14), put(foot, 60, 500)]
    for at in range(4):
        segments += [put(left[at], 60, 740 - 18 * at), put(right[at], 310, 739 - 18 * at)]
    found = "".join(read(segments))
    assert found == title + "".join(left) + "".join(right) + foot


def test_cells_of_a_table_are_no_columns() -> None:
    rows = [("望海区", "812.4"), ("临江区", "655.0"), ("青川县", "211.7"), ("东湾区", "88.0")]
    segments = [
        put(words, 60 + 200 * column, 700 - 20 * at) for at, row in enumerate(rows) for column, words in enumerate(row)
    ]
    assert read(segments) == ["\t".join(row) for row in rows]
