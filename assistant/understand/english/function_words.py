"""English words that ask, tell what to do, join, compare or say nothing, with the Chinese for those that have one."""

from __future__ import annotations

from functools import cache
from typing import Literal

Kind = Literal[
    "ask", "command", "aux", "prep", "and", "or", "comma", "stop", "det", "poss", "among", "ditto", "than", "more",
    "most", "each", "share", "time", "same", "place", "name", "word", "quantity", "bound",
]  # fmt: skip

# Phrases that ask, with the Chinese in which they do.
_ASKS = {
    "how many": "多少个", "how much": "多少", "by how much": "多少", "by how many": "多少个", "what percentage": "占",
    "by what percentage": "百分之几", "by what percent": "百分之几", "by what margin": "多少", "by what amount": "多少",
    "what share": "占", "what proportion": "占", "what percent": "占", "what fraction": "占", "what part": "占",
    "how large a share": "占", "how big a share": "占", "how large": "多大", "how big": "多大", "how high": "多少",
    "how low": "多少", "how long": "多长", "how far": "多少", "how tall": "多高", "how deep": "多深",
    "how wide": "多宽",
    "how fast": "增速", "how quickly": "增速", "how rapidly": "增速", "how strongly": "增速", "at what rate": "增速",
    "at what pace": "增速", "how often": "多少次", "how": "怎么", "what": "什么", "which": "哪个", "who": "谁",
    "when": "什么时候", "where": "哪里", "why": "为什么", "what's": "什么", "how well": "怎么",
}  # fmt: skip
_COMMANDS = {
    "list": "列出", "give": "", "give me": "", "state": "", "name": "列出", "show": "", "show me": "", "tell me": "",
    "compare": "对比", "rank": "排名", "find": "", "report": "", "provide": "", "calculate": "", "compute": "",
    "work out": "",
}  # fmt: skip
_JOINERS: dict[Kind, str] = {
    "aux": "did do does was were is are am has have had will would can could should shall "
    "may might must been be being got get",
    "prep": "of in for by from at on to with within during under through via across among throughout over into between "
    "about as per against towards toward along inside outside behind like regarding concerning including",
    "det": "the a an its it that this these those them they their he his her our we us there you your i such both all "
    "any some one ones please so then also just only still even now itself same exactly roughly come came "
    "comes coming went gone year years say says said exact headline",
    "and": "and &",
    "or": "or",
    "than": "than",
    "each": "each every respective respectively",
}
_PHRASES: dict[str, tuple[Kind, str]] = {
    "of which": ("among", "其中"), "of these": ("among", "其中"), "of those": ("among", "其中"),
    "of them": ("among", "其中"), "among them": ("among", "其中"), "among these": ("among", "其中"),
    "of the total": ("among", "其中"), "of that": ("among", "其中"),
    "that of": ("ditto", ""), "those of": ("ditto", ""), "what about": ("ditto", ""), "how about": ("ditto", ""),
    "and for": ("ditto", ""), "as well as": ("and", "和"), "together with": ("and", "和"), "along with": ("and", "和"),
    "out of": ("prep", ""), "in terms of": ("prep", ""), "according to": ("prep", ""), "because of": ("prep", ""),
    "with respect to": ("prep", ""), "compared with": ("than", ""), "compared to": ("than", ""), "versus": ("or", ""),
    "vs": ("or", ""), "vs.": ("or", ""),
    "share": ("share", "比重"), "proportion": ("share", "比重"), "percentage": ("share", "比重"),
    "ratio": ("share", "比例"),
    "percent": ("share", "比重"),
    "more than": ("bound", "超过"), "over": ("prep", ""), "at least": ("bound", "不少于"),
    "fewer than": ("bound", "低于"),
    "less than": ("bound", "低于"), "exceed": ("bound", "超过"), "exceeded": ("bound", "超过"),
    "surpass": ("bound", "超过"),
    "surpassed": ("bound", "超过"), "top": ("bound", "超过"), "topped": ("bound", "超过"), "reach": ("bound", "达到"),
    "reached": ("bound", "达到"),
    "the most": ("most", "最多"), "most": ("most", "最多"), "the least": ("most", "最少"), "fewest": ("most", "最少"),
    "highest": ("most", "最高"), "largest": ("most", "最大"), "biggest": ("most", "最大"), "lowest": ("most", "最低"),
    "smallest": ("most", "最小"), "fastest": ("most", "最快"), "slowest": ("most", "最慢"),
    "greatest": ("most", "最大"),
    "more": ("more", "多"), "higher": ("more", "高"), "larger": ("more", "大"), "bigger": ("more", "大"),
    "greater": ("more", "大"), "fewer": ("more", "少"), "less": ("more", "少"), "lower": ("more", "低"),
    "smaller": ("more", "小"), "faster": ("more", "快"), "slower": ("more", "慢"), "further": ("more", "多"),
    "longer": ("more", "长"), "bigger than": ("more", "大"), "as large as": ("than", ""), "as much as": ("than", ""),
    "as many as": ("than", ""), "as high as": ("than", ""), "as big as": ("than", ""),
}  # fmt: skip


@cache
def function_words() -> dict[str, tuple[Kind, str]]:
    """Return the words and phrases that ask, tell what to do, join or compare."""
    table: dict[str, tuple[Kind, str]] = {}
    for kind, words in _JOINERS.items():
        table |= {word: (kind, "") for word in words.split()}
    table |= {phrase: ("command", chinese) for phrase, chinese in _COMMANDS.items()}
    table |= {phrase: ("ask", chinese) for phrase, chinese in _ASKS.items()}
    return table | _PHRASES
