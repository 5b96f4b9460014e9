"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from witnessmark.store.schema import SHADOW_DDL, VOCABULARY_DDL

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, index and the full-text index."""
    op.create_table(
        "acquisition",
        sa.Column("entry", sa.Integer(), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("acquired_from", sa.Text(), nullable=False),
        sa.Column("acquired_at", sa.Text(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("acquired_by", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
    )
    op.create_index("ix_acquisition_source", "acquisition", ["source"])
    op.create_table(
        "decision",
        sa.Column("entry", sa.Integer(), primary_key=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer()),
    )
    op.create_index("ix_decision_target", "decision", ["target"])
    op.create_table(
        "fault",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
    )
    op.create_index("ix_fault_source", "fault", ["source"])
    op.create_table(
        "source",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text()),
        sa.Column("intake", sa.Text()),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "text",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("source.digest"), nullable=False, unique=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("compared", sa.Text()),
    )
    op.create_index("ix_text_digest", "text", ["digest"])
    op.create_table(
        "copy",
        sa.Column("origin", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), nullable=False),
        sa.Column("taken", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("direction_known", sa.Boolean(), nullable=False),
        sa.Column("share_origin", sa.Float(), nullable=False),
        sa.Column("share_taken", sa.Float(), nullable=False),
        sa.Column("passages", sa.Text(), nullable=False),
    )
    op.create_index("ix_copy_origin", "copy", ["origin"])
    op.create_index("ix_copy_taken", "copy", ["taken"])
    op.create_table(
        "date",
        sa.Column("text", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text()),
    )
    op.create_index("ix_date_text", "date", ["text"])
    op.create_table(
        "figure",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("text", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("lo", sa.Text()),
        sa.Column("hi", sa.Text()),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Text()),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("period", sa.Text()),
        sa.Column("event", sa.Text()),
        sa.Column("statement", sa.Text()),
        sa.Column("question", sa.Text()),
    )
    op.create_index("ix_figure_question", "figure", ["question"])
    op.create_index("ix_figure_statement", "figure", ["statement"])
    op.create_index("ix_figure_text", "figure", ["text"])
    op.create_table(
        "fingerprint",
        sa.Column("key", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprint_text", "fingerprint", ["text"])
    op.create_table(
        "name",
        sa.Column("text", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
    )
    op.create_index("ix_name_text", "name", ["text"])
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
    )
    op.create_index("ix_passage_text", "passage", ["text"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("text", sa.Integer(), sa.ForeignKey("text.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text()),
        sa.Column("speaker_spans", sa.Text()),
        sa.Column("party", sa.Text()),
        sa.Column("cue", sa.Text()),
        sa.Column("cue_spans", sa.Text()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_spans", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("relayed_by", sa.Text(), nullable=False),
    )
    op.create_index("ix_statement_party", "statement", ["party"])
    op.create_index("ix_statement_text", "statement", ["text"])
    op.execute(SHADOW_DDL)
    op.execute(VOCABULARY_DDL)
