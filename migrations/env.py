"""How Alembic reaches the database: on the connection it is handed, or, from its command line, on its own."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from deliberation.ledger import tables as ledger_tables
from deliberation.ledger.database import make_engine
from deliberation.records import tables as records_tables
from deliberation.records.calling import tables as calling_tables
from deliberation.records.people import tables as people_tables
from deliberation.records.staff import tables as staff_tables
from deliberation.records.topics import tables as topics_tables

# Importing a module of tables is what puts them on the metadata.
TABLES = (ledger_tables, records_tables, staff_tables, people_tables, topics_tables, calling_tables)


def migrate(connection: Connection) -> None:
    """Run what was asked for, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,  # SQLite cannot alter most of a table in place
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_from_command_line() -> None:
    """Connect to DATABASE_URL, or to the address in alembic.ini."""
    engine = make_engine(
        os.environ.get("DATABASE_URL") or context.config.get_main_option("sqlalchemy.url", "")
    )
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


if handed := context.config.attributes.get("connection"):
    migrate(handed)
else:
    asyncio.run(migrate_from_command_line())
