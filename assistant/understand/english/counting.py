"""How what a question counts is counted in Chinese: 多少家企业, 多少辆汽车, 多少公里."""

from __future__ import annotations

import re

from assistant.understand.english.tokens import Token

# How one counts what a word ends in.
_COUNTERS = (
    (re.compile(r"(?:企业|公司|医院|银行|机构|商户|门店|酒店|景区)$"), "家"),
    (re.compile(r"(?:汽车|车辆|乘用车)$"), "辆"),
    (re.compile(r"(?:旅客|游客|人次)$"), "人次"),
    (re.compile(r"(?:学生|教师|员工|工人|居民|医生|护士|患者|毕业生|人才|观众|志愿者|农民工|人口|就业)$"), "人"),
    (re.compile(r"(?:案件|专利|申请|投诉)$"), "件"),
    (re.compile(r"航班$"), "架次"),
    (re.compile(r"(?:班列|列次)$"), "列"),
    (re.compile(r"床位$"), "张"),
    (re.compile(r"住房$"), "套"),
    (re.compile(r"家庭$"), "户"),
)
# Nouns that are units themselves.
_UNITS = {
    "people": "人", "persons": "人", "residents": "居民", "tonnes": "吨", "tons": "吨", "metric tons": "吨",
    "kilometres": "公里", "kilometers": "公里", "km": "公里", "hectares": "公顷", "mu": "亩", "square metres": "平方米",
    "square meters": "平方米", "square kilometres": "平方公里", "square kilometers": "平方公里", "yuan": "元",
    "us dollars": "美元", "dollars": "美元",
    "percentage points": "个百分点", "points": "个点", "percent": "百分之几", "households": "户", "families": "户",
    "kilowatts": "千瓦", "kilowatt-hours": "千瓦时", "cubic metres": "立方米", "years": "年", "days": "天",
    "months": "个月", "times": "次", "hours": "小时",
}  # fmt: skip
_UNIT = re.compile(
    r"^(?:(?:hundred |thousand |million |billion |trillion )*(?P<unit>"
    + "|".join(sorted(_UNITS, key=len, reverse=True))
    + r"))(?![a-z-])"
)


def choose_counter(words: str) -> str:
    """Return the word that counts what Chinese words end in."""
    return next((counter for pattern, counter in _COUNTERS if pattern.search(words)), "个")


def take_unit(counted: list[Token]) -> tuple[str, list[Token]]:
    """Return the unit that opens what is counted (tonnes of grain), and the rest."""
    words = " ".join(token.said for token in counted)
    found = _UNIT.match(words)
    if found is None:
        return "", counted
    taken, length = 0, 0
    while taken < len(counted) and length < found.end():
        length += len(counted[taken].said) + 1
        taken += 1
    rest = counted[taken:]
    return _UNITS[found["unit"]], rest[1:] if rest and rest[0].said == "of" else rest
