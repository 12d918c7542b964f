"""What is watched, for whom, what is known of it, and when people want to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "aims",
        sa.Column("id", number, nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), server_default="", nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("until", sa.Double(), nullable=True),
        sa.Column("begun", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("failures", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("turn", sa.Double(), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lane"),
    )
    leased, waits = sa.text("owner is not null"), sa.text("owner is null")
    op.create_index("aims_lane", "aims", ["lane", "priority", "id"])
    op.create_index("aims_leased", "aims", ["lane", "owner"], sqlite_where=leased, postgresql_where=leased)
    op.create_index("aims_waits", "aims", ["due", "id"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "watches",
        sa.Column("id", number, nullable=False),
        sa.Column("aim", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("watches_once", "watches", ["aim", "subject", "account"], unique=True)
    op.create_index("watches_held", "watches", ["aim", "account"])
    op.create_index(op.f("ix_watches_subject"), "watches", ["subject"])
    op.create_index(op.f("ix_watches_account"), "watches", ["account"])
    op.create_table(
        "known",
        sa.Column("aim", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("aim", "account"),
    )
    op.drop_table("counts")  # they begin anew
    op.create_table(
        "counts",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "kind", "thing"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_counts_until"), "counts", ["until"])
    op.create_table(
        "alarms",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(op.f("ix_alarms_at"), "alarms", ["at"])
    op.add_column("tokens", sa.Column("kind", sa.String(), server_default="", nullable=False))
    op.add_column("outbox", sa.Column("quiet", sa.String(), nullable=True))
    op.add_column("persons", sa.Column("quiet", sa.String(), nullable=True))
    op.add_column("persons", sa.Column("spoiler", sa.Boolean(), nullable=True))
    op.add_column("persons", sa.Column("remind", sa.String(), nullable=True))
    op.add_column("chats", sa.Column("quiet", sa.String(), nullable=True))
    op.add_column("chats", sa.Column("remind", sa.String(), nullable=True))
