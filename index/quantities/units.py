"""Units as they are written, and the base unit and factor each stands for."""

from __future__ import annotations

import re
from decimal import Decimal

_MONEY = {
    "CNY": "元人民币 元 人民币 块钱 yuan rmb cny renminbi",
    "USD": "美元 美金 us-dollars us-dollar dollars us$ usd $ dollar",
    "EUR": "欧元 euros euro eur €",
    "HKD": "港元 港币 hk$ hkd",
    "JPY": "日元 日圆 yen jpy",
    "GBP": "英镑 pounds gbp £",
    "KRW": "韩元 韩币",
    "TWD": "新台币 台币",
    "MOP": "澳门元 澳门币",
    "SGD": "新加坡元 新元",
    "AUD": "澳元 澳大利亚元",
    "CAD": "加元 加拿大元",
    "RUB": "卢布",
    "CHF": "瑞士法郎 瑞郎",
    "INR": "卢比",
    "THB": "泰铢",
    "MYR": "林吉特 令吉",
}
_PHYSICAL = {
    ("percent", "1"): "% percent pct 巴仙",
    ("percent", "0.1"): "‰",
    ("percent", "10"): "成",
    ("percentage_point", "1"): "个百分点 百分点 个pct 个点 percentage-points percentage-point",
    ("percentage_point", "0.01"): "个基点 基点 bp bps",
    ("times", "1"): "倍 times",
    ("mu", "1"): "亩 mu",
    ("hectare", "1"): "公顷 hectares hectare",
    ("km2", "1"): "平方公里 平方千米 km2 km² square-kilometers square-kilometres",
    ("m2", "1"): "平方米 平米 平方 ㎡ m2 m² square-meters square-metres",
    ("m3", "1"): "立方米 立方 m3 m³",
    ("km", "1"): "公里 千米 km kilometers kilometres",
    ("m", "1"): "米 meters metres",
    ("km/h", "1"): "公里/小时 公里每小时 千米/小时 km/h",
    ("kW", "1"): "千瓦 kw",
    ("kW", "1000"): "兆瓦 mw",
    ("kW", "1000000"): "吉瓦 gw",
    ("kWh", "1"): "千瓦时 度电 kwh",
    ("kWh", "1000"): "兆瓦时 mwh",
    ("kWh", "1000000"): "吉瓦时 gwh",
    ("kVA", "1"): "千伏安",
    ("kV", "1"): "千伏 kv",
    ("point", "1"): "点",
    ("mark", "1"): "分",
    ("t", "1"): "吨 吨标准煤 吨标煤 载重吨 总吨 tonnes tons",
    ("t", "0.001"): "公斤 千克 kg",
    ("t", "0.0005"): "斤",
}
# Durations, temperatures, ages and degrees say nothing that is added up over places: they are no units here.
_COUNTERS = [
    "家次",
    "人次",
    "人份",
    "人天",
    "架次",
    "车次",
    "班次",
    "批次",
    "航次",
    "列次",
    "艘次",
    "辆次",
    "台次",
    "件次",
    "场次",
    "户次",
    "亩次",
    "头次",
    "课时",
    "学时",
    "床位",
    "标箱",
    "标准箱",
    "teu",
    "机位",
    "车位",
    "学位",
    "泊位",
    "家庭",
    "班列",
    "口井",
    "口人",
    "只",
    "头",
    "羽",
    "尾",
    "株",
    "棵",
    "匹",
    "家",
    "户",
    "个",
    "项",
    "处",
    "人",
    "名",
    "位",
    "辆",
    "宗",
    "件",
    "批",
    "笔",
    "座",
    "条",
    "所",
    "艘",
    "架",
    "台",
    "套",
    "场",
    "例",
    "床",
    "张",
    "栋",
    "幢",
    "间",
    "片",
    "块",
    "根",
    "支",
    "课",
    "款",
    "种",
    "类",
    "部",
    "册",
    "篇",
    "份",
    "枚",
    "颗",
    "箱",
    "列",
    "趟",
    "组",
    "盏",
    "层",
    "孔",
    "股",
    "瓶",
    "双",
    "袋",
    "桶",
    "盒",
    "副",
    "幅",
    "卷",
    "粒",
    "起",
    "次",
    "单",
    "桩",
    "轮",
    "届次",
    "门类",
    "门课",
    "大",
]
_ENGLISH_COUNTERS = [
    "projects",
    "project",
    "companies",
    "company",
    "enterprises",
    "enterprise",
    "firms",
    "firm",
    "households",
    "household",
    "people",
    "persons",
    "jobs",
    "job",
    "vehicles",
    "vehicle",
    "units",
    "unit",
    "residents",
    "resident",
    "items",
    "item",
    "trips",
    "passengers",
    "tourists",
    "visits",
    "visitors",
    "contracts",
    "deals",
    "buildings",
    "schools",
    "hospitals",
    "stations",
    "patents",
    "cases",
]


def _table() -> dict[str, tuple[str, Decimal]]:
    """Map each writing to its base unit and factor."""
    table: dict[str, tuple[str, Decimal]] = {}
    for unit, words in _MONEY.items():
        table |= {word.replace("-", " "): (unit, Decimal(1)) for word in words.split()}
    for (unit, factor), words in _PHYSICAL.items():
        table |= {word.replace("-", " "): (unit, Decimal(factor)) for word in words.split()}
    table |= {word: ("count", Decimal(1)) for word in (*_COUNTERS, *_ENGLISH_COUNTERS)}
    return table


UNITS = _table()
CURRENCIES = frozenset(_MONEY)
ENGLISH_SCALES = {
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "mn": Decimal(10**6),
    "bn": Decimal(10**9),
    "trn": Decimal(10**12),
}
CURRENCY_SIGNS = {
    "¥": "CNY",
    "￥": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "us$": "USD",
    "usd": "USD",
    "$": "USD",
    "hk$": "HKD",
    "hkd": "HKD",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
}


def _alternation(words: list[str]) -> str:
    """Join words longest first; a Latin word must end where it ends."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![a-z0-9])" if word[-1].isascii() and word[-1].isalpha() else "") for word in ordered
    )


UNIT_PATTERN = _alternation(list(UNITS))
# A price or a density: 元/吨, 万元/亩. Its base unit is the pair.
PER_PATTERN = (
    r"(?:/|每)(?P<per>平方公里|平方米|立方米|公顷|亩|吨|公斤|千瓦时|千瓦|人|户|度|桶|斤|年|月|天|日|小时|家|股|次|张|台|辆|件|粒|秒|分钟|升|"
    r"瓦时|瓦|套|间|例|课时|头|只|箱|盒|瓶|片)"
)
PER_UNITS = {
    "平方公里": "km2", "平方米": "m2", "立方米": "m3", "公顷": "hectare", "亩": "mu", "吨": "t", "公斤": "kg",
    "千瓦时": "kWh", "度": "kWh", "千瓦": "kW", "桶": "barrel", "人": "person", "户": "household", "年": "year",
    "月": "month", "天": "day", "日": "day", "小时": "h", "家": "firm",
}  # fmt: skip
