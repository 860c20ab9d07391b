"""One row an activity, one row a person and activity; names are covered without a reason."""

from datetime import timedelta

from linli.activities.actions import record_held, take_attendance
from linli.sheets.queries.ledgers import Draft, asked, keys_of, lines_of
from linli.sheets.registry import ledger_kind


def lines(town, at, kind, *codes, user=None, **more):
    draft = Draft(ledger_kind(kind), codes, sort="", filters="only_held=on")
    question = asked(draft, user=user or town.worker_mo, community=town.guihua, at=at, **more)
    return list(lines_of(draft.kind, question, keys_of(draft, question)))


def test_what_was_held_is_listed_with_who_came(town, plan, people, at):
    evening = plan(days=1, kinds=["culture", "health"])
    plan("还没办的", days=1)
    take_attendance(evening, present=[people[0].pk], excused={people[2].pk: "住院"}, by=None, at=evening.starts_at)
    after = evening.ends_at
    record_held(evening, started_at=evening.starts_at, ended_at=after, summary="唱了歌", by=None, at=after)
    later = at + timedelta(days=2)

    rows = lines(town, later, "activities", "on", "title", "kinds", "sessions", "came", "excused", "summary")
    assert [list(map(str, row)) for row in rows] == [["2026-03-03", "周末歌会", "文体、健康", "1", "1", "1", "唱了歌"]]
    covered = lines(town, later, "attendance", "person", "state", "reason")
    whole = lines(town, later, "attendance", "person", "reason", is_personal=True)
    assert {row[0] for row in covered} == {"黄*香", "覃*豪"}
    assert not any(row[2] for row in covered)
    assert {tuple(row) for row in whole} == {("黄桂香", ""), ("覃家豪", "住院")}
    assert lines(town, later, "activities", "title", user=town.operator_zhao) == []
