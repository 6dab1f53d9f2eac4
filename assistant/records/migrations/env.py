"""Alembic's entry: runs the migrations on the connection that `record_database.migrate` opened."""

from __future__ import annotations

from alembic import context

from assistant.records.database import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
