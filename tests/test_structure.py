"""The house holds: imports go down the floors, frameworks stay behind their fences, nothing goes in circles."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the ground up; a module may import at its top level only from lower floors or from its own package's inside.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("index.types", "index.errors", "prompts"),
    (
        "index.config",
        "index.text",
        "index.offsets",
        "index.storing",
        "index.vector_rows",
        "index.machine",
        "index.tables",
    ),
    ("index.period_words", "index.editions"),
    (
        "index.quantities",
        "index.periods",
        "index.regions",
        "index.metrics",
        "index.weights",
        "index.exact",
        "index.filters",
        "index.relax",
        "index.wanted",
        "index.schema",
        "index.rate_table",
    ),
    ("index.read", "index.clean", "index.describe", "index.chunk", "index.figures", "index.embed", "index.lexical"),
    ("index.catalog", "index.dense", "index.rerank"),
    ("index.duplicates", "index.entries", "index.figure_corrections", "index.watch"),
    ("index.prepare", "index.search", "index.rerank"),
    ("index.ingest",),
    ("index.library",),
    ("index.backup", "index.given", "index.llama", "index"),
    ("assistant.types", "assistant.config", "assistant.reader"),
    ("assistant.engine_child", "assistant.endpoint", "assistant.markup", "assistant.prompt_cache"),
    ("assistant.engine", "assistant.conversations", "assistant.report", "assistant.results", "assistant.scoring"),
    ("assistant.model", "assistant.understand", "assistant.answer", "assistant.replies", "assistant.figure_answers"),
    (
        "assistant.condense",
        "assistant.audit",
        "assistant.model_states",
        "assistant.render",
        "assistant.rerank",
        "assistant.propose",
    ),
    (
        "assistant.askings",
        "assistant.context",
        "assistant.meaning",
        "assistant.relevance",
        "assistant.places",
        "assistant.statements",
    ),
    ("assistant.points", "assistant.disagree", "assistant.finding"),
    ("assistant.telling", "assistant.wholes", "assistant.lacking"),
    ("assistant.evidence", "assistant.records", "assistant.draft_parts", "assistant.exchange"),
    ("assistant.untold",),
    ("assistant.answerable", "assistant.compose", "assistant.compare", "assistant.check"),
    ("assistant.tables", "assistant.drafts", "assistant.verdicts"),
    ("assistant.chat", "assistant.status", "assistant.progress", "assistant.export"),
    ("assistant.evaluate", "assistant.web", "assistant.llama"),
    ("assistant.live",),
    ("assistant.commands",),
    ("assistant.cli", "assistant"),
    ("assistant.__main__", "app"),
)

FENCES = {
    "llama_index": {"index.llama", "assistant.llama"},
    "chromadb": {"index.dense"},
    "torch": {"index.embed", "index.rerank", "index.machine"},
    "sentence_transformers": {"index.embed", "index.rerank"},
    "gradio": {"assistant.web", "app"},
    "xllamacpp": {"assistant.engine", "assistant.engine_child"},
    "openai": {"assistant.endpoint"},
}


def modules() -> dict[str, Path]:
    found = {"app": ROOT / "app.py"}
    for package in ("index", "assistant", "prompts"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def floor_of(module: str) -> int:
    """Return the floor of a module; a module of a package or a file that shares its name's stem stands on its floor."""
    best = max(
        (name for floor in FLOORS for name in floor if matches(module, name)),
        key=len,
        default=None,
    )
    if best is None:
        raise AssertionError(f"{module} stands on no floor: add it to FLOORS and to docs/architecture.md")
    return next(number for number, floor in enumerate(FLOORS) if best in floor)


def matches(module: str, name: str) -> bool:
    return module == name or module.startswith(name + ".") or (module.startswith(name + "_") and "." in name)


def imports(path: Path, *, everywhere: bool) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    nodes = ast.walk(tree) if everywhere else iter(top_level(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def top_level(tree: ast.Module) -> list[ast.stmt]:
    """Return what runs at import: not the bodies of functions, not what only the type checker sees."""
    kept: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        kept.append(node)
    return kept


def own(module: str, known: dict[str, Path], *, everywhere: bool) -> set[str]:
    # `from index import storing` names the package and the module; the package's own __init__ imports nothing.
    houses = {"index", "assistant", "prompts"} if module != "prompts" else set()
    found = imports(known[module], everywhere=everywhere)
    return {name for name in found if name in known and name != module and name not in houses - {"prompts"}}


def test_every_import_goes_down_a_floor() -> None:
    known = modules()
    wrong = []
    for module in known:
        for target in own(module, known, everywhere=False):
            same_house = module.split(".")[:2] == target.split(".")[:2]
            if not same_house and floor_of(target) > floor_of(module):
                wrong.append(f"{module} → {target}")
    assert not wrong, "\n".join(wrong)


def test_nothing_imports_in_a_circle() -> None:
    known = modules()
    graph = {module: own(module, known, everywhere=False) for module in known}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module in done:
            return
        for target in graph[module]:
            # A package's face imports its rooms, and the rooms are reached through the package's name.
            if not module.startswith(target + "."):
                visit(target, (*trail, module))
        done.add(module)

    for module in known:
        visit(module, ())


@pytest.mark.parametrize("framework", sorted(FENCES))
def test_a_framework_stays_behind_its_fence(framework: str) -> None:
    outside = []
    for module, path in modules().items():
        used = any(name.split(".")[0] == framework for name in imports(path, everywhere=True))
        if used and not any(matches(module, allowed) for allowed in FENCES[framework]):
            outside.append(module)
    assert not outside


def test_no_module_is_called_after_nothing() -> None:
    names = {part for module in modules() for part in module.split(".")}
    assert not names & {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
