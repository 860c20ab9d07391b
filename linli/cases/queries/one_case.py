"""One case with everything its page shows, in one statement: a page of a case is what people open most.

What few cases have (files, parts, links, mergers) is only looked for: whoever shows it asks for it then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.fence.straight import columns, from_facts, side_by_side
from linli.residents.models import Unit
from linli.residents.queries import unit_ids_of
from linli.territory.models import Zone

from ..models import (
    Callback,
    Case,
    Category,
    CoHandling,
    CouncilCandidate,
    Extension,
    NotCounted,
    Offer,
    Pause,
    Promise,
    Requester,
    Ties,
)

M = TypeVar("M", bound=Model)

Facts = dict[str, Any]
"""One row as JSON gives it: columns by name, moments as ISO text."""


LISTS = {
    "promises": """SELECT p.id, p.round, p.kind, p.allowance, p.clock, p.source, p.made_at, p.due_at, p.due_is_assumed,
        p.paused_at, p.done_at, p.kept_at, p.broken_at, p.waived_at, p.waived_why, p.corrected_at,
        b.code AS reason_code, b.note AS reason_note FROM cases_promise p
        LEFT JOIN cases_breachreason b ON b.promise_id = p.id WHERE p.case_id = c.id ORDER BY p.round, p.kind""",
    "offers": """SELECT o.id, o.round, o.rung, o.to_id, o.unit_id, o.is_by_link, o.answer_by, o.answer, o.reason,
        u.name AS to_name, n.name AS unit_name, n.short_name AS unit_short_name FROM cases_offer o
        JOIN accounts_user u ON u.id = o.to_id LEFT JOIN residents_unit n ON n.id = o.unit_id
        WHERE o.case_id = c.id ORDER BY o.round, o.seq""",
    "pauses": "SELECT id, reason, resume_by, ended_at FROM cases_pause WHERE case_id = c.id ORDER BY began_at",
    "helped": """SELECT h.id, h.round, h.helper_id, h.unit_id, h.wanted, h.due_at, h.accepted_at, h.expected_at,
        h.late_at, h.declined_at, h.decline_reason, h.done_at, h.report, u.name AS helper_name, n.name AS unit_name,
        n.short_name AS unit_short_name FROM cases_cohandling h LEFT JOIN accounts_user u ON u.id = h.helper_id
        LEFT JOIN residents_unit n ON n.id = h.unit_id WHERE h.case_id = c.id ORDER BY h.asked_at""",
    "remarks": "SELECT id, kind, body, at, co_handling_id FROM cases_remark WHERE case_id = c.id ORDER BY at, id",
    "arrivals": "SELECT id, round, who_id, note FROM cases_arrival WHERE case_id = c.id",
    "closures": "SELECT id, round, by_id, done, handed_to FROM cases_closure WHERE case_id = c.id",
    "reopenings": "SELECT id, reason FROM cases_reopening WHERE case_id = c.id",
    "extensions": """SELECT e.id, e.asked_by_id, e.reason, e.decision_note, e.new_due_at, e.is_approved,
        u.name AS asked_by_name, p.round FROM cases_extension e JOIN accounts_user u ON u.id = e.asked_by_id
        JOIN cases_promise p ON p.id = e.promise_id WHERE e.case_id = c.id ORDER BY e.asked_at""",
    "callbacks": """SELECT b.id, b.requester_id, b.round, b.attempt, b.at, b.by_id, b.reached, b.contacted_in_time,
        b.resolved, b.satisfaction, b.comment, u.name AS by_name FROM cases_callback b
        LEFT JOIN accounts_user u ON u.id = b.by_id WHERE b.case_id = c.id ORDER BY b.round, b.attempt""",
    "requesters": """SELECT id, is_first, words, name, phone_tail, is_anonymous, wants_confidential FROM cases_requester
        WHERE case_id = c.id ORDER BY told_us_at, id""",
    "uncounted": "SELECT id, why, note FROM cases_notcounted WHERE case_id = c.id AND undone_at IS NULL",
    "candidates": "SELECT id, why FROM cases_councilcandidate WHERE case_id = c.id AND taken_off_at IS NULL",
    "events": """SELECT e.verb, e.at, e.recorded_at, e.duty, e.facts, u.name AS by FROM journal_event e
        LEFT JOIN accounts_user u ON u.id = e.actor_id WHERE e.subject_type_id = %(type)s AND e.subject_id = c.id
        AND e.community_id = c.community_id ORDER BY e.at, e.id""",
}
FLAGS = {
    "has_files": "FROM cases_casefile WHERE case_id = c.id",
    "has_uploads": """FROM files_upload WHERE by_id = %(user)s AND meant_for = %(page)s AND file_id IS NULL""",
    "was_merged": "FROM cases_merger WHERE case_id = c.id",
    "took_in": "FROM cases_merger WHERE into_id = c.id",
    "has_parts": "FROM cases_case WHERE part_of_id = c.id",
    "is_linked": "FROM cases_caselink WHERE case_id = c.id AND ended_at IS NULL",
    "is_linked_too": "FROM cases_caselink WHERE other_id = c.id AND ended_at IS NULL",
}
BESIDE = {
    "handler_name": "(SELECT name FROM accounts_user WHERE id = c.handler_id)",
    "first_handler_name": "(SELECT name FROM accounts_user WHERE id = c.first_handler_id)",
    "zone_name": "(SELECT name FROM territory_zone WHERE id = c.zone_id)",
    "kinds": """(SELECT json_agg(x) FROM (SELECT k.id, k.parent_id, k.name, k.name_en FROM cases_category k
        WHERE k.id = c.category_id OR k.id = (SELECT parent_id FROM cases_category WHERE id = c.category_id)) x)""",
    **{name: f"(SELECT json_agg(x) FROM ({text}) x)" for name, text in LISTS.items()},  # noqa: S608 - texts of this page
    **{name: f"EXISTS (SELECT {text})" for name, text in FLAGS.items()},
}
ONE_CASE = f"""
    SELECT {", ".join([columns(Case, "c"), *(f"{text} AS {name}" for name, text in BESIDE.items())])}
    FROM cases_case c WHERE c.number = %(number)s
