"""Desk sessions that were ended by logging out; what a message was (policy, small_talk, person)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    op.create_table(
        "ended_sessions",
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column(
        "questions", sa.Column("kind", sa.String(16), nullable=False, server_default="policy")
    )


def downgrade() -> None:
    """To the schema before."""
    op.drop_column("questions", "kind")
    op.drop_table("ended_sessions")
