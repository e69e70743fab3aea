"""The tables of accounts and log, and the migrations that make them in an empty or older database.

Moments are text as `2026-11-28T15:36:35Z`, days as `2026-11-28`: they compare as text and mean the same in every
database.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    insert,
    inspect,
    select,
    text,
)

TABLES = MetaData()

ACCOUNT = Table(
    "account", TABLES,
    Column("id", String, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("password", String),  # argon2id; none of who signs in elsewhere or has not chosen one yet
    Column("issuer", String),
    Column("subject", String),
    Column("created", String, nullable=False),
    Column("expires", String),
    Column("locked", Boolean, nullable=False),
    Column("totp", String),  # sealed
    Column("totp_pending", String),  # sealed
    Column("totp_step", BigInteger, nullable=False),  # the last time step of which a code was used
    UniqueConstraint("issuer", "subject"),
)  # fmt: skip
APPOINTMENT = Table(
    "appointment", TABLES,
    Column("account", String, primary_key=True),
    Column("role", String, primary_key=True),
    Column("areas", String, nullable=False),  # a JSON list
    Column("until", String),
    Column("given_by", String, nullable=False),
    Column("given", String, nullable=False),
    Column("source", String, nullable=False),  # office, or provider: of the claims at the last sign-in
)  # fmt: skip
SESSION = Table(
    "session", TABLES,
    Column("hash", String, primary_key=True),
    Column("account", String, nullable=False, index=True),
    Column("whole", Boolean, nullable=False),  # not before the second factor
    Column("created", String, nullable=False),
    Column("seen", String, nullable=False),
)  # fmt: skip
INVITATION = Table(
    "invitation", TABLES,
    Column("hash", String, primary_key=True),
    Column("account", String, nullable=False, index=True),
    Column("expires", String, nullable=False),
)  # fmt: skip
RECOVERY = Table(
    "recovery", TABLES,
    Column("account", String, primary_key=True),
    Column("hash", String, primary_key=True),
)  # fmt: skip
REQUEST = Table(
    "request", TABLES,
    Column("id", String, primary_key=True),
    Column("account", String),
    Column("login", String, nullable=False),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("areas", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("asked", String, nullable=False),
    Column("state", String, nullable=False),  # open, granted, refused
    Column("decided_by", String),
    Column("decided", String),
    Column("until", String),
)  # fmt: skip
ATTEMPT = Table(
    "attempt", TABLES,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False),  # a keyed hash of a login name or an address
    Column("at", String, nullable=False),
    Index("attempt_key", "key", "at"),
)  # fmt: skip
AUDIT = Table(
    "audit", TABLES,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False, index=True),
    Column("account", String, nullable=False, index=True),
    Column("detail", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)  # fmt: skip
VERSION = Table("schema_version", MetaData(), Column("version", Integer, primary_key=True))

SQLITE_GUARDS = (
    """CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END""",
    """CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END""",
)
POSTGRES_GUARDS = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the log is only added to'; END $$""",
    """CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
      FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
)


def _make_tables(connection: Connection) -> None:
    TABLES.create_all(connection)


def _guard_the_log(connection: Connection) -> None:
    guards = POSTGRES_GUARDS if connection.dialect.name == "postgresql" else SQLITE_GUARDS
    for guard in guards:
        connection.execute(text(guard))


SQLITE_RELEASE = (
    "DROP TRIGGER audit_is_kept",
    """CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit WHEN NOT EXISTS (SELECT 1 FROM audit
        WHERE kind = 'audit-purged' AND CAST(json_extract(detail, '$.upto') AS INTEGER) >= OLD.number)
      BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END""",
)
POSTGRES_RELEASE = (
    "DROP TRIGGER audit_stays ON audit",
    """CREATE TRIGGER audit_stays BEFORE UPDATE OR TRUNCATE ON audit
      FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE FUNCTION audit_refuse_unless_told() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN
        IF EXISTS (SELECT 1 FROM audit WHERE kind = 'audit-purged' AND (detail::json->>'upto')::bigint >= OLD.number)
        THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'the log is only added to';
      END $$""",
    """CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
      FOR EACH ROW EXECUTE FUNCTION audit_refuse_unless_told()""",
)


def _let_go_what_is_told(connection: Connection) -> None:
    """An entry may be removed where one of the log itself tells that it is."""
    release = POSTGRES_RELEASE if connection.dialect.name == "postgresql" else SQLITE_RELEASE
    for statement in release:
        connection.execute(text(statement))


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_make_tables, _guard_the_log, _let_go_what_is_told)
"""What brings a database from one version to the next, in order. Never changed, only added to."""


def migrate(connection: Connection) -> int:
    """Bring a database to the newest version, in the transaction of the caller; gives how many steps that took."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7031871)"))  # of two processes the second waits
    if not inspect(connection).has_table(VERSION.name):
        VERSION.create(connection)
    done = {version for (version,) in connection.execute(select(VERSION.c.version))}
    for version, step in enumerate(MIGRATIONS, start=1):
        if version not in done:
            step(connection)
            connection.execute(insert(VERSION).values(version=version))
    return len(MIGRATIONS) - len(done)
