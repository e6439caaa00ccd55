"""Quantities in running text: a number with its unit, in every writing that Chinese and English news uses.

Knows nothing of subjects, metrics or time. `parse_quantities` finds them, `format_amount` writes them,
`same_quantity`, `rounds_to` and `lost_point` compare them.
"""

from index.quantities.compare import lost_point, rounds_to, same_quantity
from index.quantities.form import WRITINGS, Writing, format_amount, format_quantity
from index.quantities.parse import find_thresholds, parse_quantities

__all__ = [
    "WRITINGS",
    "Writing",
    "find_thresholds",
    "format_amount",
    "format_quantity",
    "lost_point",
    "parse_quantities",
    "rounds_to",
    "same_quantity",
]
