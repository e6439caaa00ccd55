"""Amounts in another currency, only where that is asked and only by a rate that a source states.

No rate is known by heart. Where none is found, the answer is a refusal that gives the amount as it is written.
"""

from __future__ import annotations

from assistant.exchange.answer import answer_in_currency
from assistant.exchange.wish import Wish, read_wish

__all__ = ["Wish", "answer_in_currency", "read_wish"]
