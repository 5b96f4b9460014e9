"""Whether a text's date of publication was read in its words; the next build reads all texts again and fills it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, and let the next build fill it."""
    op.add_column("text", sa.Column("published_in_text", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE text SET reader = ''")
