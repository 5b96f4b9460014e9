"""The vectors of passages; the first search by meaning fills them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table, empty."""
    op.create_table(
        "vector",
        sa.Column("first", sa.Integer(), sa.ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
    )
