"""Conversations and judgements, kept in the library's folder, so that they outlive reload and restart.

An answer is kept whole, with versions and offsets of its citations: they open again after the article has changed.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from assistant.types import Answer, Turn
from index.errors import LibraryError, UsageError

Judgement = Literal["up", "down"]

# A title is the first question, cut to what one line of a list shows.
_TITLE_LENGTH = 40
# Follow-ups are read from so many turns; a model is shown the standalone question alone.
_HISTORY_TURNS = 50
_FORMAT = 1
_TABLES = """
CREATE TABLE conversations(
  id TEXT PRIMARY KEY, title TEXT NOT NULL, made TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE TABLE turns(
  id TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL, question TEXT NOT NULL, answer TEXT, made TEXT NOT NULL,
  judgement TEXT, reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX turns_by_conversation ON turns(conversation, ordinal);
"""
_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the list of conversations shows."""

    id: str
    title: str
    changed: dt.datetime
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question with its answer; None where it was stopped or failed."""

    id: str
    conversation: str
    question: str
    answer: Answer | None
    judgement: Judgement | None = None
    reason: str = ""


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


class Conversations:
    """One library's conversations. Each call opens its own connection, so any thread may call."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "conversations.sqlite"
        with self._open() as db:
            found = db.execute("PRAGMA user_version").fetchone()[0]
            if found > _FORMAT:
                raise LibraryError(
                    f"{self._path.name} has format {found}, this program knows up to {_FORMAT}",
                    "update yinzheng, or use another --data folder",
                )
            if found == 0:
                db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            db = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        except sqlite3.Error as error:
            raise LibraryError(f"{self._path}: {error}", "check the folder's permissions") from None
        db.row_factory = sqlite3.Row
        try:
            db.execute("PRAGMA journal_mode = WAL")
            # A crash of the program loses nothing; a power cut may lose the last turn. Ten users ask at once.
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            with db:
                yield db
        except sqlite3.Error as error:
            raise LibraryError(f"{self._path}: {error}", "free space or check the folder's permissions") from None
        finally:
            db.close()

    def start(self, question: str) -> str:
        """Make a conversation titled after its first question; return its id."""
        conversation, now = uuid.uuid4().hex, _now()
        title = " ".join(question.split())
        title = title if len(title) <= _TITLE_LENGTH else title[: _TITLE_LENGTH - 1] + "…"
        with self._open() as db:
            db.execute("INSERT INTO conversations VALUES (?,?,?,?)", (conversation, title, now, now))
        return conversation

    def search(self, words: str = "", limit: int = 200) -> list[Conversation]:
        """Return the conversations, newest first; `words` must stand in a title or a question."""
        # Kept text is compared literally: a % or _ of the user is no wildcard.
        pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        with self._open() as db:
            rows = db.execute(
                "SELECT c.*, (SELECT count(*) FROM turns WHERE conversation = c.id) AS turns FROM conversations c"
                " WHERE c.title LIKE ?1 ESCAPE '\\' OR EXISTS (SELECT 1 FROM turns t WHERE t.conversation = c.id"
                " AND t.question LIKE ?1 ESCAPE '\\') ORDER BY c.changed DESC LIMIT ?2",
                (pattern, limit),
            ).fetchall()
        return [Conversation(r["id"], r["title"], dt.datetime.fromisoformat(r["changed"]), r["turns"]) for r in rows]

    def find(self, conversation: str) -> Conversation:
        """Return one conversation; raises `UsageError` for an unknown id."""
        with self._open() as db:
            row = db.execute(
                "SELECT c.*, (SELECT count(*) FROM turns WHERE conversation = c.id) AS turns"
                " FROM conversations c WHERE id = ?",
                (conversation,),
            ).fetchone()
        if row is None:
            raise UsageError(f"no conversation {conversation}", "it may have been deleted")
        return Conversation(row["id"], row["title"], dt.datetime.fromisoformat(row["changed"]), row["turns"])

    def holds(self, conversation: str) -> bool:
        """Say whether there is such a conversation."""
        with self._open() as db:
            return db.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone() is not None

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title; an empty one is refused."""
        title = " ".join(title.split())[:200]
        if not title:
            raise UsageError("a conversation needs a title", "write at least one character")
        with self._open() as db:
            db.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conversation))

    def delete(self, conversation: str) -> None:
        """Delete a conversation with its turns."""
        with self._open() as db:
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation,))

    def add_turn(self, conversation: str, question: str) -> str:
        """Keep a question as soon as it is asked; return the id under which its answer will be kept."""
        turn, now = uuid.uuid4().hex, _now()
        with self._open() as db:
            db.execute(
                "INSERT INTO turns(id, conversation, ordinal, question, made)"
                " SELECT ?1, ?2, coalesce(max(ordinal), 0) + 1, ?3, ?4 FROM turns WHERE conversation = ?2",
                (turn, conversation, question, now),
            )
            db.execute("UPDATE conversations SET changed = ? WHERE id = ?", (now, conversation))
        return turn

    def keep_answer(self, turn: str, answer: Answer) -> None:
        """Keep the answer of a turn; a turn that was deleted meanwhile stays deleted."""
        with self._open() as db:
            db.execute("UPDATE turns SET answer = ? WHERE id = ?", (_ANSWER.dump_json(answer).decode(), turn))

    def drop_turn(self, turn: str) -> None:
        """Forget one turn, for a retry that takes its place."""
        with self._open() as db:
            db.execute("DELETE FROM turns WHERE id = ?", (turn,))

    def turns(self, conversation: str) -> list[KeptTurn]:
        """Return the turns of a conversation in order."""
        with self._open() as db:
            rows = db.execute("SELECT * FROM turns WHERE conversation = ? ORDER BY ordinal", (conversation,)).fetchall()
        return [_read_turn(row) for row in rows]

    def turn(self, turn: str) -> KeptTurn:
        """Return one turn; raises `UsageError` for an unknown id."""
        with self._open() as db:
            row = db.execute("SELECT * FROM turns WHERE id = ?", (turn,)).fetchone()
        if row is None:
            raise UsageError(f"no turn {turn}", "its conversation may have been deleted")
        return _read_turn(row)

    def history(self, conversation: str) -> tuple[Turn, ...]:
        """Return the last answered turns as the assistant takes them."""
        answered = [turn for turn in self.turns(conversation) if turn.answer is not None][-_HISTORY_TURNS:]
        pairs = ((Turn("user", t.question), Turn("assistant", t.answer.text)) for t in answered if t.answer)
        return tuple(turn for pair in pairs for turn in pair)

    def judge(self, turn: str, judgement: Judgement | None, reason: str = "") -> None:
        """Keep what the user thinks of an answer; None takes it back."""
        with self._open() as db:
            db.execute("UPDATE turns SET judgement = ?, reason = ? WHERE id = ?", (judgement, reason[:2000], turn))

    def iterate_judged(self) -> Iterator[dict[str, Any]]:
        """Yield each judged turn in the form of a question file, with what the evaluation needs to be looked over."""
        with self._open() as db:
            rows = db.execute("SELECT * FROM turns WHERE judgement IS NOT NULL ORDER BY made").fetchall()
        for row in rows:
            kept = _read_turn(row)
            answer = kept.answer
            yield {
                "qid": kept.id,
                "question": answer.standalone_question if answer else kept.question,
                "today": row["made"][:10],
                "answerable": answer is not None and answer.kind != "refusal",
                "gold_doc_ids": sorted({c.doc_id for c in answer.citations})
                if answer and kept.judgement == "up"
                else [],
                "judgement": kept.judgement,
                "reason": kept.reason,
                "answer": answer.text if answer else None,
            }


def _read_turn(row: sqlite3.Row) -> KeptTurn:
    answer = _ANSWER.validate_json(row["answer"]) if row["answer"] else None
    return KeptTurn(row["id"], row["conversation"], row["question"], answer, row["judgement"], row["reason"])
