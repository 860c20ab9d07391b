"""The journal is written once: the database lets nobody change it, not even its own program."""

from datetime import date

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from linli.cases import events
from linli.cases.tests.builders import a_case, a_case_in_hand
from linli.journal.models import Event
from linli.journal.record import declared_verbs, record, sentence_of, verb
from tests.architecture.code import ROOMS
from tests.cast import build_town


@pytest.fixture
def event(town, at):
    a_case(town, at=at)
    return Event.objects.get(verb="cases.registered")


# Never changed


@pytest.mark.parametrize(
    "change",
    ["UPDATE journal_event SET verb = 'cases.archived'", "DELETE FROM journal_event", "TRUNCATE journal_event"],
)
def test_the_program_may_only_add(event, change):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change)
    assert Event.objects.get(pk=event.pk).verb == "cases.registered"


def test_nor_does_the_owner_of_the_tables_change_anything_by_accident(committed_db, test_server, at):
    with transaction.atomic():
        town = build_town()
        a_case(town, at=at)
    owner = psycopg.connect(**(test_server.owner | {"dbname": committed_db["dbname"]}), autocommit=True)

    with owner:
        owner.execute("SELECT set_config('linli.communities', %s, false)", [str(town.guihua.pk)])
        assert owner.execute("SELECT count(*) FROM journal_event").fetchone() == (2,)
        for change in (
            "UPDATE journal_event SET verb = 'x'",
            "DELETE FROM journal_event",
            "TRUNCATE journal_event CASCADE",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="the journal is append-only"):
                owner.execute(change)
        assert owner.execute("SELECT count(*) FROM journal_event WHERE verb = 'x'").fetchone() == (0,)


def test_the_program_may_not_take_the_guard_away(event):
    for guard in ("append_only", "append_only_whole"):
        with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
            connection.cursor().execute(f"ALTER TABLE journal_event DISABLE TRIGGER {guard}")


def test_the_program_owns_nothing_and_stands_above_nothing(town):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


# How it reads


def test_facts_are_kept_plain(town, at):
    case = a_case(town, at=at)

    row = record(events.PAUSED, case, by=None, at=at, resume_by=at, on=date(2026, 3, 2), word=_("热线"), n=3)

    assert row.facts == {"resume_by": "2026-03-02T09:30:00+08:00", "on": "2026-03-02", "word": "热线", "n": 3}


def test_moments_read_in_local_time_with_the_date_when_it_is_another_day(town, at, minutes):
    case = a_case(town, at=at)

    same_day = record(events.PAUSED, case, by=None, at=at, resume_by=at + minutes(30))
    next_day = record(events.PAUSED, case, by=None, at=at, resume_by=at + minutes(24 * 60))

    assert sentence_of(same_day) == "暂停，预计 10:00 恢复"
    assert sentence_of(next_day).startswith("暂停，预计 2026")


def test_a_code_is_kept_as_a_code_and_read_as_a_word(event):
    assert event.facts == {"channel": "hotline"}
    assert sentence_of(event) == "接到热线，承诺的时间开始走"


def test_an_old_event_with_a_fact_missing_still_reads(town, at):
    case = a_case(town, at=at)

    assert sentence_of(record(events.HELP_ASKED, case, by=None, at=at)) == "请来协办："


def test_a_verb_nobody_declares_any_more_reads_as_its_name(town, at):
    case = a_case(town, at=at)
    row = record(events.PAUSED, case, by=None, at=at)
    row.verb = "cases.gone"

    assert sentence_of(row) == "cases.gone"


def test_a_verb_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        verb("cases.registered", "x")


def test_verbs_are_named_after_their_room():
    rooms = {each.name.split(".")[0] for each in declared_verbs()}
    assert rooms <= set(ROOMS)


def test_the_duty_is_written_as_it_was_called_then_in_the_houses_own_language(town, at):
    with translation.override("en"):
        a_case_in_hand(town, at=at)

    assert Event.objects.get(verb="cases.accepted").duty == "建安街责任区 责任区党员"


def test_the_clock_holds_no_duty(town, at):
    case = a_case(town, at=at)

    row = record(events.NOBODY_TO_ASK, case, by=None, at=at)

    assert (row.actor, row.duty) == (None, "")


def test_it_goes_with_the_transaction_that_wrote_it(town, at):
    def write_and_fail():
        with transaction.atomic():
            a_case(town, at=at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert Event.objects.count() == 0
