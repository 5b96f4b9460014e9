"""The tables of the reading.

Promises: the tables below are what the newest migration makes (a test compares the two).
Does not: change a table; that is done by a migration under ``migrations/versions``.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

REVISION = "0008"
"""The newest migration: a file at this revision needs no work."""

metadata = MetaData()

acquisition = Table(
    "acquisition",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("acquired_from", Text, nullable=False),
    Column("acquired_at", Text, nullable=False),
    Column("clock", Text, nullable=False),
    Column("acquired_by", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("parent", Text, index=True),
    Column("part", Text),
)

decision = Table(
    "decision",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False, index=True),
    Column("value", Text),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("clock", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("withdrawn_by", Integer),
)

source = Table(
    "source",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text),
    Column("intake", Text),
    Column("opened", Text),
    Column("withdrawn", Boolean, nullable=False),
)

text = Table(
    "text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, ForeignKey("source.digest"), nullable=False, unique=True),
    Column("digest", Text, nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("encoding", Text),
    Column("language", Text),
    Column("title", Text),
    Column("author", Text),
    Column("published", Text),
    Column("publisher", Text),
    Column("published_in_text", Boolean, nullable=False),
    Column("declared", Text, nullable=False),
    Column("corrections", Text, nullable=False),
    Column("corrected_by", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("compared", Text),
    Column("imprint", Text),
)


def _of_text() -> Column[int]:
    return Column("text", Integer, ForeignKey("text.id", ondelete="CASCADE"), nullable=False, index=True)


passage = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_text(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("steps", Text, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("id", Text, primary_key=True),
    _of_text(),
    Column("position", Integer, nullable=False),
    Column("speaker", Text),
    Column("speaker_spans", Text),
    Column("party", Text, index=True),
    Column("cue", Text),
    Column("cue_spans", Text),
    Column("content", Text, nullable=False),
    Column("content_spans", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("relayed_by", Text, nullable=False),
)

figure = Table(
    "figure",
    metadata,
    Column("id", Text, primary_key=True),
    _of_text(),
    Column("position", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("lo", Text),
    Column("hi", Text),
    Column("approximate", Boolean, nullable=False),
    Column("counted", Text),
    Column("measure", Text, nullable=False),
    Column("place", Text),
    Column("period", Text),
    Column("event", Text),
    Column("statement", Text, index=True),
    Column("question", Text, index=True),
)

date = Table(
    "date",
    metadata,
    _of_text(),
    Column("position", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("anchor", Text),
)

name = Table(
    "name",
    metadata,
    _of_text(),
    Column("position", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("kind", Text, nullable=False),
)

fault = Table(
    "fault",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, index=True),
    Column("name", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("fault", Text, nullable=False),
    Column("hint", Text, nullable=False),
)

fingerprint = Table(
    "fingerprint",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("text", Integer, ForeignKey("text.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Which texts hold a block of words; ``place`` is the beginning of the source's digest, so that each key's texts lie
in the order of their digests."""

copy = Table(
    "copy",
    metadata,
    Column("origin", Integer, ForeignKey("text.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("taken", Integer, ForeignKey("text.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("direction_known", Boolean, nullable=False),
    Column("share_origin", Float, nullable=False),
    Column("share_taken", Float, nullable=False),
    Column("passages", Text, nullable=False),
)

hashed = Table(
    "hashed",
    metadata,
    Column("source", Text, primary_key=True),
    Column("algorithm", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Hashes of sealed files beyond the SHA-256 that names them, where a text declares such hashes."""

vector = Table(
    "vector",
    metadata,
    Column("first", Integer, ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True),
    Column("model", Text, nullable=False),
    Column("numbers", LargeBinary, nullable=False),
)
"""The vectors of a stretch of passages, the number of the first of them, and the digest of the model that made them."""

SHADOW = "passage_shadow"
"""The full-text index: one row a passage, of its normalised words; holds no text of its own."""

SHADOW_DDL = (
    f"CREATE VIRTUAL TABLE {SHADOW} USING fts5("
    "words, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 0\")"
)

VOCABULARY = "passage_vocabulary"
"""In how many passages each word of the full-text index stands."""

VOCABULARY_DDL = f"CREATE VIRTUAL TABLE {VOCABULARY} USING fts5vocab({SHADOW}, row)"
