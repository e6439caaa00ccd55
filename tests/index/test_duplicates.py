"""Near-duplicates: a reprint is the same witness, a shared sentence is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.catalog import Catalog
from index.duplicates import estimate_resemblance, forget_article, place_article, sign_text
from tests.made import make_article

STORY = (
    "6月18日，庚台新区举行二季度项目集中签约仪式，19个项目签约，总投资112.6亿元，平均每个项目约5.9亿元。"
    "签约项目中，先进制造业12个，现代服务业7个。新区管委会表示，上半年累计签约项目45个、总投资301亿元。"
)
OTHER = (
    "癸川市自今年5月起推行拿地即开工改革，把六个环节改为并联办理。截至10月底，全市有43个项目享受这一政策。"
    "平均每个项目约5.9亿元。市政务服务局设立了反映窗口，办结率较高，企业表示满意，改革还将继续推进下去。"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(tmp_path / "catalog.sqlite")


def put(catalog: Catalog, doc_id: str, text: str) -> None:
    article = make_article(text, doc_id=doc_id)
    with catalog.transaction():
        catalog.add_pending(article, [], np.zeros((0, 4), np.float32), [])
        catalog.make_live(doc_id, 1)
        place_article(catalog, doc_id, sign_text(text))


def test_a_reprint_with_another_lead_and_tail_is_a_duplicate(catalog: Catalog) -> None:
    put(catalog, "a", STORY)
    put(catalog, "b", "本报讯（记者林一）" + STORY + "（转自庚台发布）")
    assert catalog.find_article("a").duplicates == ("/articles/b.txt",)
    assert catalog.find_article("b").duplicates == ("/articles/a.txt",)


def test_a_traditional_reprint_is_a_duplicate() -> None:
    import opencc

    one, other = sign_text(STORY), sign_text(opencc.OpenCC("s2t").convert(STORY))
    assert one is not None
    assert other is not None
    assert estimate_resemblance(one, other) > 0.9


def test_one_shared_sentence_makes_no_duplicate(catalog: Catalog) -> None:
    put(catalog, "a", STORY)
    put(catalog, "b", OTHER)
    assert catalog.find_article("a").duplicates == ()


def test_the_last_one_left_of_a_cluster_is_no_duplicate_of_anything(catalog: Catalog) -> None:
    put(catalog, "a", STORY)
    put(catalog, "b", STORY + "（完）")
    with catalog.transaction():
        forget_article(catalog, "b")
    assert catalog.find_article("a").duplicates == ()


def test_a_text_too_short_to_tell_has_no_signature() -> None:
    assert sign_text("签约110个。") is None


def test_the_estimate_is_close_to_the_true_resemblance() -> None:
    words = [f"第{n}个项目落户新区" for n in range(400)]
    one, other = "".join(words[:300]), "".join(words[100:])
    signatures = sign_text(one), sign_text(other)
    assert signatures[0] is not None
    assert signatures[1] is not None
    shingles = [{text[i : i + 5] for i in range(len(text) - 4)} for text in (one, other)]
    truth = len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1])
    # 96 draws: the standard error is at most 0.05, three of them are allowed.
    assert abs(estimate_resemblance(signatures[0], signatures[1]) - truth) < 0.16
