"""What a library holds, and whether catalog and indexes agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from assistant.config import Settings
from index.library import Library


def describe_status(library: Library, settings: Settings) -> dict[str, Any]:
    """Return the contract's status. Looks at the catalog only, so that it answers at once; `doctor` looks deeper."""
    problems = []
    if library.catalog.meta("unsettled") == "1":
        problems.append("an ingest was interrupted; the next ingest finishes it")
    name = library.catalog.meta("embedding_name")
    if name is not None and name != settings.embedding.model:
        problems.append(f"vectors were made by {name}, the settings name {settings.embedding.model}")
    return {
        **library.catalog.count(),
        "bytes": library.size(),
        "embedding_model": name or settings.embedding.model,
        "answer_model": settings.answer.model,
        "healthy": not problems,
        "problems": problems,
        "data": str(library.folder),
        "latest": (latest := library.catalog.latest_date()) and latest.isoformat(),
    }


def examine_library(library: Library, *, repair: bool, figures: bool = False) -> list[str]:
    """Compare the catalog with both indexes; mend what differs where asked to. Returns what was found."""
    problems = _compare_indexes(library)
    made_by = library.catalog.meta("embedding")
    if made_by is not None and made_by != library.encoder.model_hash:
        problems.append(f"vectors were made by another model ({made_by[:12]})")
    if repair and problems:
        with library.writing():
            library.renew_vectors()
            library.catalog.set_meta("unsettled", "1")
            library.settle_pending()
    if repair and figures:
        problems.append(f"figures of {library.renew_figures()} articles read again")
    return problems


def _compare_indexes(library: Library) -> list[str]:
    live = library.catalog.live_passage_ids()
    problems = []
    if library.catalog.pending():
        problems.append(f"{len(library.catalog.pending())} articles of an interrupted ingest")
    for name, index in (("dense", library.dense), ("lexical", library.lexical)):
        held = np.asarray(sorted(index.ids()), dtype=np.int64)
        extra, lacking = len(np.setdiff1d(held, live)), len(np.setdiff1d(live, held))
        if extra or lacking:
            problems.append(f"{name} index: {extra} passages too many, {lacking} lacking")
    return problems
