"""Whether a name can be that of a number in its unit: a total investment is no count, a number of projects no money.

This is the last gate that every record passes; `fit_name` mends what does not fit, so that such a record never exists.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.quantities.units import CURRENCIES
from index.types import Figure

_RATIOS = frozenset({"percent", "percentage_point", "times"})
_AMOUNT = re.compile(
    r"(?:(?:计划|协议|合同|签约|意向|估算)?(?:总投资额?|投资总?额|投资(?:总?金额|总量)?)|签约总?金?额|(?:总|成交|交易|合同|销售|零售)?金额|(?:成交|交易|销售|零售|出口|进口|进出口|合同|融资)总?额|"
    r"总产值|产值|增加值|生产总值|gdp|(?:营业|销售|主营业务|财政|税收|旅游|经营|财产性|工资性)?(?:总?收入|支出)|营收|(?:净|归母净|毛)?利润(?:总额)?|税收|余额|市值|"
    r"注册资[本金])$"
)
_COUNT = re.compile(r"(?:项目|企业|主体|公司|机构|人|户|家|个|件|场|门店|车位|岗位)(?:总|个)?数量?$|人次$")
_JOINT = re.compile("(?:的|和|与|及|、|，|达|为|是)+$")


def fits_unit(name: str, unit: str) -> bool:
    """Say whether a metric of this name can be measured in a base unit; what the name leaves open fits."""
    base = unit.partition("/")[0]
    if base in _RATIOS or not name:
        return True
    if base in CURRENCIES:
        return not _COUNT.search(name)
    return not _AMOUNT.search(name)


def fit_name(name: str, unit: str) -> str:
    """Return the part of a name that fits: 项目 of 项目总投资 where things are counted, empty where nothing does."""
    while not fits_unit(name, unit):
        pattern = _COUNT if unit.partition("/")[0] in CURRENCIES else _AMOUNT
        name = _JOINT.sub("", pattern.sub("", name))
    return name


def fit_figure(figure: Figure) -> Figure:
    """Return a record whose names fit its unit: what does not is taken off them."""
    unit = figure.canonical_unit
    if fits_unit(figure.metric, unit) and fits_unit(figure.metric_said, unit):
        return figure
    return replace(figure, metric=fit_name(figure.metric, unit), metric_said=fit_name(figure.metric_said, unit))
