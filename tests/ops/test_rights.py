"""What the application role may do, and that it may do no more."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

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
