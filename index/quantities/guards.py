"""What only looks like a quantity: ordinals, ranks, names, durations, and words that begin like a unit."""

from __future__ import annotations

import re

# Characters after a unit that make another word of it: 5个月, 3单元, 2位居, 10人均.
_WORD_AFTER = {
    "个": r"月|小时|工作日|季度|年|交易日|星期|自然日|多月|学期|世纪|钟头|百分点|日|周|昼夜|礼拜|五年|”",
    "名": r"为|列|单|额|义|称",
    "位": r"数|于|居|列|置|移|次",
    "人": r"均|民|才|大|工|社|力|文|数|事|机|格|类",
    "户": r"籍|均|外|型|口",
    "台": r"州|湾|风|账|北|商|胞",
    "种": r"植|业|子|苗|养|粮",
    "处": r"于|置|理|罚|长|级|在",
    "组": r"织|建|成|长|团",
    "单": r"位|线|元|边|独|一|个|项|日|月|季",
    "部": r"门|委|队|分|署|长|级|落|位",
    "根": r"据|本",
    "条": r"件|例|款",
    "份": r"额",
    "架": r"构|设",
    "层": r"次|面|级",
    "支": r"付|持|撑|出|柱|农|教|援|部|行|线",
    "头": r"部|条|号",
    "列": r"入|为|全|车长|居|第",
    "所": r"在|有|属|以|得|谓|需|长|示",
    "批": r"准|发|零|复",
    "例": r"如|外",
    "款": r"项",
    "课": r"题|程",
    "起": r"(?!案|事|并购|融资|投资|纠纷|交易|火灾|典型|林火|山火|诉讼|袭击|枪击|地震|[，,。；;、]|仍|已|均)",
    "成": r"立|为|功|员|交|本|都|熟|长|就|果|品|年|分|效|绩|渝|活|群|型|套|不变|片|百|千|了|渝|片|渠|州|名",
    "元": r"素|旦|宵|首|件|老|宇宙",
    "亩": r"均",
    "项": r"城|链|目",
    "点": r"位|状|击|赞|子|面|线",
    "分": r"钟|之|别|贝|米|公|布|成|为|期|类|批|担|析|局|红|支|行|工|享|流|拣|厂|校|店|院|公司|店|部|区|段|层|级|组|地",
    "家": r"园|乡|属|长",
    "户次": r"$^",
    "轮": r"换|流|岗|毂|胎",
    "次": r"日|年|月|于|级",
    "桩": r"机",
    "件": r"套",
    "场": r"景|馆|所|地|内|外",
    "床": r"铺",
    "块": r"状|链",
    "片": r"区|长|面",
    "类": r"似|别|型",
    "米": r"其|兰|粉|面|特",
    "吨": r"位",
    "箱": r"包",
    "张": r"家|江|掖|北",
    "股": r"东|权|份|市|票|指",
    "方": r"案|面|式|针|向",
    "套": r"期",
    "枚": r"举",
    "卷": r"烟",
    "幅": r"度",
    "间": r"接|隔",
    "斤": r"斤",
    "双": r"向",
    # 7大产业 is a count, 2大 and 2大型 are none.
    "大": r"(?![\u4e00-\u9fff])|关|型|量|幅|力|致|规|额|学|桥|道|灾|会|赛|户|厦|师|多|力|街|厅",
}
_NOT_UNIT = {unit: re.compile(words) for unit, words in _WORD_AFTER.items()}
_CLASS_NAME = re.compile(r"级(?!别)|俱乐部|强企业|强县")
_ORDINAL = re.compile(r"(?:第|前|no\.|no|top|top |首位|头|排名|居|(?<!班)列)$")
# Scale or unit that only an amount has; before it letters and dashes may stand (GDP5.5万亿元).
_AMOUNTS = frozenset({"CNY", "USD", "percent", "percentage_point", "EUR", "HKD"})
_MODEL_NUMBER = re.compile(r"(?:^|[^a-z])[a-z]{1,2}-?$|[a-z]-$|\d[+/—-]$|[+＋]$|\d[:：]$|[a-z]\d*$")


def is_name_or_ordinal(folded: str, start: int, end: int, unit: str, base: str) -> bool:
    """Say whether the words before make an ordinal (第3条, 前10位), a model (A4张) or a formula (2+5个) of it."""
    before = folded[max(0, start - 6) : start]
    if base == "count" and _ORDINAL.search(before):
        return True
    if before.endswith("第"):
        return True
    if _CLASS_NAME.match(folded, end):
        return True
    if _MODEL_NUMBER.search(before):
        letters = re.search(r"[a-z]+$", before)
        return not (letters and base in _AMOUNTS)
    return base == "count" and len(unit) == 1 and _is_year(folded[start:end], unit)


def _is_year(written: str, unit: str) -> bool:
    """Say whether the number is rather a year before a word: 2023次, 2024台."""
    digits = written.removesuffix(unit).strip()
    return bool(re.fullmatch(r"(?:19[5-9]|20[0-4])\d", digits)) and unit in "次部届股轮单组类起层"


# 涨15.49点, 报3825点: an index; 上午9点 is an hour.
_INDEX = re.compile(
    "(?:[涨跌升降报于至破]|指数|失守|站上|下探|上探|重回|收复|下挫|回升|回落|高达|达到?|约|近|逾)[了约近逾为]?$"
)
_OF_THE_CLOCK = re.compile("钟|半|整|多|[以之]?[前后]|到|开|起(?!落)|\\d{1,2}分")
LEAST_INDEX = 100
# 得分85.6分, 满分100分: marks; 8时30分 is a minute.
_MARKED = re.compile("(?:得分|评分|打分|满分|总分|分数|平均分|均分|成绩|满意度|测评|评价)[^，,。；;\\d]{0,8}$")


def is_point_or_mark(folded: str, start: int, end: int, base: str) -> bool:
    """Say whether 点 and 分 behind a number are those of an index and of a mark, and no time of the day."""
    if base == "mark":
        return bool(_MARKED.search(folded[max(0, start - 14) : start]))
    if _OF_THE_CLOCK.match(folded, end):
        return False
    digits = folded[start:end].removesuffix("点").replace(",", "").strip()
    if re.fullmatch(r"\d+\.\d+", digits) or (digits.isdigit() and int(digits) >= LEAST_INDEX):
        return True
    return digits.isdigit() and bool(_INDEX.search(folded[max(0, start - 6) : start]))


def is_word_not_unit(folded: str, end: int, unit: str) -> bool:
    """Say whether the unit's characters begin another word: 5个月, 3单元, 5成立."""
    last = unit[-1:] if unit else ""
    pattern = _NOT_UNIT.get(last) if not unit.endswith(("人次", "架次", "车次", "标箱")) else None
    return bool(pattern and pattern.match(folded, end))
