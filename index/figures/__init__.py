"""Figure records out of an article: every quantity with whom, what (口径), when, and whether it is a result or a goal.

Reading order: `extract` walks the sentences; `frame` holds what was found in the article once; `subjects`, `times`,
`kinds`, `names` and `statuses` answer one question each about a quantity; `tables` reads rows under their header;
`propose` checks what a model proposes.
"""

from index.figures.extract import extract_figures
from index.figures.propose import Proposal, Proposer, add_proposed

__all__ = ["Proposal", "Proposer", "add_proposed", "extract_figures"]
