"""What people corrected in a text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; no text is corrected yet, but all are read again, as their imprints hold these columns too."""
    op.add_column("text", sa.Column("corrections", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("text", sa.Column("corrected_by", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE text SET reader = ''")
