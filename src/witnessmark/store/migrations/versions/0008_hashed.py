"""Hashes of sealed files beyond the SHA-256 that names them, for the texts that declare such hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "hashed",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("algorithm", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
