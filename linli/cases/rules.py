"""Who may do what with a case. A permission has the name of its action."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import LEADERS, OFFICE, acts_as

from .models import Arrival, Case, CaseFile, Closure, GoodDeed, Offer, SavedFilter, Ties

Role = Duty.Role

is_office = acts_as(*OFFICE)
is_leader = acts_as(*LEADERS)
is_keeper_anywhere = acts_as(Role.ZONE_KEEPER)
is_supervisor = acts_as(Role.STREET_SUPERVISOR)


def about_a_case(asks: Callable[[User, Case], bool]) -> rules.Predicate:
    """A predicate about a case; of something of a case (a requester, help asked) it asks the same of that case."""

    @wraps(asks)
    def asked(user: User, thing: Any = None) -> bool:
        return thing is not None and asks(user, getattr(thing, "case", thing))

    return rules.predicate(asked)


@about_a_case
def sees_it(user: User, case: Case) -> bool:
    """Whoever a page has already shown the case to (see CaseQuerySet.visible_to)."""
    return case.community_id in user.community_ids


@about_a_case
def keeps_its_zone(user: User, case: Case) -> bool:
    return case.zone_id is not None and case.zone_id in user.zone_ids


@about_a_case
def handles_it(user: User, case: Case) -> bool:
    return case.handler_id == user.pk


def _ties(user: User, case: Case) -> Ties | None:
    """How the reader of a page stands to its case, when the page has read that already (queries.one_case)."""
    return case.ties if case.ties and case.ties.user_id == user.pk else None


@about_a_case
def was_offered_it(user: User, case: Case) -> bool:
    if ties := _ties(user, case):
        return ties.was_offered
    return case.offers.filter(to=user, round=case.round).exclude(answer="declined").exists()


@about_a_case
def helps_with_it(user: User, case: Case) -> bool:
    if ties := _ties(user, case):
        return ties.helps
    return case.co_handlings.for_person(user).exists()


@about_a_case
def did_not_handle_it(user: User, case: Case) -> bool:
    """Who handles may not verify: neither the handler, nor who arrived, nor who closed it this round."""
    if (ties := _ties(user, case)) and ties.had_a_hand is not None:
        return not ties.had_a_hand
    return user.pk not in handlers_of(case)


def handlers_of(case: Case) -> set[int]:
    """Return everyone who had a hand in this round, in a part or in what was merged into it.

    The callback trigger asks the same of the database.
    """
    hands = set(case.arrivals.filter(round=case.round).values_list("who_id", flat=True))
    hands |= set(case.closures.filter(round=case.round).values_list("by_id", flat=True))
    hands |= set(case.offers.filter(round=case.round, answer="accepted").values_list("to_id", flat=True))
    beside = [*case.parts.values_list("pk", flat=True), *case.taken_in.running().values_list("case", flat=True)]
    if beside:
        hands |= set(Arrival.objects.filter(case__in=beside).values_list("who_id", flat=True))
        hands |= set(Closure.objects.filter(case__in=beside).values_list("by_id", flat=True))
        hands |= set(Offer.objects.filter(case__in=beside, answer="accepted").values_list("to_id", flat=True))
    return hands


keeps_or_handles = keeps_its_zone | handles_it | was_offered_it

rules.add_perm("cases.view_desk", is_office)
rules.add_perm("cases.view_tasks", is_keeper_anywhere | is_leader | acts_as(Role.UNIT_LIAISON) | is_office)
rules.add_perm("cases.list_cases", is_office | is_supervisor | is_keeper_anywhere)
rules.add_perm("cases.view_case", sees_it)
rules.add_perm("cases.register_case", is_office | is_keeper_anywhere)
rules.add_perm("cases.join_case", is_office | is_keeper_anywhere)
rules.add_perm("cases.merge_case", is_office)
rules.add_perm("cases.undo_merger", is_office)
rules.add_perm("cases.link_cases", is_office)
rules.add_perm("cases.unlink_cases", is_office)
rules.add_perm("cases.split_case", is_office | handles_it)
rules.add_perm("cases.recategorise_case", is_office)
rules.add_perm("cases.do_in_bulk", is_office)
rules.add_perm("cases.offer_case", is_office)
rules.add_perm("cases.accept_case", keeps_or_handles | is_leader)
rules.add_perm("cases.decline_case", was_offered_it)
rules.add_perm("cases.hand_on_case", handles_it | is_leader)
rules.add_perm("cases.record_arrival", handles_it)
rules.add_perm("cases.add_arrival", handles_it | is_office)
rules.add_perm("cases.ask_help", handles_it | is_office)
rules.add_perm("cases.issue_link", handles_it | is_office)
rules.add_perm("cases.report_help", helps_with_it | handles_it | is_office)
rules.add_perm("cases.add_remark", handles_it | is_office | helps_with_it | keeps_its_zone)
rules.add_perm("cases.resolve_case", handles_it | is_office)
rules.add_perm("cases.ask_extension", handles_it | is_office)
rules.add_perm("cases.decide_extension", is_leader)
rules.add_perm("cases.pause_case", handles_it | is_leader)
rules.add_perm("cases.resume_case", handles_it | is_leader)
rules.add_perm("cases.call_back", is_office & did_not_handle_it)
rules.add_perm("cases.reopen_case", is_office)
rules.add_perm("cases.archive_case", is_office & did_not_handle_it)
rules.add_perm("cases.reveal_phone", handles_it | is_office)
rules.add_perm("cases.record_deed", is_office)
rules.add_perm("cases.import_orders", is_office)
rules.add_perm("cases.export_cases", is_office)
rules.add_perm("cases.export_personal", is_leader | acts_as(Role.COMMUNITY_WORKER))
rules.add_perm("cases.answer_sender", is_office)
rules.add_perm("cases.print_order", sees_it)
rules.add_perm("cases.explain_breach", handles_it | is_office)
rules.add_perm("cases.leave_uncounted", is_leader)
rules.add_perm("cases.put_before_council", is_leader)
rules.add_perm("cases.take_off_council_list", is_leader)
rules.add_perm("cases.view_council_list", is_office | is_supervisor)


@rules.predicate
def sees_the_deed(user: User, deed: GoodDeed | None = None) -> bool:
    return deed is not None and deed.community_id in user.community_ids


rules.add_perm("cases.view_deed", (is_office | is_supervisor) & sees_the_deed)
rules.add_perm("cases.keep_rules", acts_as(Role.BRANCH_SECRETARY, Role.COMMUNITY_WORKER))


@rules.predicate
def keeps_the_filter(user: User, kept: SavedFilter | None = None) -> bool:
    """Whoever saved it; what is shared also whoever leads, as its owner may have gone."""
    return kept is not None and (kept.owner_id == user.pk or (kept.is_shared and is_leader(user, kept)))


rules.add_perm("cases.save_filter", is_office)
rules.add_perm("cases.change_filter", is_office & keeps_the_filter)
rules.add_perm("cases.keep_reply_texts", acts_as(Role.BRANCH_SECRETARY, Role.COMMUNITY_WORKER))


@rules.predicate
def brought_it(user: User, attached: CaseFile | None = None) -> bool:
    return attached is not None and attached.file.by_id == user.pk


rules.add_perm("cases.attach_file", handles_it | is_office | helps_with_it | keeps_its_zone)
rules.add_perm("cases.keep_file", handles_it | is_office)
rules.add_perm("cases.black_out_file", handles_it | is_office | brought_it)
rules.add_perm("cases.remove_file", handles_it | is_office | brought_it)
rules.add_perm("cases.read_original", is_leader)
