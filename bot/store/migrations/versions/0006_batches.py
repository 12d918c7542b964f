"""Files of lines that are worked off one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "batches",
        sa.Column("id", number, nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("until", sa.Double(), nullable=True),
        sa.Column("begun", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("failures", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("stopped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shown", sa.String(), server_default="", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("word"),
    )
    leased, waits = sa.text("owner is not null"), sa.text("owner is null")
    op.create_index("batches_lane", "batches", ["lane", "priority", "id"])
    op.create_index("batches_leased", "batches", ["lane", "owner"], sqlite_where=leased, postgresql_where=leased)
    op.create_index("batches_waits", "batches", ["due", "id"], sqlite_where=waits, postgresql_where=waits)
    op.create_index(op.f("ix_batches_address"), "batches", ["address"])
    op.create_index(op.f("ix_batches_at"), "batches", ["at"])
    op.create_table(
        "batch_rows",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["batches.word"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("batch", "place"),
    )
