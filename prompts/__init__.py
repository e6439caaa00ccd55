"""Prompts are Markdown files beside this one; their $variables are checked both ways.

Knows nothing of models or questions. `load("answer").fill(evidence=…)` raises on a missing or an unexpected variable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

__all__ = ["Prompt", "load"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's text with `$variables`."""

    name: str
    text: str

    @property
    def variables(self) -> frozenset[str]:
        """The names that `fill` must be given."""
        return frozenset(Template(self.text).get_identifiers())

    def fill(self, **values: str) -> str:
        """Return the text with every variable replaced; raises `KeyError` naming what is missing or unexpected."""
        missing, unexpected = self.variables - values.keys(), values.keys() - self.variables
        if missing or unexpected:
            raise KeyError(f"prompt {self.name}: missing {sorted(missing)}, unexpected {sorted(unexpected)}")
        return Template(self.text).substitute(values)


@cache
def load(name: str) -> Prompt:
    """Read `prompts/NAME.md`; raises `FileNotFoundError` for a name that does not exist."""
    return Prompt(name, resources.files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8").strip())
