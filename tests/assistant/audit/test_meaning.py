"""Words in other words: by their letters, by an encoder, and what no likeness of words may carry."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from assistant.audit import Auditor
from assistant.audit.meaning import Meaning, Vectors, WordEncoder, nearest_sentences, shares_letter
from assistant.audit.words import Word
from assistant.types import Claim, Quote, Verdict
from index.types import Article, Span
from tests.assistant.audit.make import audit, kinds, lookup, make_article

DAY = dt.date(2024, 5, 6)


class _Letters:
    """Gives each letter the direction of its class: the letters of one class are the same word in other letters."""

    def __init__(self, *classes: str) -> None:
        self._classes = classes
        self.calls = 0

    def encode_words(self, text: str) -> tuple[Vectors, list[Span]]:
        self.calls += 1
        rows = np.zeros((len(text), 400), np.float32)
        for i, char in enumerate(text):
            known = next((k for k, letters in enumerate(self._classes) if char in letters), None)
            rows[i, known if known is not None else 20 + ord(char) % 380] = 1.0
        return rows, [Span(i, i + 1) for i in range(len(text))]


def test_a_word_that_shares_a_telling_letter_is_borne_out_by_half() -> None:
    assert shares_letter("放慢", "出口增速放缓") == 0.5
    assert shares_letter("撤并", "出口增速放缓") == 0.0
    assert shares_letter("出了", "出口增速放缓") == 0.0


def test_an_encoder_bears_out_what_its_letters_do_not() -> None:
    encoder = _Letters("采购", "买进")
    words = [Word(Span(0, 2), "采购", "verb")]
    assert Meaning(encoder).borne_out("采购货物", words, ["采进口货物"]) == [1.0]
    assert Meaning().borne_out("破裂", [Word(Span(0, 2), "破裂", "verb")], ["谈判失败"]) == [0.0]


def test_a_text_is_encoded_once() -> None:
    encoder = _Letters()
    meaning = Meaning(encoder)
    for _ in range(3):
        meaning.borne_out("谈判破裂", [Word(Span(2, 4), "破裂", "verb")], ["谈判失败"])
    assert encoder.calls == 2


def test_of_a_long_source_the_sentences_that_share_most_are_compared() -> None:
    long = "云栖市今年雨水偏多。" * 40 + "丹浦港吞吐量创新高。"
    near = nearest_sentences("丹浦港的吞吐量最高", [long])
    assert "丹浦港吞吐量创新高。" in near
    assert len(near) <= 600


@pytest.mark.parametrize(
    ("source", "claim", "kind"),
    [
        ("丹浦市将建设三个量子实验室。", "丹浦市已建成三个量子实验室。", "status"),
        ("丹浦大桥正在加快建设，桥面铺装过半。", "丹浦大桥已经竣工。", "status"),
        ("丹浦大桥顺利合龙。", "丹浦大桥预计年内合龙。", "status"),
        ("办理登记时无需再提交居住证明。", "办理登记时仍须提供居住证明。", "negation"),
        ("7月丹浦市汽车零售1.2万辆，同比下降2.3%，环比下降6.3%。", "7月丹浦市汽车零售同比下降6.3%。", "metric"),
        ("11月丹浦交易所成交额62.19亿元，同比增长13.28%。", "11月丹浦交易所成交量同比增长13.28%。", "metric"),
        ("上半年丹浦市进出口总额86亿元。", "上半年丹浦市出口总额86亿元。", "metric"),
        ("丹浦市农村居民3451人纳入保障。", "丹浦市城市居民3451人纳入保障。", "metric"),
        ("全市种植烟叶5200亩，产值2600万元。", "全市种植烟叶5200亩，产值2.6亿元。", "unit"),
        ("全市1至3月实现利润37396.27公顷地收成。", "全市1至3月实现利润37396.27亩地收成。", "unit"),
    ],
)
def test_what_tells_another_thing_is_caught_however_alike_the_words_are(source: str, claim: str, kind: str) -> None:
    assert kind in kinds(claim, make_article(source, DAY, ("丹浦市",)))


def test_the_doer_of_a_deed_is_not_the_one_of_another_part() -> None:
    works = make_article(
        "ABB工厂利用大数据管理设备，排放量较三年前减少65%；悦康药业将锅炉余热再利用。", DAY, ("丹浦市",)
    )
    assert "entity" in kinds("悦康药业利用大数据管理设备，排放量较三年前减少65%。", works)


def test_who_does_what_to_whom_is_not_turned_round() -> None:
    match = make_article("李明远在决赛中击败王晓峰。", DAY, ("丹浦市",))
    assert audit("决赛中李明远击败王晓峰。", match).carried
    assert not audit("决赛中王晓峰击败李明远。", match).carried


def test_nothing_is_set_above_another_where_no_source_compares() -> None:
    shops = make_article("便利店、百货店零售额均呈增长态势。", DAY, ("丹浦市",))
    assert not audit("便利店零售额的增速快于百货店。", shops).carried


def test_news_without_a_date_of_its_own_tells_of_the_last_whole_months_before_its_day() -> None:
    news = make_article("丹浦市新开工项目170个。", dt.date(2023, 8, 1), ("丹浦市",))
    assert audit("2023年上半年，丹浦市新开工项目170个。", news).carried
    assert "year" in kinds("2022年上半年，丹浦市新开工项目170个。", news)
    assert "year" in kinds(
        "2023年一季度，丹浦市新开工项目170个。", make_article("上半年丹浦市新开工项目170个。", DAY, ("丹浦市",))
    )


def test_a_clip_that_leaves_a_goal_or_a_denial_behind_is_told_with_its_sentence() -> None:
    text = (
        "到年底，丹浦市力争新增企业30家，外贸额突破80亿元。丹浦市未能完成投资，出口增长3%。"
        "去年，丹浦市出口12亿元，进口8亿元。"
    )
    article = make_article(text, DAY, ("丹浦市",))
    quote = Quote("d", 1, Span(0, len(text)))
    auditor = Auditor(lambda doc_id, version: article, *lookup())
    assert auditor.widen_clip("外贸额突破80亿元", [quote]).startswith("到年底，丹浦市力争")
    assert auditor.widen_clip("出口增长3%", [quote]).startswith("丹浦市未能完成投资")
    assert auditor.widen_clip("进口8亿元。", [quote]) == "进口8亿元。"
    assert auditor.widen_clip("市出口12亿元", [quote]).startswith("去年，丹浦市出口")


def _audit_by_meaning(claim: str, article: Article, encoder: WordEncoder) -> Verdict:
    quote = Quote(article.doc_id, 1, Span(0, len(article.text)))
    return Auditor(lambda doc_id, version: article, *lookup(), Meaning(encoder)).audit(Claim(claim, (quote,)))


PARAPHRASES = (
    ("丹浦港与临江港的谈判一旦失败，丹浦港已准备好实施应对措施。", "谈判若是破裂，丹浦港会拿出已备好的反制手段。"),
    (
        "企业发生欠税的，税务机关辅导其制定计划，暂不采取强制执行措施。",
        "欠税的企业由税务机关帮着拟出计划，暂时不会被强制执行。",
    ),
    ("全面实行注册制将使发行全过程更加规范、透明。", "注册制铺开以后，发行的整个流程会更规范也更公开。"),
)


@pytest.mark.weights
@pytest.mark.parametrize(("source", "claim"), PARAPHRASES)
def test_a_sentence_in_quite_other_words_passes_by_its_meaning(source: str, claim: str) -> None:
    from index.config import IndexSettings
    from index.embed import load_encoder

    encoder = load_encoder(IndexSettings())
    assert isinstance(encoder, WordEncoder)
    article = make_article(source, DAY, ("丹浦市",))
    assert _audit_by_meaning(claim, article, encoder).carried
    other = make_article("丹浦市图书馆周末延长开放时间，读者可以预约座位。", DAY, ("丹浦市",))
    assert not _audit_by_meaning(claim, other, encoder).carried


def test_numbers_of_two_units_cannot_change_places() -> None:
    race = make_article("报名费为中国籍选手每人120元，外籍选手每人50美元。", DAY, ("丹浦市",))
    assert audit("外籍选手报名费每人50美元，中国籍选手每人120元。", race).carried
    assert not audit("报名费为外籍选手每人120元，中国籍选手每人50美元。", race).carried


def test_what_is_to_be_done_soon_is_not_told_as_done() -> None:
    plant = make_article("公司将全力推动项目早建设、早投产。", DAY, ("丹浦市",))
    assert "status" in kinds("公司的项目已经投产。", plant)
