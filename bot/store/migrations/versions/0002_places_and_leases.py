"""Where nothing can be sent, what only one process may do, and what waits, in order."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gone",
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("lane"),
    )
    op.create_index(op.f("ix_gone_at"), "gone", ["at"], unique=False)
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    for table in ("inbox", "outbox"):
        waits = sa.text("owner is null")
        op.create_index(f"{table}_waits", table, ["priority", "id"], sqlite_where=waits, postgresql_where=waits)
