"""The imprint of what was read in each text; texts that have none are read again by the next build."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, and let the next build fill it."""
    op.add_column("text", sa.Column("imprint", sa.Text()))
    op.execute("UPDATE text SET reader = ''")
