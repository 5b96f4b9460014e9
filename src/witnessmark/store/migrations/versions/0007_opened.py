"""With what each source was opened to take out the files in it; the next build looks into all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("source", sa.Column("opened", sa.Text()))
