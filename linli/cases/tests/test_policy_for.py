"""Which policy a matter falls under, and that what was promised stays as it was promised."""

from datetime import datetime

from django.db import IntegrityError

from linli.cases.actions import register_case
from linli.cases.models import Policy

from .builders import an_appeal, category, impossible, promise


def register(town, at, **but):
    return register_case(town.guihua, an_appeal(**but), by=town.operator_lin, at=at)


def a_policy(town, *, minutes, **but):
    given = {
        "community": town.guihua,
        "resolve_within": minutes,
        "resolve_clock": "minutes",
        "offer_within_minutes": 5,
        "source": "社区自定",
        "effective_from": datetime(2026, 1, 1).date(),  # noqa: DTZ001  only its date
    }
    return Policy.objects.create(**{**given, **but})


def test_the_most_particular_policy_wins(town, at, minutes):
    def resolves_within():
        return promise(register(town, at), "resolve").due_at - at

    a_policy(town, minutes=100, channel="hotline", effective_from=at.date())
    assert resolves_within() == minutes(100), "a channel goes before an urgency"
    a_policy(town, minutes=90, channel="hotline", urgency="now")
    assert resolves_within() == minutes(90), "both go before one"
    a_policy(town, minutes=80, category=category("municipal"))
    assert resolves_within() == minutes(80), "the category's parent goes before both"
    a_policy(town, minutes=70, category=category("municipal.drain"))
    assert resolves_within() == minutes(70), "the category itself goes before its parent"


def test_a_policy_of_another_matter_or_channel_changes_nothing(town, at, minutes):
    a_policy(town, minutes=100, channel="letter")
    a_policy(town, minutes=90, category=category("municipal.lamp"))
    a_policy(town, minutes=80, community=town.yinxing, category=category())

    assert promise(register(town, at), "resolve").due_at == at + minutes(30)


def test_a_policy_counts_from_its_first_day_until_the_day_before_its_end(town, at, minutes):
    a_policy(town, minutes=70, category=category(), effective_from=at.date(), effective_until=at.replace(day=4).date())

    due = [promise(register(town, at.replace(day=day)), "resolve").due_at for day in (1, 2, 3, 4)]
    assert due == [at.replace(day=day) + minutes(n) for day, n in ((1, 30), (2, 70), (3, 70), (4, 30))]


def test_two_policies_for_one_matter_at_a_time_are_impossible(town, at):
    with impossible("one_policy_for_a_matter_at_a_time", IntegrityError):
        a_policy(town, minutes=70, urgency="now")


def test_a_promise_keeps_the_policy_it_was_made_under(town, at, minutes):
    case = register(town, at)

    Policy.objects.filter(community=town.guihua).update(effective_until=at.date())

    with impossible("never rewritten", IntegrityError):
        Policy.objects.filter(community=town.guihua).update(source="改了")
    assert promise(case, "resolve").source == "社区公开承诺：力所能及的事，10 分钟内到现场，半小时内妥善处理"
    assert promise(case, "resolve").due_at == at + minutes(30)
