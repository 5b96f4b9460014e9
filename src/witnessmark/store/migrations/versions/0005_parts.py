"""Where a source lay in another one, and what a file says of itself; the next build reads all texts again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns, and let the next build make the texts again."""
    op.add_column("acquisition", sa.Column("parent", sa.Text()))
    op.add_column("acquisition", sa.Column("part", sa.Text()))
    op.create_index("ix_acquisition_parent", "acquisition", ["parent"])
    op.add_column("text", sa.Column("declared", sa.Text(), nullable=False, server_default="[]"))
    op.execute("UPDATE text SET extractor = '', reader = ''")
