"""Which groups, pairings and visits a ledger is of, whom they are about on its day, and who is told it was taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.residents.actions.readings import note_copies
from linli.residents.models import Household, HouseholdMember, Person
from linli.residents.queries import homes_of, keys_in_zones, living_on
from linli.sheets.models import ExportRun
from linli.sheets.registry import Asked, Filters
from linli.territory.models import Dwelling, Zone
from linli.web.widgets import DayInput

from ..groups import all_groups, open_codes
from ..models import GroupEntry, Pairing, Visit, homes_in
from ..queries.whom import key_of


@dataclass(frozen=True)
class Whose:
    """Whom a row is about on a day: the person, or who stands for the household; nobody where that may not be said."""

    person: Person | None = None
    dwelling: Dwelling | None = None
    is_home: bool = False

    def called(self, name: str) -> str:
        return _("{name}家").format(name=name) if name and self.is_home else name


@dataclass(frozen=True)
class Line:
    thing: Any
    whose: Whose
    on: date
    visits: int = 0
    last: date | None = None


class ZoneFilters(Filters):
    zone = forms.ModelChoiceField(
        Zone.objects.none(), label=gettext_lazy("责任区"), required=False, empty_label=gettext_lazy("全部")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = Zone.objects.filter(community=self.community, ended_on=None)
        self.fields["zone"].queryset = zones  # type: ignore[attr-defined]


class GroupFilters(ZoneFilters):
    group = forms.ChoiceField(label=gettext_lazy("哪一类"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(group.code, str(group)) for group in all_groups().values()]
        self.fields["group"].choices = [("", _("全部")), *known]  # type: ignore[attr-defined]


class PairingFilters(ZoneFilters):
    state = forms.ChoiceField(
        label=gettext_lazy("哪些结对"),
        required=False,
        choices=[
            ("", gettext_lazy("正在结对的")),
            ("ended", gettext_lazy("已经结束的")),
            ("all", gettext_lazy("都要")),
        ],
    )


class VisitFilters(ZoneFilters):
    since = forms.DateField(label=gettext_lazy("从哪天起"), required=False, widget=DayInput)


def _narrowed(rows: Any, asked: Asked) -> Any:
    """Leave out who is counted as somebody else or is only kept on file, and who does not live in the zone wanted."""
    rows = rows.filter(Q(person=None) | Q(person__merged_into=None, person__frozen_on=None), community=asked.community)
    if zone := asked.filters.get("zone"):
        rows = rows.filter(Q(person__in=keys_in_zones([zone.pk], asked.as_of)) | Q(household__in=homes_in([zone.pk])))
    return rows


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def group_keys(asked: Asked) -> list[int]:
    on = asked.as_of
    rows = GroupEntry.objects.visible_to(asked.user).filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)
    rows = rows.filter(Q(person__died_on=None) | Q(person__died_on__gt=on), community=asked.community)
    rows = rows.filter(person__merged_into=None, person__frozen_on=None)
    if zone := asked.filters.get("zone"):
        rows = rows.filter(person__in=keys_in_zones([zone.pk], on))
    if group := asked.filters.get("group"):
        rows = rows.filter(group=group)
    named = rows.order_by("person__pinyin", "person__name", "pk").values_list("pk", "group")
    if asked.sort == "pinyin":
        return [key for key, _code in named]
    place = {code: n for n, code in enumerate(all_groups())}
    return [key for key, _code in sorted(named, key=lambda each: place.get(each[1], len(place)))]


def pairing_keys(asked: Asked) -> list[int]:
    """Return pairings of that day. Of one whose consent is withdrawn nothing is taken away any more, for no day."""
    on = asked.as_of
    rows = _narrowed(Pairing.objects.visible_to(asked.user), asked).filter(starts_on__lte=on)
    rows = rows.exclude(consent__withdrawn_on__isnull=False)
    state = asked.filters.get("state") or ""
    if state == "ended":
        rows = rows.filter(ends_on__lte=on)
    elif state == "":
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=on))
    order = ("next_visit_on", "pk") if asked.sort == "due" else ("-starts_on", "-pk")
    return list(rows.order_by(*order).values_list("pk", flat=True))


def visit_keys(asked: Asked) -> list[int]:
    since = asked.filters.get("since") or date(asked.as_of.year, 1, 1)
    rows = _narrowed(Visit.objects.visible_to(asked.user).that_count(), asked)
    rows = rows.filter(visited_at__gte=_end_of(since - timedelta(days=1)), visited_at__lt=_end_of(asked.as_of))
    order = ("-visited_at", "-pk") if asked.sort == "newest" else ("visited_at", "pk")
    return list(rows.order_by(*order).values_list("pk", flat=True))


def group_lines(asked: Asked, keys: Sequence[int]) -> list[Line]:
    found = {each.pk: each for each in GroupEntry.objects.filter(pk__in=list(keys)).defer("detail")}
    people, said = whose_of(found.values(), asked), open_codes()
    return [
        Line(each, people[key_of(each)] if asked.is_personal or each.group in said else Whose(), asked.as_of)
        for each in (found[key] for key in keys if key in found)
    ]


def pairing_lines(asked: Asked, keys: Sequence[int]) -> list[Line]:
    rows = Pairing.objects.filter(pk__in=list(keys)).defer("needs", "plan").select_related("helper_unit")
    found = {each.pk: each for each in rows.prefetch_related("helper_person")}
    made = Visit.objects.that_count().filter(pairing__in=found, visited_at__lt=_end_of(asked.as_of))
    visits = {key: (count, last) for key, count, last in made.values_list("pairing").annotate(
        Count("pk"), Max("visited_at")).order_by()}  # fmt: skip
    whose = whose_of(found.values(), asked)
    lines = []
    for each in (found[key] for key in keys if key in found):
        count, last = visits.get(each.pk, (0, None))
        day = timezone.localdate(last) if last else None
        lines.append(Line(each, whose[key_of(each)], asked.as_of, count, day))
    return lines


def visit_lines(asked: Asked, keys: Sequence[int]) -> list[Line]:
    rows = Visit.objects.filter(pk__in=list(keys)).defer("situation", "needs", "done", "promised")
    found = {each.pk: each for each in rows.select_related("visited_by").annotate(number=F("case__number"))}
    whose = whose_of(found.values(), asked)
    each_of = [found[key] for key in keys if key in found]
    return [Line(each, whose[key_of(each)], asked.as_of) for each in each_of]


def _heads(homes: Iterable[int], on: date) -> dict[int, int]:
    """Return the key of who stands for each household on that day: its head, or whoever was written down first."""
    living = HouseholdMember.objects.filter(living_on(on), household__in=list(homes)).order_by("is_head", "-pk")
    return dict(living.values_list("household_id", "person_id"))


def whose_of(things: Iterable[Any], asked: Asked) -> dict[str, Whose]:
    """Return whom these are about by `key_of`, with where they live that day; numbers only where they may be shown."""
    things = list(things)
    people = {each.person_id for each in things if each.person_id}
    homes = {each.household_id for each in things if not each.person_id}
    heads = _heads(homes, asked.as_of)
    opened = ["phone"] if asked.is_personal and "phone" in asked.codes else []
    files = Person.objects.only("name", "birth_on", "phone_tail", *opened).in_bulk([*people, *heads.values()])
    lives = homes_of(people, asked.as_of)
    found = {}
    for key in people:
        dwelling = lives[key].household.dwelling if key in lives else None
        found[f"person-{key}"] = Whose(files.get(key), dwelling)
    for home in Household.objects.filter(pk__in=homes).select_related("dwelling__door__lane", "dwelling__door__zone"):
        found[f"home-{home.pk}"] = Whose(files.get(heads.get(home.pk, 0)), home.dwelling, is_home=True)
    return found


def note_taken(run: ExportRun, things: Iterable[Any]) -> None:
    """Let everybody who is named in what leaves the house find who took it away, and what for."""
    things = list(things)
    said = run.wanted.get("as_of")
    on = date.fromisoformat(said) if said else timezone.localdate(run.begun_at)
    people = {each.person_id for each in things if each.person_id}
    people |= set(_heads({each.household_id for each in things if not each.person_id}, on).values())
    people |= {each.helper_person_id for each in things if getattr(each, "helper_person_id", None)}
    note_copies(sorted(people), run)


def noting(model: Any) -> Any:
    return lambda run, keys: note_taken(run, model.objects.filter(pk__in=list(keys)).only(*SAYS_WHO[model]))


SAYS_WHO: dict[Any, tuple[str, ...]] = {
    GroupEntry: ("person",),
    Pairing: ("person", "household", "helper_person"),
    Visit: ("person", "household"),
}
