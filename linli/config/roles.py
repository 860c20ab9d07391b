"""The rights of the application role, given by the owner after every migration.

The application role reads and writes rows and nothing more: it owns no table, so row-level security holds for it, and
it can neither change what the journal has recorded nor pretend that a migration was made.
"""

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from . import env
from .trouble import Trouble

OLDEST_SERVER = 150000
APPEND_ONLY = ("journal_event",)
READ_ONLY = ("django_migrations",)
OUT_OF_REACH = ("cases_searchtext",)  # read only through cases_found(), which asks for the fence
EXTENSIONS = ("btree_gist",)
# an extension somebody else installed beside us has functions nobody may pass on
OUR_FUNCTIONS = """SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole"""
ONE_AT_A_TIME = 0x11_41_11  # the advisory lock of everyone who changes tables or roles


def connect(parts: dict[str, str], name: str) -> psycopg.Connection:
    """Connect, or say in one sentence why not; `name` is the setting that said where to."""
    try:
        return psycopg.connect(make_conninfo(**{"connect_timeout": "10"} | parts), autocommit=True)
    except psycopg.OperationalError as why:
        first = str(why).strip().splitlines()[0]
        raise Trouble(f"The database that {name} names cannot be reached: {first}") from None


def check_server(connection: psycopg.Connection) -> None:
    """Refuse a server or database this program cannot live in."""
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise Trouble(f"The database server is PostgreSQL {version // 10000}; 15 or later is needed.")
    encoding = _value(
        connection, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    )
    if encoding != "UTF8":
        raise Trouble(f"The database's encoding is {encoding}; make it with: CREATE DATABASE … ENCODING 'UTF8'.")


def check_owner(connection: psycopg.Connection) -> None:
    """Refuse an owner who may not make what migrations make, and say what an administrator has to run."""
    user, place = connection.info.user, connection.info.dbname
    if not _value(connection, "SELECT has_schema_privilege('public', 'CREATE')"):
        raise Trouble(
            f"The user {user} may not make tables in {place}. "
            f"As an administrator: ALTER DATABASE {place} OWNER TO {user};"
        )
    for name in EXTENSIONS:
        known = _value(connection, "SELECT count(*) FROM pg_available_extensions WHERE name = %s", name)
        if not known:
            raise Trouble(f"The database server lacks the extension {name}: install PostgreSQL's contrib package.")
        there = _value(connection, "SELECT count(*) FROM pg_extension WHERE extname = %s", name)
        if not there and not _value(connection, "SELECT has_database_privilege(current_database(), 'CREATE')"):
            raise Trouble(
                f"The user {user} may not add the extension {name}. "
                f"As an administrator, in {place}: CREATE EXTENSION {name};"
            )


def ensure_app_role(connection: psycopg.Connection, app: dict[str, str]) -> None:
    """Make the application role where it is missing, and refuse one that could look over the fence."""
    role, password = app["user"], app.get("password", "")
    with alone(connection):
        if not _value(connection, "SELECT count(*) FROM pg_roles WHERE rolname = %s", role):
            _alter(connection, "CREATE", role, password)
        elif not env.text("APP_DATABASE_URL") and not _lets_in(app):
            _alter(connection, "ALTER", role, password)  # made with the secret key of another installation
    if _value(connection, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", role):
        raise Trouble(
            f"The application role {role} sees over the fence. "
            f"As an administrator: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS;"
        )
    if role == connection.info.user:
        raise Trouble("DATABASE_URL and APP_DATABASE_URL name the same role: the application must not own the tables.")


def grant(connection: psycopg.Connection, role: str) -> None:
    """Give the application role its rights, on what stands now and on what is made later. May run at any time."""
    app = sql.Identifier(role)
    with alone(connection), connection.transaction():
        for text in (
            "GRANT USAGE ON SCHEMA public TO {app}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
        ):
            connection.execute(sql.SQL(text).format(app=app))
        for (ours,) in connection.execute(OUR_FUNCTIONS).fetchall():
            connection.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(ours), app))
        for tables, rights in (
            (APPEND_ONLY, "UPDATE, DELETE, TRUNCATE"),
            (READ_ONLY, "INSERT, UPDATE, DELETE, TRUNCATE"),
            (OUT_OF_REACH, "ALL"),
        ):
            for table in tables:
                if _value(connection, "SELECT to_regclass(%s)", f"public.{table}"):
                    connection.execute(
                        sql.SQL("REVOKE {} ON {} FROM {}").format(sql.SQL(rights), sql.Identifier(table), app)
                    )


class alone:  # noqa: N801 - reads as a word in `with alone(connection):`
    """Hold the advisory lock under which tables and roles are changed. The database drops it if we die."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])

    def __exit__(self, *_: object) -> None:
        self.connection.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _alter(connection: psycopg.Connection, verb: str, role: str, password: str) -> None:
    try:
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(sql.SQL(verb), sql.Identifier(role), sql.Literal(password))
        )
    except psycopg.errors.InsufficientPrivilege:
        raise Trouble(
            f"The user {connection.info.user} may not make the application role. As an administrator: "
            f"ALTER ROLE {connection.info.user} CREATEROLE; "
            f"or make a role of your own (CREATE ROLE {role} LOGIN PASSWORD '…';) and name it in APP_DATABASE_URL."
        ) from None


def _lets_in(app: dict[str, str]) -> bool:
    try:
        psycopg.connect(make_conninfo(**{"connect_timeout": "10"} | app)).close()
    except psycopg.OperationalError:
        return False
    return True


def _value(connection: psycopg.Connection, query: str, *arguments: object) -> object:
    row = connection.execute(query, arguments).fetchone()
    return row[0] if row else None
