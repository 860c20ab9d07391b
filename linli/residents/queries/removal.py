"""What keeps a person on the register: reasons rooms give, and rows of theirs that name the person."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import ForeignObjectRel, Model, Q
from django.utils.translation import gettext as _

from ..models import Consent, Household, Person, Relation, RightsRequest
from ..registry import held
from .minors import under_14


def why_kept(people: Sequence[int], on: date, *, besides: str = "") -> dict[int, list[str]]:
    """Return, by key, why some of these people must be kept: what rooms above say, and what we know ourselves.

    `besides` is the kind of request that is no reason: who asked to be deleted is not kept by having asked.
    """
    found = held(people)

    def because(keys: Collection[int | None], sentence: str) -> None:
        for key in keys:
            if key is not None:
                found.setdefault(key, []).append(sentence)

    asked = RightsRequest.objects.filter(person__in=people, closed_at=None).exclude(kind=besides)
    because(set(asked.values_list("person", flat=True)), _("有一件个人信息申请还没有答复"))
    accounts = Person.objects.filter(pk__in=people, user__is_active=True)
    because(set(accounts.values_list("pk", flat=True)), _("有正在用的账号，能登录办事"))
    guards = Relation.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), kind=Relation.Kind.GUARDIAN, other__in=people, person__frozen_on=None
    ).filter(person__in=Person.objects.filter(under_14(on), died_on=None))
    because(set(guards.values_list("other", flat=True)), _("是一个不满 14 岁的孩子的监护人"))
    return found


def named_elsewhere(people: Sequence[int]) -> set[int]:
    """Return which of these people, or their consents, are named by rows of another room."""
    consents = dict(Consent.objects.filter(person__in=people).values_list("pk", "person_id"))
    return named(Person, people) | {consents[key] for key in named(Consent, list(consents))}


def left_alone(households: Sequence[int]) -> set[int]:
    """Return which of these households nobody lived in whom we still know, and no other room names."""
    empty = set(Household.objects.filter(pk__in=households, members=None).values_list("pk", flat=True))
    return empty - named(Household, list(empty))


def named(model: type[Model], keys: Sequence[int]) -> set[int]:
    """Return which rows of `model`, one of ours, are named by rows of other rooms: ours go together with a person."""
    found: set[int] = set()
    pointing = model._meta.get_fields(include_hidden=True)  # noqa: SLF001  Django's own way to ask who points here
    for relation in pointing:
        other = relation.related_model
        if not isinstance(relation, ForeignObjectRel) or other is None or isinstance(other, str):
            continue
        if other._meta.app_label == model._meta.app_label:  # noqa: SLF001  as above
            continue
        name = relation.field.name
        rows = other._default_manager.filter(**{f"{name}__in": keys})  # noqa: SLF001  any model's own manager
        found.update(rows.values_list(name, flat=True))
    return found


def with_merged(people: Sequence[int]) -> dict[int, int]:
    """Return these people and everybody merged into them, by key: into whom."""
    found = {key: key for key in people}
    newly: Sequence[int] = people
    while newly:
        merged = Person.objects.filter(merged_into__in=newly).values_list("pk", "merged_into")
        into = {key: found[main] for key, main in merged if main is not None and key not in found}
        found |= into
        newly = list(into)
    return found
