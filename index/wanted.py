"""The form of what a question asks for: a year, a day, a number. A passage without one does not answer it.

Read from closed classes of words (何时, 多少) in Chinese; what is asked about plays no part. It is a hint among others:
an answer may stand in a passage that search shows from another side. Questions in English ask for no form: what they
find is too far off for a hint to help, as was measured.
"""

from __future__ import annotations

import re

from index.text import fold

_COUNTED = "元|美元|欧元|[个家人次名位岁倍天年月日项户套辆台件吨亩米]|公里|公顷|平方|小时|分钟|分"
_YEAR = r"[0-9]{4} ?年"
_DAY = r"[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
# The first that a folded question fits decides: what it asks with, and what an answer holds.
_FORMS = tuple(
    (re.compile(asked), re.compile(holds))
    for asked, holds in (
        ("哪一?年", _YEAR),
        ("时间|何时|什么时候|哪个?月|几[月号日时]|日期|哪一?天", f"{_DAY}|{_YEAR}"),
        (
            "多少|几(?![乎何率])|多[大高长重远深宽]|百分之",
            rf"[0-9一二三四五六七八九十百千万亿两][0-9,.]{{0,12}} ?(?:[万亿千百%‰]|{_COUNTED})",
        ),
    )
)


def find_wanted_form(question: str) -> re.Pattern[str] | None:
    """Return what finds the form of answer in a folded passage; None where the question asks for no such form."""
    folded = fold(question)
    return next((holds for asked, holds in _FORMS if asked.search(folded)), None)
