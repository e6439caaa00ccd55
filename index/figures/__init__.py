"""Figure records out of an article: every quantity with whom, what (口径), when, and whether it is a result or a goal.

Reading order: `extract` walks the sentences; `frame` holds what was found in the article once; `subjects`, `times`,
`kinds`, `names` and `statuses` answer one question each about a quantity; `tables` reads rows under their header.
"""

from index.figures.extract import extract_figures

__all__ = ["extract_figures"]
