"""Aims remember that what is known of them is an older copy's."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("aims", sa.Column("restored", sa.Double(), nullable=True))
