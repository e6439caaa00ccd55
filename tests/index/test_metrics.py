"""The vocabulary: synonyms, the longest name, what must not be mixed, and a user's overlay."""

from pathlib import Path

import pytest

from index.errors import ConfigError
from index.metrics import load_vocabulary

VOCABULARY = load_vocabulary()


def found(text: str) -> list[tuple[str, str]]:
    return [(span.of(text), name) for span, name in VOCABULARY.find(text)]


def test_synonyms_give_one_canonical_name() -> None:
    assert {VOCABULARY.canonical(words) for words in ("GDP", "经济总量", "地区生产总值")} == {"地区生产总值"}


def test_the_longest_name_at_a_place_is_found() -> None:
    assert found("规模以上工业增加值") == [("规模以上工业增加值", "规模以上工业增加值")]
    assert found("外贸进出口5521亿元，其中出口2590亿元") == [("外贸进出口", "进出口总额"), ("出口", "出口总额")]


def test_traditional_and_english_words_are_found() -> None:
    assert found("實際使用外資") == [("實際使用外資", "实际利用外资")]
    assert found("its FDI rose") == [("FDI", "实际利用外资")]
    assert found("fdisk") == []


def test_quotation_marks_do_not_matter() -> None:
    assert VOCABULARY.canonical("专精特新小巨人企业数量") == "专精特新“小巨人”企业数"


def test_what_dev_data_taught_can_be_left_out() -> None:
    assert VOCABULARY.canonical("上缴税金") == "税收收入"
    assert load_vocabulary(after_dev=False).canonical("上缴税金") is None


def test_near_metrics_are_told_apart() -> None:
    assert VOCABULARY.confusable("签约额", "到位资金")
    assert VOCABULARY.confusable("实际使用外资", "签约额")
    assert not VOCABULARY.confusable("GDP", "地区生产总值")
    assert not VOCABULARY.confusable("粮食产量", "签约额")


def test_every_synonym_belongs_to_one_metric() -> None:
    owners: dict[str, str] = {}
    for name in VOCABULARY.names():
        metric = VOCABULARY.get(name)
        assert metric is not None
        for words in (metric.name, *metric.synonyms):
            assert owners.setdefault(words, name) == name, words


def test_a_short_name_gives_way_to_a_longer_one_that_begins_inside_it() -> None:
    assert [name for _, name in VOCABULARY.find("进出口占地区生产总值的比重")][-1] == "地区生产总值"
    assert [name for _, name in VOCABULARY.find("项目占地200亩")] == ["占地面积"]


def test_an_overlay_adds_metrics_and_synonyms_without_code(tmp_path: Path) -> None:
    overlay = tmp_path / "metrics.toml"
    overlay.write_text(
        '[[family]]\nname = "自有"\nunit = "money"\n[family.metrics]\n'
        '"云栖口径投资额" = ["云投额"]\n"签约额" = ["云签额"]\n',
        encoding="utf-8",
    )
    own = load_vocabulary(overlay)
    assert own.canonical("云投额") == "云栖口径投资额"
    assert own.canonical("云签额") == "签约额"
    assert own.canonical("签约金额") == "签约额"
    assert VOCABULARY.canonical("云投额") is None


@pytest.mark.parametrize("text", ["[[family", '[[family]]\nunit = "mony"\n', '[[family]]\n[family.metrics]\na = "b"\n'])
def test_a_broken_overlay_is_named(tmp_path: Path, text: str) -> None:
    overlay = tmp_path / "metrics.toml"
    overlay.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"metrics\.toml"):
        load_vocabulary(overlay)