"""  # noqa: S608 - put together of this page's own words; values go beside it


@dataclass(frozen=True)
class OneCase:
    """A case at hand. Lists are in the order people read them; `facts` are rows whose words stand on the timeline.

    `helpers`, `extension` and `callbacks` are those of this round; `promises` and `offers` those of all rounds.
    """

    case: Case
    promises: list[Promise]
    reasons: dict[int, tuple[str, str]]
    offers: list[Offer]
    pause: Pause | None
    helpers: list[CoHandling]
    extension: Extension | None
    callbacks: list[Callback]
    requesters: list[Requester]
    uncounted: NotCounted | None
    candidate: CouncilCandidate | None
    facts: Mapping[str, list[Facts]]
    has_files: bool
    has_uploads: bool
    has_mergers: bool
    has_parts: bool
    is_linked: bool

    @property
    def has_company(self) -> bool:
        """Whether other cases may stand beside it."""
        return self.has_mergers or self.has_parts or self.is_linked or self.case.part_of_id is not None

    @property
    def own_promises(self) -> list[Promise]:
        """The promises of this round."""
        return [promise for promise in self.promises if promise.round == self.case.round]

    @property
    def offers_waiting(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.answer]


def one_case(number: str, user: User, *, page: str) -> OneCase | None:
    """Return the case of this number with everything about it; None when `user` may not see it.

    `page` is the address of the page it is shown on: whether something was sent from there and not used yet.
    """
    kind = ContentType.objects.get_for_model(Case).pk
    rows = ask(ONE_CASE, {"number": number, "type": kind, "user": user.pk, "page": page})
    if not rows:
        return None
    [case] = side_by_side(rows[0], Case)
    if not case.is_visible_to(user):
        return None
    found: Facts = dict(zip(BESIDE, rows[0][-len(BESIDE) :], strict=True))
    lists = {name: found[name] or [] for name in LISTS}
    _name_what_it_points_to(case, found)
    extensions = [row for row in lists["extensions"] if row["is_approved"] is None and row["round"] == case.round]
    one = OneCase(
        case=case,
        promises=[from_facts(Promise, row) for row in lists["promises"]],
        reasons={
            row["id"]: (row["reason_code"], row["reason_note"]) for row in lists["promises"] if row["reason_code"]
        },
        offers=[_with(from_facts(Offer, row), row, to=User, unit=Unit) for row in lists["offers"]],
        pause=next((from_facts(Pause, row) for row in lists["pauses"] if row["ended_at"] is None), None),
        helpers=[_helper(row, lists["remarks"]) for row in lists["helped"] if row["round"] == case.round],
        extension=next((_with(from_facts(Extension, row), row, asked_by=User) for row in extensions), None),
        callbacks=[
            _with(from_facts(Callback, row), row, by=User) for row in lists["callbacks"] if row["round"] == case.round
        ],
        requesters=[from_facts(Requester, row) for row in lists["requesters"]],
        uncounted=next((from_facts(NotCounted, row) for row in lists["uncounted"]), None),
        candidate=next((from_facts(CouncilCandidate, row) for row in lists["candidates"]), None),
        facts=lists,
        has_files=found["has_files"],
        has_uploads=found["has_uploads"],
        has_mergers=found["was_merged"] or found["took_in"],
        has_parts=found["has_parts"],
        is_linked=found["is_linked"] or found["is_linked_too"],
    )
    case.ties = _ties(one, user)
    return one


def _name_what_it_points_to(case: Case, found: Facts) -> None:
    kinds = {kind.pk: kind for kind in (from_facts(Category, row) for row in found["kinds"])}
    case.category = kinds[case.category_id]
    if case.category.parent_id:
        case.category.parent = kinds[case.category.parent_id]
    case.zone = _named(Zone, case.zone_id, found["zone_name"]) if case.zone_id else None
    case.handler = _named(User, case.handler_id, found["handler_name"]) if case.handler_id else None
    case.first_handler = _named(User, case.first_handler_id, found["first_handler_name"])


def _helper(row: Facts, remarks: list[Facts]) -> CoHandling:
    helper: Any = _with(from_facts(CoHandling, row), row, helper=User, unit=Unit)
    helper.said = [_Word(each) for each in remarks if each["co_handling_id"] == row["id"]]
    return cast("CoHandling", helper)


class _Word:
    """What a helper said, and when."""

    def __init__(self, row: Facts) -> None:
        self.body, self.at = row["body"], datetime.fromisoformat(row["at"])


def _ties(one: OneCase, user: User) -> Ties:
    case, facts, mine = one.case, one.facts, user.pk
    offers = [row for row in facts["offers"] if row["to_id"] == mine and row["round"] == case.round]
    units = {row["unit_id"] for row in facts["helped"] if row["unit_id"]}
    hands = [row["who_id"] for row in facts["arrivals"] if row["round"] == case.round]
    hands += [row["by_id"] for row in facts["closures"] if row["round"] == case.round]
    return Ties(
        user_id=mine,
        was_offered=any(row["answer"] != Offer.Answer.DECLINED for row in offers),
        helps=any(row["helper_id"] == mine for row in facts["helped"])
        or bool(units and not units.isdisjoint(unit_ids_of(user))),
        had_a_hand=None  # hands of other cases count too
        if one.has_parts or one.has_mergers
        else mine in hands or any(row["answer"] == Offer.Answer.ACCEPTED for row in offers),
    )


def _named(model: type[M], pk: int, name: str, **more: Any) -> M:
    return from_facts(model, {"id": pk, "name": name, **more})


def _with(thing: M, row: Facts, **related: type[Model]) -> M:
    """Put beside `thing` what it points to, by name: `row` has its `…_id` and `…_name`."""
    for relation, model in related.items():
        pk = row[f"{relation}_id"]
        more = {"short_name": row[f"{relation}_short_name"]} if model is Unit else {}
        setattr(thing, relation, _named(model, pk, row[f"{relation}_name"], **more) if pk else None)
    return thing
