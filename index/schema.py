"""The catalog's tables, and the steps from one format to the next.

The catalog is the truth: dense and lexical index can be rebuilt from it without embedding anything again, since the
vectors are kept here too (float16, 2 bytes a dimension).
"""

from __future__ import annotations

import json
import sqlite3

from index.editions import name_edition
from index.errors import LibraryError

# Raised with every change of a table; `_STEPS` must know the way.
FORMAT = 3

# Figures are found newest first, so each carries the day of its article. The indexes hold all that a search looks at.
# A period longer than this is rare, and found by an index of its own.
LONG_PERIOD = "julianday(period_end) - julianday(period_start) > 399"
_FIGURE_INDEXES = f"""
CREATE INDEX figures_by_place_metric ON figures(subject_key, metric, day) WHERE subject_key IS NOT NULL;
CREATE INDEX figures_by_place_period ON figures(subject_key, period_start, period_end, day, metric, metric_said)
  WHERE subject_key IS NOT NULL;
CREATE INDEX figures_by_place_long ON figures(subject_key, period_start, period_end, day) WHERE {LONG_PERIOD};
CREATE INDEX figures_by_place_day ON figures(subject_key, day, metric, metric_said) WHERE subject_key IS NOT NULL;
CREATE INDEX figures_by_name ON figures(subject, subject_key, day);
CREATE INDEX figures_by_metric ON figures(metric, day);
CREATE INDEX figures_by_day ON figures(day, metric, metric_said);
"""
_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE inputs(path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles(
  id INTEGER PRIMARY KEY, doc_id TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
  key TEXT NOT NULL, path TEXT NOT NULL, source_id TEXT, digest TEXT NOT NULL,
  title TEXT NOT NULL, date TEXT, date_basis TEXT, publisher TEXT, url TEXT, kind TEXT NOT NULL,
  script TEXT NOT NULL, regions TEXT NOT NULL, cluster TEXT, plain_source INTEGER NOT NULL,
  corrected TEXT NOT NULL, text TEXT NOT NULL, removed TEXT NOT NULL, notes TEXT NOT NULL,
  sections TEXT NOT NULL, offsets TEXT NOT NULL, origins TEXT NOT NULL,
  UNIQUE(doc_id, version), CHECK(state IN ('pending', 'live', 'old'))
);
CREATE INDEX articles_by_key ON articles(key, state);
CREATE INDEX articles_by_path ON articles(path, state);
CREATE INDEX articles_by_source ON articles(source_id) WHERE source_id IS NOT NULL;
CREATE INDEX articles_by_date ON articles(date, state);
CREATE INDEX articles_by_cluster ON articles(cluster) WHERE cluster IS NOT NULL;
CREATE TABLE article_regions(
  region TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY(region, article)
) WITHOUT ROWID;
CREATE INDEX article_regions_by_article ON article_regions(article);
CREATE TABLE passages(
  id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL, heading TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_by_article ON passages(article, ordinal);
CREATE TABLE figures(
  id INTEGER PRIMARY KEY, article INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  subject TEXT, subject_key TEXT, metric TEXT NOT NULL, metric_said TEXT NOT NULL, status TEXT NOT NULL,
  period_start TEXT, period_end TEXT, canonical_unit TEXT NOT NULL, rest TEXT NOT NULL, day TEXT
);
CREATE INDEX figures_by_article ON figures(article, start);
{figure_indexes}
CREATE TABLE bands(
  band INTEGER NOT NULL, hash INTEGER NOT NULL, doc_id TEXT NOT NULL, PRIMARY KEY(band, hash, doc_id)
) WITHOUT ROWID;
CREATE INDEX bands_by_doc ON bands(doc_id);
CREATE TABLE signatures(doc_id TEXT PRIMARY KEY, signature BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE editions(article INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX editions_by_name ON editions(name);
CREATE TABLE corrections(
  doc_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, made TEXT NOT NULL, PRIMARY KEY(doc_id, field)
) WITHOUT ROWID;
CREATE TABLE figure_corrections(
  doc_id TEXT NOT NULL, quote TEXT NOT NULL, near TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
  made TEXT NOT NULL, PRIMARY KEY(doc_id, quote, near, field)
) WITHOUT ROWID;
"""


def _add_editions(connection: sqlite3.Connection) -> None:
    """Format 1 to 2: name the policies that are there, so that editions find one another."""
    connection.execute("CREATE TABLE editions(article INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    connection.execute("CREATE INDEX editions_by_name ON editions(name)")
    rows = connection.execute("SELECT id, title, kind, regions FROM articles WHERE kind = 'policy'").fetchall()
    named = [(row[0], name_edition(row[1], row[2], json.loads(row[3]))) for row in rows]
    connection.executemany("INSERT INTO editions VALUES (?, ?)", [(rowid, name) for rowid, name in named if name])


def _date_figures(connection: sqlite3.Connection) -> None:
    """Format 2 to 3: give each figure the day of its article, and the indexes that find the newest first."""
    if not any(row[1] == "day" for row in connection.execute("PRAGMA table_info(figures)")):
        connection.execute("ALTER TABLE figures ADD COLUMN day TEXT")
    connection.execute("UPDATE figures SET day = (SELECT date FROM articles WHERE id = article)")
    for old in ("figures_by_subject_key", "figures_by_subject", "figures_by_metric"):
        connection.execute(f"DROP INDEX IF EXISTS {old}")
    for statement in _FIGURE_INDEXES.split(";")[:-1]:
        connection.execute(statement.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))


# What brings a catalog of each older format to the next one.
_STEPS = {1: _add_editions, 2: _date_figures}


def create_or_migrate(connection: sqlite3.Connection) -> None:
    """Bring a new or an older catalog to `FORMAT`; raises `LibraryError` for one from a newer program."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > FORMAT:
        raise LibraryError(
            f"the library has format {found}, this program knows up to {FORMAT}",
            "update yinzheng, or use another --data folder",
        )
    if found == 0:
        connection.executescript(
            f"BEGIN; {_TABLES.format(figure_indexes=_FIGURE_INDEXES)} PRAGMA user_version = {FORMAT}; COMMIT;"
        )
        return
    for step in range(found, FORMAT):
        connection.execute("BEGIN IMMEDIATE")
        _STEPS[step](connection)
        connection.execute(f"PRAGMA user_version = {step + 1}")
        connection.execute("COMMIT")
