"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    """To the schema before."""
    ${downgrades if downgrades else "raise NotImplementedError"}
