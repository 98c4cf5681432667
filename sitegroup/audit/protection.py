"""Triggers of the database that refuse to change or delete what is written once.

The models refuse too, but only Python passes them: these stand against every other hand. They
are made by a migration and looked at after every later one, because SQLite forgets the triggers
of a table that a migration alters (it makes the table anew).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Table -> its primary key. Change, Release and ReviewDecision have no column that ever changes.
TABLES = {
    "sitegroup_auditentry": "sequence",
    "sitegroup_auditcheckpoint": "last_sequence",
    "sitegroup_release": "id",
    "sitegroup_reviewdecision": "id",
    "sitegroup_change": "id",
}
ENTRIES = "sitegroup_auditentry"
# 网络安全法: logs are kept for six months at least. The database holds to it by itself.
FLOOR_DAYS = 180
PREFIX = "once"
FUNCTION = f"{PREFIX}_refuse"

# An entry may go when a checkpoint says where it went, and when it is old enough; see pruning.py.
MOVED = "SELECT 1 FROM sitegroup_auditcheckpoint c WHERE c.last_sequence >= OLD.sequence"
NOT_MOVED = f"NOT EXISTS ({MOVED})"
KEPT_SQLITE = f"""
    {NOT_MOVED} OR OLD.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-{FLOOR_DAYS} days')
"""
KEPT_POSTGRESQL = f"{NOT_MOVED} OR OLD.at > now() - interval '{FLOOR_DAYS} days'"

Triggers = dict[tuple[str, str], str]


def _sqlite() -> Triggers:
    """(table, trigger) -> the statement that makes it.

    INSERT OR REPLACE deletes without any trigger of deletion: hence the third.
    """
    made: Triggers = {}
    for table, key in TABLES.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
        kept = f"WHEN {KEPT_SQLITE}" if table == ENTRIES else ""
        again = f"WHEN EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = NEW.{key})"  # noqa: S608
        parts = {
            "update": f"BEFORE UPDATE ON {table}",
            "delete": f"BEFORE DELETE ON {table} {kept}",
            "insert": f"BEFORE INSERT ON {table} {again}",
        }
        for event, when in parts.items():
            name = f"{PREFIX}_{event}_{table}"
            made[table, name] = f"CREATE TRIGGER {name} {when} {refuse}"
    return made


def _postgresql() -> Triggers:
    """(table, trigger) -> the statement that makes it."""
    made: Triggers = {}
    for table in TABLES:
        kept = table == ENTRIES
        parts = {
            "update": f"BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
            "delete": (
                f"BEFORE DELETE ON {table} FOR EACH ROW "
                f"EXECUTE FUNCTION {FUNCTION}{'_young' if kept else ''}()"
            ),
            "truncate": (
                f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
            ),
        }
        for event, when in parts.items():
            name = f"{PREFIX}_{event}_{table}"
            made[table, name] = f"CREATE TRIGGER {name} {when}"
    return made


REFUSE = "RAISE EXCEPTION '% is written once', TG_TABLE_NAME;"
FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN {REFUSE} END $$""",
    f"""CREATE OR REPLACE FUNCTION {FUNCTION}_young() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF {KEPT_POSTGRESQL} THEN {REFUSE} END IF; RETURN OLD; END $$""",
)


def _wanted(connection: BaseDatabaseWrapper) -> Triggers:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _present(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """(table, trigger) of what is in the database and in force."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
            "AND c.relnamespace = current_schema()::regnamespace"
        )
    else:
        query = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(table, name) for table, name in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """The (table, trigger) that should be there and are not."""
    present = _present(connection)
    return sorted(pair for pair in _wanted(connection) if pair not in present)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing."""
    wanted, absent = _wanted(connection), missing(connection)
    with connection.cursor() as cursor:
        if absent and connection.vendor == "postgresql":
            for statement in FUNCTIONS:
                cursor.execute(statement)
        for table, name in absent:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")  # one that is disabled
            cursor.execute(wanted[table, name])


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for going back before the migration that made them, and for tests."""
    with connection.cursor() as cursor:
        for table, name in sorted(_present(connection)):
            if name in {known for _table, known in _wanted(connection)}:
                of = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{of}")


@contextmanager
def triggers_dropped(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers for a while: no code of the product calls this, tests and a restore may."""
    drop_triggers(connection)
    try:
        yield
    finally:
        install_triggers(connection)


def forwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration."""
    install_triggers(schema_editor.connection)


def backwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration that is taken back."""
    drop_triggers(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}()")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}_young()")


def after_migrations(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """post_migrate: what a later migration has lost is made again."""
    connection = connections[using]
    if ENTRIES in connection.introspection.table_names():
        install_triggers(connection)
