"""What the application role may do, and that it may do no more."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from linli.config import roles

pytestmark = pytest.mark.django_db


def asked(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_tests_run_as_the_application_role_that_owns_nothing():
    assert asked("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == 0
    assert asked("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE journal_event SET id = id",
        "DELETE FROM journal_event",
        "TRUNCATE journal_event",
        "DELETE FROM django_migrations",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
        "CREATE TABLE mine (n int)",
        "ALTER TABLE journal_event DISABLE ROW LEVEL SECURITY",
        "DROP TABLE journal_event",
    ],
)
def test_application_role_may_not(forbidden):
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        asked(forbidden)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_rights_reach_tables_sequences_and_functions_made_later():
    kinds = asked("SELECT string_agg(defaclobjtype::text, '' ORDER BY defaclobjtype) FROM pg_default_acl")
    assert kinds == "Sfr"


def test_functions_of_somebody_else_are_not_in_the_way(test_server, template_database):
    """As an extension leaves them that an administrator installed beside us, pg_stat_statements for one."""
    name = f"{template_database}_beside"
    test_server.clone(template_database, name)
    try:
        with roles.connect(test_server.maker | {"dbname": name}, "DATABASE_URL") as maker:
            maker.execute("CREATE FUNCTION public.not_ours() RETURNS int LANGUAGE sql AS 'SELECT 1'")
            maker.execute("REVOKE ALL ON FUNCTION public.not_ours() FROM PUBLIC")
        with roles.connect(test_server.owner | {"dbname": name}, "DATABASE_URL") as owner:
            if owner.info.user != test_server.maker["user"]:
                roles.grant(owner, test_server.app["user"])
            allowed = "SELECT count(*) FROM pg_proc WHERE proname = %s AND has_function_privilege(%s, oid, 'EXECUTE')"
            ours = owner.execute(allowed, ["cases_found", test_server.app["user"]]).fetchone()
            theirs = owner.execute(allowed, ["not_ours", test_server.app["user"]]).fetchone()
    finally:
        test_server.drop(name)
    assert (ours, theirs) == ((1,), (0,))
