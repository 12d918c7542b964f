"""What Alembic runs: the migrations, within the transaction of the connection that it was handed."""

from alembic import context

from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
