"""What the engine has read of the prompts' fixed beginning, kept on disk: a new engine need not read it again.

Reading the rules that every prompt begins with takes seconds on a small machine; what they leave in the engine's
memory is 6 MB, which comes back in milliseconds. Only that beginning is ever kept, never evidence or a question. A
file of another model, context or engine has another name; whatever goes wrong here costs those seconds, nothing else.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

# Beginnings kept; the oldest go. Prompts change only with a release or by a user's own hand.
_KEPT = 4
_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class PromptCache:
    """One beginning for one model, in a folder that the engine's process writes to and reads from."""

    folder: Path
    gguf: Path
    context: int
    beginning: str

    @property
    def name(self) -> str:
        """The file's name, which changes with anything that makes its content unfit."""
        state = self.gguf.stat()
        parts = [self.gguf.name, state.st_size, state.st_mtime_ns, self.context, self.beginning, version("xllamacpp")]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24] + ".bin"

    def make_folder(self) -> str:
        """Return the folder as the engine wants it told, empty where it cannot be made."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return ""
        # The engine joins folder and name as they stand.
        return f"{self.folder}/"

    def prepare(self, address: str, key: str) -> bool:
        """Let a new engine take up the beginning, or read and keep it; says whether it was taken up."""
        import httpx

        with (
            suppress(httpx.HTTPError, OSError),
            httpx.Client(
                base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=_SECONDS, trust_env=False
            ) as engine,
        ):
            path = self.folder / self.name
            if path.exists():
                if engine.post("/slots/0?action=restore", json={"filename": path.name}).is_success:
                    path.touch()
                    return True
                path.unlink(missing_ok=True)
            messages = [{"role": "system", "content": self.beginning}, {"role": "user", "content": ""}]
            engine.post("/v1/chat/completions", json={"messages": messages, "max_tokens": 1, "temperature": 0})
            engine.post("/slots/0?action=save", json={"filename": path.name})
            self._forget_oldest()
        return False

    def _forget_oldest(self) -> None:
        files = sorted(self.folder.glob("*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[_KEPT:]:
            path.unlink(missing_ok=True)
