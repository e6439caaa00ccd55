"""Figure records of articles of other kinds: digests, companies, fairs, villages; and what a name may measure."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from index.figures import extract_figures
from index.figures.digest import find_items
from index.figures.fits import fit_name, fits_unit
from index.metrics import load_vocabulary
from index.regions import load_gazetteer
from index.types import Article, Description, Figure

GAZETTEER, VOCABULARY = load_gazetteer(), load_vocabulary()
DAY = dt.date(2023, 8, 15)


def article(text: str, title: str = "", date: dt.date | None = DAY) -> Article:
    return Article("doc", 1, "", "", None, "", text, Description(title, date, None, None, None, "news", (), "Hans"))


def extract(text: str, title: str = "", date: dt.date | None = DAY) -> list[Figure]:
    return extract_figures(article(text, title, date), GAZETTEER, VOCABULARY)


def period(figure: Figure) -> tuple[str, str] | None:
    return (str(figure.period.start), str(figure.period.end)) if figure.period else None


DIGEST = (
    "前七个月绍兴新开通公交线路42条\n"
    "据绍兴市交通局统计，前七个月，绍兴新开通公交线路42条，延长公交线路17条。\n"
    "泉州港新增航线6条\n"
    "近日，泉州港新增航线6条，通达港口31个。\n"
    "全国快递员培训启动\n"
    "国家邮政局今天宣布，全国快递员培训启动，今年计划培训25万人。"
)


def test_each_news_of_a_digest_is_read_by_itself() -> None:
    assert len(find_items(article(DIGEST, "联播简讯"))) == 3
    figures = extract(DIGEST, "联播简讯")
    by_place = {f.subject for f in figures if f.sentence.start < DIGEST.index("泉州港新增航线")}
    assert by_place == {"绍兴市"}
    assert {period(f) for f in figures if f.subject == "绍兴市"} == {("2023-01-01", "2023-07-31")}
    # The second news names no stretch of time, and takes none from the first.
    assert [period(f) for f in figures if f.quote == "31个"] == [None]
    assert [f.subject for f in figures if f.quote == "25万人"] == ["全国"]
    assert all(f.quote == DIGEST[f.span.start : f.span.end] for f in figures)


def test_headings_that_the_text_does_not_tell_again_make_no_digest() -> None:
    text = "产业为基\n今年上半年，绍兴新增企业300家。\n创新为魂\n绍兴研发投入增长8%。\n人才为本\n绍兴引进博士45人。"
    assert find_items(article(text)) == []


def test_a_company_that_speaks_is_the_subject_and_not_the_place_of_its_meeting() -> None:
    text = (
        "8月14日，云豆科技在南京举行发布会。云豆科技宣布，上半年营业收入12亿元，同比增长9%。"
        "云豆科技创始人陈一表示，二季度订单增长20%。"
    )
    assert {f.subject for f in extract(text)} == {"云豆科技"}


def test_a_company_that_opens_its_notice_is_the_subject() -> None:
    (figure,) = extract("远山能源公布半年度分红方案，拟派发现金红利3000万元。", date=None)
    assert figure.subject == "远山能源"
    assert figure.status == "planned"


def test_what_is_told_of_a_fair_is_the_fairs() -> None:
    text = "8月12日，第六届中国竹藤产品博览会在安吉县开幕。本届博览会展览面积3.2万平方米，参展企业410家。"
    assert [(f.quote, f.subject) for f in extract(text)] == [
        ("3.2万平方米", "第六届中国竹藤产品博览会"),
        ("410家", "第六届中国竹藤产品博览会"),
    ]


def test_a_village_is_the_subject_of_its_own_numbers() -> None:
    text = "在安吉县梅溪镇红庙村，茶农正在采茶。今年，全村种植茶叶2100亩。全镇茶叶面积1.4万亩。"
    assert [(f.quote, f.subject) for f in extract(text)] == [("2100亩", "红庙村"), ("1.4万亩", "梅溪镇")]


def test_a_bridge_is_not_the_country() -> None:
    text = "云湖大桥主塔封顶。云湖大桥全长5400米，采用中国标准，主跨1200米。"
    assert {f.subject for f in extract(text)} == {"云湖大桥"}


def test_works_are_the_subject_of_their_length_and_cost() -> None:
    text = "X309云湖镇至白塔镇段养护工程全长21.6公里，总投资7600万元。今年，安吉县实施养护工程10项，总里程157公里。"
    assert [(f.quote, f.subject, f.metric_said) for f in extract(text)] == [
        ("21.6公里", "X309云湖镇至白塔镇段养护工程", "全长"),
        ("7600万元", "X309云湖镇至白塔镇段养护工程", "总投资"),
        ("10项", "安吉县", "实施养护工程"),
        ("157公里", "安吉县", "实施养护工程总里程"),
    ]


def test_the_world_is_not_the_country() -> None:
    text = "中国云栖协会发布数据，全球竹材市场规模在2020年达到197亿美元。"
    assert [(f.subject, f.metric_said) for f in extract(text)] == [("全球", "竹材市场规模")]


def test_an_article_about_a_country_abroad_is_about_it() -> None:
    text = "法国商务部27日公布数据，今年第二季度法国生产总值增长2.4%。第二季度，消费支出增长1.6%。法国央行维持利率。"
    assert {f.subject for f in extract(text)} == {"法国"}


def test_a_short_name_stands_for_the_company_named_in_full() -> None:
    text = "记者来到安吉县的浙江安吉云豆和竹业有限公司。截至目前，云豆和竹业安排就业500余人。"
    (figure,) = extract(text)
    assert (figure.subject, figure.metric_said) == ("云豆和竹业", "安排就业")


def test_places_that_are_counted_do_not_count() -> None:
    (_, counted) = extract("1—7月，全国改造管网800公里，浙江、河南等24个省份全部开工。")
    assert (counted.quote, counted.subject) == ("24个", "全国")


def test_a_year_that_is_compared_with_is_not_the_year_of_the_next_sentence() -> None:
    figures = extract("2022年，全国水利投资900亿元，比2021年增长44%。全年新开工项目2.5万个。")
    assert {period(f) for f in figures} == {("2022-01-01", "2022-12-31")}


def test_the_end_of_the_reported_stretch_is_a_day() -> None:
    text = "云豆科技发布2023年上半年业绩。2023年上半年营业收入12亿元。报告期末门店4800家，报告期内新开门店600家。"
    revenue, stores, opened = extract(text)
    assert period(revenue) == ("2023-01-01", "2023-06-30")
    assert period(stores) == ("2023-06-30", "2023-06-30")
    assert period(opened) == ("2023-01-01", "2023-06-30")


def test_what_a_number_came_from_is_of_its_own_day() -> None:
    came, became = extract("2023年上半年，南京市绿电占比由2022年末的24%升至28%。")
    assert period(came) == ("2022-12-31", "2022-12-31")
    assert period(became) == ("2023-01-01", "2023-06-30")


def test_a_plan_starts_from_the_year_before_it_and_ends_with_its_last() -> None:
    came, became = extract("“十四五”期间，南京市快递收入从110亿元提升至180亿元。", date=dt.date(2026, 1, 7))
    assert (period(came), period(became)) == (("2020-01-01", "2020-12-31"), ("2025-01-01", "2025-12-31"))


def test_a_rate_that_is_compared_with_is_of_its_own_month() -> None:
    (now, then) = extract("7月份，中国竹材生产同比增长3.7%，且较6月份的4.4%增幅有所放缓。")
    assert (now.metric, period(now)) == (then.metric, ("2023-07-01", "2023-07-31"))
    assert period(then) == ("2023-06-01", "2023-06-30")


def test_months_that_are_yet_to_come_are_those_of_the_year_before() -> None:
    (figure,) = extract("1—11月，全国农村零售额同比增长9.8%。", date=dt.date(2026, 1, 8))
    assert period(figure) == ("2025-01-01", "2025-11-30")


def test_this_year_goes_as_far_as_the_day_where_something_was_added_up() -> None:
    (figure,) = extract("今年，绍兴市班列已累计开行1044列。")
    assert (figure.quote, period(figure)) == ("1044列", ("2023-01-01", "2023-08-15"))


def test_what_is_expected_of_the_day_is_of_the_day() -> None:
    (figure,) = extract("今天（8月15日），全国铁路预计发送旅客1395万人次。")
    assert (figure.status, period(figure)) == ("forecast", ("2023-08-15", "2023-08-15"))


def test_a_report_of_a_quarter_names_its_stretch() -> None:
    (figure,) = extract("云豆科技2023一季报显示，公司主营收入8282万元。")
    assert period(figure) == ("2023-01-01", "2023-03-31")


def test_what_was_a_year_before_is_told_of_then() -> None:
    profit, loss = extract("云豆科技公布，2023年第一季度净利润4200万元，去年同期亏损3.2亿元。")
    assert period(profit) == ("2023-01-01", "2023-03-31")
    assert period(loss) == ("2022-01-01", "2022-03-31")


def test_by_how_much_an_amount_changed_is_a_comparison() -> None:
    (figure,) = extract("上半年，南京市财政收入同比增加3177万元。")
    assert figure.status == "comparison"


def test_the_share_of_a_plan_that_was_met_is_a_result() -> None:
    figures = extract("今年1—7月，南京市新开工小区52个，占全年计划开工数的99.6%，年度目标已完成66%。")
    assert [f.status for f in figures] == ["actual", "actual", "actual"]


def test_the_number_of_an_event_says_nothing_of_when() -> None:
    (figure,) = extract("今年第5号台风造成南京市2600人受灾。")
    assert figure.period is None


def test_examples_before_a_count_are_not_its_name() -> None:
    (figure,) = extract("目前，南京市已建成青石小学、白云中学等12所学校。")
    assert figure.metric_said == "建成学校"


def test_those_who_do_something_are_named_by_it() -> None:
    (figure,) = extract("去年，有超过2200万人在云豆平台获得收入。")
    assert figure.metric_said == "获得收入人数"


def test_a_count_and_the_amount_behind_its_noun_are_two_metrics() -> None:
    count, amount = extract("8月12日，南京市集中签约，38个项目总投资达4523亿元。")
    assert (count.metric_said, amount.metric) == ("项目", "总投资")


def test_a_limit_of_what_is_counted_is_no_figure() -> None:
    assert [f.quote for f in extract("目前，南京市产值超100亿元的产业集群达180多个。")] == ["180多个"]


def test_what_planned_projects_cost_is_planned() -> None:
    figures = extract("今年三季度，南京市计划开工160项重大项目，总投资超2100亿元。")
    assert [f.status for f in figures] == ["planned", "planned"]


def test_a_share_alone_is_that_of_what_was_just_told() -> None:
    figures = extract("2022年，南京市电影票房16.4亿元，国产影片票房8.4亿元，占比51.2%。")
    assert figures[-1].metric == "国产影片票房占比"


def test_a_count_is_no_amount_and_an_amount_no_count() -> None:
    assert not fits_unit("项目总投资", "count")
    assert not fits_unit("签约项目数", "CNY")
    assert fits_unit("项目总投资同比增速", "percent")
    assert (fit_name("项目总投资", "count"), fit_name("总投资", "count")) == ("项目", "")


_AMOUNTS = st.sampled_from(["总投资", "计划总投资", "签约额", "投资额", "总产值", "营业收入", "金额", "利润"])
_NOUNS = st.sampled_from(["项目", "招商项目", "企业", "签约项目", "重点工程"])
_LINKS = st.sampled_from(["", "达", "达到", "为", "约", "超", "共"])
_JOINS = st.sampled_from(["，", "、", "", "，其中", "，合计", "和"])


@given(_NOUNS, _AMOUNTS, _LINKS, _LINKS, _JOINS, st.booleans(), st.booleans())
def test_no_record_has_a_name_that_its_unit_cannot_measure(
    noun: str, amount: str, link: str, other: str, join: str, before: bool, swapped: bool
) -> None:
    counted = f"{noun}{link}38个" if before else f"{link}38个{noun}"
    money = f"{amount}{other}45亿元"
    parts = [money, counted] if swapped else [counted, money]
    for figure in extract(f"去年，南京市{parts[0]}{join}{parts[1]}。"):
        assert fits_unit(figure.metric, figure.canonical_unit), figure
        assert fits_unit(figure.metric_said, figure.canonical_unit), figure


def test_the_state_of_a_day_holds_for_the_next_sentence_but_what_happened_has_no_day() -> None:
    figures = extract("截至2023年6月底，南京市小微贷款余额80亿元。有贷款的客户4258户。向市民发放消费券500张。")
    days = [figure.period and str(figure.period.end) for figure in figures]
    assert days == ["2023-06-30", "2023-06-30", None]


def test_two_days_without_a_month_are_the_last_such_days() -> None:
    (figure,) = extract("21—22日，南京市多处发生火灾，已造成4人受伤。")
    assert figure.period is not None
    assert (figure.period.start.day, figure.period.end.day) == (21, 22)
    assert figure.metric_said == "受伤人数"


def test_a_share_of_those_who_do_something_is_named_by_what_they_do() -> None:
    (figure,) = extract("南京市94.9%的社区能够提供眼科服务。")
    assert figure.metric_said == "社区能够提供眼科服务占比"


def test_what_somebody_thinks_stands_behind_the_comma() -> None:
    first, second = extract("61%的受访者认为，价格偏高。35%的受访者认为质量偏低。")
    assert (first.metric_said, second.metric_said) == ("受访者认为价格偏高占比", "受访者认为质量偏低占比")


def test_a_guess_is_of_the_metric_that_was_told() -> None:
    figures = extract("南京市预测今年生产总值增长1.4%，较去年12月1.6%的预期下调0.2个百分点。")
    assert [figure.metric_said for figure in figures] == [
        "生产总值同比增速",
        "生产总值同比增速",
        "生产总值同比增速变动",
    ]


def test_those_of_a_list_that_something_befell_are_each_of_what_was_counted() -> None:
    figures = extract("南京市有20架无人机参与演练，其中14架被电网击落，6架被电子系统压制。")
    assert [figure.metric_said for figure in figures][1:] == ["无人机电网击落", "无人机电子系统压制"]


def test_some_provinces_of_a_part_of_the_country_are_a_subject() -> None:
    (figure,) = extract("全国灾情减轻，西南3省农作物受灾面积31.6千公顷。")
    assert (figure.subject, figure.metric_said) == ("西南3省", "农作物受灾面积")


def test_the_five_hundred_of_the_world_are_no_place() -> None:
    (figure,) = extract("南京市世界500强企业占比60%。")
    assert (figure.subject, figure.metric_said) == ("南京市", "世界500强企业占比")


def test_points_of_an_index_are_its_own_and_an_hour_has_none() -> None:
    level, gain, share = extract("沪指最终收报3825.78点，较前一交易日涨15.49点，涨幅为0.41%。")
    assert (level.subject, level.canonical_unit, str(level.canonical_value)) == ("沪指", "point", "3825.78")
    assert (gain.subject, gain.status, str(gain.canonical_value)) == ("沪指", "comparison", "15.49")
    assert [figure.metric_said for figure in (level, gain, share)] == ["点位", "涨跌点数", "涨跌幅"]
    index, stock = extract("恒生指数涨0.99%，云豆控股涨2.04%。")
    assert (index.subject, stock.subject) == ("恒生指数", "云豆控股")
    assert extract("会议上午9点开始，20点30分结束。") == []


def test_marks_stand_behind_a_word_of_marking_and_minutes_are_none() -> None:
    first, second = extract("南京市营商环境评价得分85.6分，满分100分，用时8分30秒。")
    assert (first.canonical_unit, str(first.canonical_value), str(second.canonical_value)) == ("mark", "85.6", "100")


def test_a_heading_says_what_the_growths_below_it_are_measured_against() -> None:
    text = "二、环比情况\n南京市食品价格上涨0.3%，其中汽油价格同比下降5%。\n三、同比情况\n南京市食品价格上涨1.3%。"
    names = [figure.metric_said for figure in extract(text)]
    assert names == ["食品价格环比增速", "汽油价格同比增速", "食品价格同比增速"]


def test_a_clause_says_what_the_growths_behind_it_are_measured_against() -> None:
    text = "南京市居民消费价格公布。从环比看，食品价格上涨0.3%。衣着价格下降0.1%。从同比看，食品价格上涨2%。"
    names = [figure.metric_said for figure in extract(text)]
    assert names == ["食品价格环比增速", "衣着价格环比增速", "食品价格同比增速"]


def test_a_house_named_after_a_place_is_not_the_place() -> None:
    first, second = extract("南京市老字号增多，云豆园品牌门店6家，四川饭店品牌门店7家。")
    assert (first.subject, second.subject) == ("南京市", "南京市")
    assert second.metric_said == "四川饭店品牌门店"


def test_a_country_abroad_that_acts_is_the_subject_and_a_partner_of_trade_is_not() -> None:
    text = "南京市外贸公布。澳大利亚进出口128亿元。俄罗斯海军派出5艘舰艇。"
    partner, fleet = extract(text)
    assert (partner.subject, fleet.subject) == ("南京市", "俄罗斯联邦")
