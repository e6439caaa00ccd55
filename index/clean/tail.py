"""What a site glues to the end of the last sentence: credits, links of its own, 上一篇.

Texts that lost their line breaks (exports, feeds, databases) end so, and a line for rules of lines is not there. What
follows can be another article's headline with a figure in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.clean.cuts import Cut

_LINK = re.compile(r"(?<=[^\n])(?:上一篇|下一篇)[:].*$")
_ENDS_SENTENCE = re.compile(r"[。.!?;…”\"」』)）】]$")
# Credits are short; a longer stretch without a full stop is a list or a table of the article.
_LONGEST = 260
_SENTENCE_END = re.compile(r"[。!?](?![^。!?]*[。!?])")
# With a colon or a stroke these words open a credit; 数据来源 belongs to the article's figures.
_LABELS = (
    "责任编辑|责编|实习编辑|值班编辑|本期编辑|网络编辑|图文编辑|(?<!总)编辑|编审|审校|校对|审核|审定|审发|核发|初审|复审|终审|[一二三]审|审签"
    "|监制|总监制|制片人|主编|采写|撰文|统筹|策划|出品|(?<!数据)(?<!资料)来源|稿源|转自|原标题|作者|通讯员|本文编辑"
)
_CREDIT = re.compile(
    rf"[\[【(|]?\s?(?:(?:{_LABELS})\s?[:|丨/]"
    r"|(?:责任编辑|责编|编辑|校对|审校|[一二三]审) [\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
    r"|返回搜狐,|更多精彩内容请进入|本文属于原创文章,如若转载|本文转自|转载请注明|点击查看更多|阅读原文)"
)


def cut_tail(line: str, start: int) -> Iterator[Cut]:
    """Yield the cuts of what hangs on the end of a text's last line of prose, folded, which stands at `start`."""
    link = _LINK.search(line)
    if link and _ENDS_SENTENCE.search(line[: link.start()].rstrip(" |")):
        yield Cut(start + link.start(), start + len(line), "related")
        line = line[: link.start()]
    last = _SENTENCE_END.search(line)
    if last is None:
        return
    tail = line[last.end() :]
    credit = _CREDIT.search(tail)
    if credit is None or len(tail) - credit.start() > _LONGEST:
        return
    # What stands between the last sentence and the first credit is kept; only a bracket's rest goes with it.
    yield Cut(start + last.end() + credit.start(), start + len(line), "boilerplate")
