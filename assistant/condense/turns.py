"""What a turn of a conversation says about the one before it: a correction, a form, a comparison, a plural."""

from __future__ import annotations

import re

from assistant.understand.cues import compile_cues

# Openings that link a turn to the last one.
OPENING = re.compile(
    r"^(?:那么|那(?!边|块|[场个些家年月])|然后|另外|还有|再看看?|再问|对了|顺便(?:问|查)?一?下?|"
    r"(?:and what about|and how about|what about|how about|and)(?![a-z]))[\s,]*"
)
# Of these, the ones that go on about the same.
LINK = re.compile(
    r"^(?:那么|那(?!边|块|[场个些家年月])|(?:and what about|and how about|what about|how about|and)(?![a-z]))[\s,]*"
)
# 不，我问的是…; 说错了，我想看…; 我要…的: what the last turn got wrong, and the words around what is meant instead.
_WRONG = r"(?:不(?:对|不|是[^,。!]{0,12})?|哦不|[说搞弄打问]?错了|no)[啊哦呀了]?[,。!\s]+"
_MEANT = (
    r"(?:我(?:是|本来|其实)*(?:想|要)*(?:问|说|指|看|查|知道|了解)的?是?|我(?:想|是)*要的?是?|而?是|应该是|"
    r"请?(?:换成|改成|改为|换为|改看)|(?:只|就|单|光|如果)看|i (?:mean|meant)\s+|it(?:'s| is)\s+)"
)
_NOT_MEANT = r"我(?:问|说|指)的不是[^,。]{1,14}[,。\s]*(?:而?是)"
CORRECTION = re.compile(rf"^(?:{_WRONG}(?:{_MEANT})?|{_NOT_MEANT}|(?!是){_MEANT})")
# Words after which a phrase only names what the last question is now to be about.
ENDING = re.compile(r"(?:的(?:话|部分|数据?|情况)?|[这那][边块场个家]?|方面|口径的?)*(?:呢|的话|吧|啊)?[\s?？。.!！]*$")
CONTINUE = re.compile(
    r"\W*(?:为什么|为何|什么原因|原因(?:是什么|呢)?|具体(?:呢|一点|说说|有哪些)?|详细(?:一点|说说|讲讲)?|展开(?:说说|讲讲)|"
    r"还有(?:吗|呢|别的吗|其他的吗)?|继续|然后呢|(?:依据|来源|出处|数据来源)(?:呢|是什么|在哪里?)?|怎么做到的|"
    r"why|why not|more details?|go on|source)\W*"
)
COMPARED = re.compile(
    r"^(?:那|那么)?(?:它们?|他们)?(?:和|与|跟|同|比)(?P<with>[^,。?]{2,20}?)"
    r"(?:相比|比较|对比|比起来|比一比|比|有(?:什么|啥|何)(?:不同|区别|差别|异同))"
    r"(?:呢|如何|怎么样|怎样|谁[^?]{0,4})?\W*$"
)
# A turn of these words alone asks for another form of what was said: a table, a list, a language.
_FORM_WORD = compile_cues(r"""
    表格? 列表 清单 要点 一句话 英文 英语 中文 汉语 excel table english chinese list bullet_points
""")
_FORM_FILLER = compile_cues(r"""
    请 帮我? 给我 给 把 将 用 以 换成? 改成? 改用 换个? 做成? 列成? 列个?
    列一?下 列出来? 画成? 整理成?一?下? 汇总成?一?下?
    生成 放在? 放到 放进 放 回答 再?说一?[下遍]? 说
    写 输出 展示 显示 看看? 对比 比较 一下 一遍 一起 一个 一张 个 张 种 形式 的
    里 中 到 成 再 也 都 我 要 想 就 可以 可 能 吗 吧 呢 啊 上面 以上 上述 前面 刚才 刚刚 刚说 这些 那些 这 那 它们?
    数据 数字 结果 内容 答案 情况 全部 所有 几 两 三 四 五 年 地 家 项 者 条
    please put show make give me it that this them these in into as a an the answer
""")
# Several that were said: what the last turns named in turn.
PLURAL = re.compile(
    r"(?:(?:[这那][两三四五几]|[两三四五])(?:年(?!来)|地|者|家|项|个(?:省|市|区|县|地方|城市|公司|指标|数字?)?(?!月|季度|多月|小时))|"
    r"这些|那些|上述|以上|上面|刚才|前面)(?:的|说的|这些)*|"
    r"\b(?:these|those|both|all of them)\b"
)
_TABLE = re.compile(r"表|\btable\b|excel")
# Words that say which side of a metric is wanted, and mean nothing without one.
MODIFIER = compile_cues(r"""
    同比 环比 增速 增幅 增长 下降 涨幅 降幅 变化 目标 预期 计划(?!投资) 任务 占比 比重 占全 排名 排第 排行 第几
    实际(?!使用|利用|到位) 完成率 进度 均值 平均 总共 合计 差多少 [涨跌升降增减][了还得多少]|[涨跌]
    target goal growth share rank year_on_year
""")
# 哪个增得快: of what the last question named.
WHICH = re.compile(
    r"^(?:那|那么)?(?:哪一?[个家边里]|谁|孰)[^,。]{0,4}[更最增涨降跌高低多少大小快慢强好]|"
    r"^which (?:one )?(?:is|was|has)"
)
# 当月, 同一年: the period of the last question.
SAME_PERIOD = re.compile(
    r"当(?:月|年|季度?|日|期)|同一?个?(?:月|年|季度|时期|期)(?!比)|(?<!去年)(?<!上年)同期(?!比)|那一?个?(?:月|年|季度|时候)|该(?:月|年|季度)"
)
YEAR_BEFORE = re.compile(r"(?:去年|上年|上一年)同期")
# 比去年, 较上年同期: what a change is measured from, not when.
YARDSTICK = re.compile(r"(?:比|较|高于|低于)$")
# 占全国, 从大湾区: a place that does something to what is asked about, and is not it.
OTHER_SIDE = re.compile(r"(?:占|从|对|向|由|给|比|较|距)$")


def is_form(folded: str) -> bool:
    """Say whether a turn only asks for another form: without words for forms and for asking nothing is left."""
    if not _FORM_WORD.search(folded) and not re.fullmatch(r"\W*列一?下\W*", folded):
        return False
    rest = re.sub(r"\W+", "", _FORM_FILLER.sub("", _FORM_WORD.sub("", folded)))
    return not rest


def is_wish(folded: str) -> bool:
    """Say whether a turn only asks for another form, or for more, of the last question."""
    return is_form(folded) or bool(CONTINUE.fullmatch(folded))


def wants_all(folded: str) -> bool:
    """Say whether a turn speaks of all that the last turns named: 这些, 两地, or a table (one value makes none)."""
    return bool(PLURAL.search(folded)) or bool(is_form(folded) and _TABLE.search(folded)) or bool(WHICH.search(folded))
