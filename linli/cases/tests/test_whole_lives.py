"""Whole lives of cases, walked at random: whatever is done in whatever order, the truths of the room hold."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, lifecycle
from linli.cases.models import Case, Extension, Offer, Outcome, Pause, Promise, Remark, Status
from linli.journal.models import Event
from linli.web.refusal import Refusal

from .builders import a_case, an_appeal, category, everything, fresh

PEOPLE = ("keeper_wei", "keeper_li", "worker_mo", "officer_zheng", "secretary_liao", "operator_lin")
PAUSES = (0, 1, 4, 9, 25, 90, 2000)
HELD = (Status.ACCEPTED, Status.ON_SITE)


class Walk:
    """One case, one clock, and everything that can be done to it."""

    def __init__(self, town, case, at):
        self.town, self.case, self.at = town, case, at
        self.received_by, self.broken, self.rounds = case.first_handler, {}, {1}

    def verbs(self):
        """Return what the lifecycle allows now, and the clock, which is never asked."""
        return [verb for verb in sorted(lifecycle.MOVES) if lifecycle.may(verb, fresh(self.case).status)] + ["sweep"]

    def do(self, verb, who, later):
        self.at += timedelta(minutes=later)
        before, was_refused = everything(), False
        try:
            with transaction.atomic():
                getattr(self, verb)(getattr(self.town, who))
        except Refusal:
            was_refused = True
        assert not was_refused or everything() == before, "a refusal changed something"

    # What can be done

    def sweep(self, _who):
        actions.sweep(self.at)

    def tell(self, who):
        actions.tell_at_the_door(self.case, outcome=Outcome.LEGAL_ROUTE, told="请走仲裁。", by=who, at=self.at)

    def offer(self, who):
        actions.offer_to_next(self.case, by=who, at=self.at)

    def accept(self, who):
        actions.accept_case(self.case, by=who, at=self.at)

    def hand_on(self, who):
        waiting = Offer.objects.filter(case=self.case, answer="").first()
        if waiting:
            actions.decline_case(self.case, reason="去不了", by=waiting.to, at=self.at)
        else:
            actions.hand_on_case(self.case, reason="去不了", by=who, at=self.at)

    def arrive(self, who):
        actions.record_arrival(self.case, by=who, at=self.at)

    def add_arrival(self, who):
        arrived_at = self.at - timedelta(minutes=3)
        actions.add_arrival(self.case, who=who, arrived_at=arrived_at, note="打过电话", by=who, at=self.at)

    def ask_help(self, who):
        actions.ask_help(self.case, wanted="带梯子来", helper=self.town.keeper_li, by=who, at=self.at)

    def resolve(self, who):
        actions.resolve_case(self.case, outcome=Outcome.DONE, done="办好了", answer="好了", by=who, at=self.at)

    def extend(self, who):
        waiting = Extension.objects.filter(case=self.case, is_approved=None).order_by("pk").last()
        if waiting:
            actions.decide_extension(waiting, is_approved=True, by=who, at=self.at)
        else:
            until = self.at + timedelta(minutes=120)
            actions.ask_extension(
                self.case, reason="等配件", new_due_at=until, told_requester_at=self.at, by=who, at=self.at
            )

    def pause(self, who):
        until = self.at + timedelta(minutes=60)
        actions.pause_case(self.case, reason="等配件", resume_by=until, told_requester_at=self.at, by=who, at=self.at)

    def resume(self, who):
        actions.resume_case(self.case, by=who, at=self.at)

    def report_help(self, who):
        asked = self.case.co_handlings.order_by("pk").last()
        if asked:
            actions.report_help(asked, report="梯子送到了", by=who, at=self.at)

    def call_back(self, who):
        reached = fresh(self.case).callbacks.count() % 2 == 1
        actions.record_callback(self.case, reached=reached, resolved=True if reached else None, by=who, at=self.at)

    def reopen(self, who):
        actions.reopen_case(self.case, reason="又堵了", by=who, at=self.at)

    def archive(self, who):
        actions.archive_case(self.case, by=who, at=self.at)

    def remark(self, who):
        actions.add_remark(self.case, kind=Remark.Kind.NOTE, body="看过了", by=who, at=self.at)

    def join(self, who):
        actions.join_case(self.case, an_appeal(), by=who, at=self.at)

    def merge(self, who):
        into = Case.objects.filter(title="同一条沟").first() or a_case(self.town, at=self.at, title="同一条沟")
        actions.merge_case(self.case, into=into, reason="同一条沟", by=who, at=self.at)

    def unmerge(self, who):
        actions.undo_merger(fresh(self.case).mergers.get(undone_at=None), reason="不是", by=who, at=self.at)

    def split(self, who):
        part = actions.Part("路灯不亮", category("municipal.lamp"))
        actions.split_case(self.case, [part], by=who, at=self.at)
        for made in self.case.parts.filter(status=Status.OFFERED)[:2]:
            actions.resolve_case(made, outcome=Outcome.DONE, done="好了", by=who, at=self.at)

    def attach(self, who):
        """Photos need an upload; how they come is told in test_files."""

    def link(self, who):
        actions.link_cases(self.case, other=a_case(self.town, at=self.at), by=who, at=self.at)

    def recategorise(self, who):
        actions.recategorise_case(self.case, category=category("municipal.lamp"), by=who, at=self.at)

    # What must be true whatever was done

    def look(self):
        case, promises = fresh(self.case), list(Promise.objects.filter(case=self.case))
        for promise in promises:
            self.look_at(promise)
        mine = [promise for promise in promises if promise.round == case.round]
        self.look_at_the_queue(case, mine)
        self.look_at_the_hands(case)
        self.look_at_the_pause(case, mine)
        self.rounds.add(case.round)
        assert self.rounds == set(range(1, case.round + 1))
        assert {promise.round for promise in promises if promise.kind == "resolve"} == self.rounds
        assert case.first_handler == self.received_by
        assert case.closures.count() == case.round - (case.is_open or case.is_merged)
        assert not [promise for promise in promises if promise.round < case.round and promise.is_open]

    def look_at(self, promise):
        ends = [promise.kept_at, promise.broken_at, promise.waived_at]
        assert sum(end is not None for end in ends) <= 1
        breaches = Event.objects.filter(verb="cases.promise_broken", facts__row=promise.pk).count()
        assert breaches <= 1
        assert breaches == 1 or promise.broken_at is None
        if promise.pk in self.broken and promise.broken_at is None:
            assert promise.corrected_at, "a breach vanished without being marked"
        if promise.broken_at:
            self.broken[promise.pk] = promise.broken_at
            assert promise.broken_at == promise.due_at

    def look_at_the_queue(self, case, mine):
        running = [
            promise.due_at
            for promise in mine
            if promise.done_at is None and promise.waived_at is None and promise.paused_at is None
        ]
        assert case.next_due_at == (min(running, default=None) if case.is_open else None)
        settle = next(promise for promise in mine if promise.kind == "resolve")
        assert (settle.done_at is None) == (case.is_open or case.is_merged)
        if not case.is_open:
            assert not [promise for promise in mine if promise.is_open]

    def look_at_the_hands(self, case):
        waiting = Offer.objects.filter(case=case, answer="")
        assert waiting.count() == (case.status == Status.OFFERED)
        if case.is_open:
            assert (case.handler is not None) == (case.status in HELD)

    def look_at_the_pause(self, case, mine):
        paused = [promise for promise in mine if promise.paused_at]
        if paused:
            assert Pause.objects.filter(case=case, ended_at=None).count() == 1
            assert not [promise for promise in paused if not promise.is_open]


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_no_order_of_deeds_breaks_the_truths_of_a_case(town, at, data):
    mark = transaction.savepoint()
    try:
        walk = Walk(town, a_case(town, at=at), at)
        for _step in range(data.draw(st.integers(4, 16), label="steps")):
            verb = data.draw(st.sampled_from(walk.verbs()), label="verb")
            walk.do(verb, data.draw(st.sampled_from(PEOPLE)), data.draw(st.sampled_from(PAUSES)))
            walk.look()
    finally:
        transaction.savepoint_rollback(mark)
