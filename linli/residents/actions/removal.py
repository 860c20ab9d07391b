"""The end of a person's data: frozen while something must be kept, else deleted; what others name is left nameless."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import event_of, record, record_all
from linli.web.refusal import Refusal

from .. import events
from ..models import (
    Consent,
    Household,
    HouseholdMember,
    Merger,
    NotSame,
    Person,
    Reading,
    Relation,
    RetentionItem,
    RightsRequest,
    SharedPerson,
    Work,
)
from ..queries.removal import left_alone, named, named_elsewhere, why_kept, with_merged

Outcome = RetentionItem.Outcome

NOTHING_LEFT: dict[str, Any] = {
    "former_name": "", "pinyin": "", "initials": "", "pinyin_is_by_hand": False, "sex": Person.Sex.UNKNOWN,
    "ethnicity": "", "native_place": "", "education": "", "birth_on": None, "birth_precision": Person.Precision.DAY,
    "birth_as_told": "", "lunar_month": None, "lunar_day": None, "id_number": "", "id_number_hash": "", "phone": "",
    "phone_hash": "", "phone_tail": "", "landline": "", "user": None, "died_on": None, "last_verified_on": None,
    "verified_by": None, "frozen_because": "",
}  # fmt: skip
VERBS = {
    str(Outcome.DELETED): events.PERSON_DELETED,
    str(Outcome.ANONYMISED): events.PERSON_ANONYMISED,
}


class MustBeKept(Refusal):
    pass


class AlreadyFrozen(Refusal):
    pass


@transaction.atomic
def freeze_person(person: Person, *, why: str, by: User | None, at: datetime) -> None:
    """Stop every use but keeping: not listed, not found, not exported (个人信息保护法 47)."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.frozen_on is not None:
        raise AlreadyFrozen(_("这份档案已经停用了。"))
    person.frozen_on, person.frozen_because = timezone.localdate(at), why
    person.save(update_fields=["frozen_on", "frozen_because"])
    record(events.PERSON_FROZEN, person, by=by, at=at, why=why)


@transaction.atomic
def thaw_person(person: Person, *, why: str, by: User | None, at: datetime) -> None:
    """Use the data again, where the reason for stopping is over."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.frozen_on is None or person.anonymised_on is not None:
        raise AlreadyFrozen(_("这份档案没有停用，或者姓名等信息已经去掉，恢复不了。"))
    person.frozen_on, person.frozen_because = None, ""
    person.save(update_fields=["frozen_on", "frozen_because"])
    record(events.PERSON_THAWED, person, by=by, at=at, why=why)


@transaction.atomic
def delete_person(person: Person, *, why: str, by: User | None, at: datetime) -> str:
    """Delete what is held of a person, and of whoever was merged into them; return "deleted" or "anonymised".

    Raises MustBeKept with every reason; then the data can only be frozen.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    reasons = why_kept([person.pk], timezone.localdate(at), besides=RightsRequest.Kind.DELETE).get(person.pk)
    if reasons:
        raise MustBeKept(
            _("现在不能删除：{reasons}。可以先停用（只存不用），等这些事了结再删。").format(
                reasons=_("；").join(reasons)
            )
        )
    return clear_people([person.pk], why=why, by=by, at=at)[person.pk]


@transaction.atomic
def clear_people(people: Sequence[int], *, why: str, by: User | None, at: datetime) -> dict[int, str]:
    """Delete these people whole, or take their names away where rows of other rooms stand on them; say which became
    what. Nobody asks here whether they must be kept."""
    found, all_of_them = Person.objects.in_bulk(people), with_merged(people)
    standing = {all_of_them[key] for key in named_elsewhere(list(all_of_them))}
    _take_away(list(all_of_them))
    standing |= _delete({main: [key for key in all_of_them if all_of_them[key] == main] for main in people}, standing)
    _take_names(list(all_of_them), at)
    outcomes = {key: str(Outcome.ANONYMISED if key in standing else Outcome.DELETED) for key in people}
    record_all([event_of(VERBS[outcomes[key]], found[key], by=by, at=at, why=why) for key in people])
    return outcomes


def _take_away(people: Sequence[int]) -> None:
    """Everything that is a person's own, and the households nobody is left in; a consent others rest on stays blank."""
    homes = list(HouseholdMember.objects.filter(person__in=people).values_list("household", flat=True))
    HouseholdMember.objects.filter(person__in=people).delete()
    Relation.objects.filter(Q(person__in=people) | Q(other__in=people)).delete()
    Merger.objects.filter(Q(stays__in=people) | Q(gone__in=people)).delete()
    NotSame.objects.filter(Q(one__in=people) | Q(other__in=people)).delete()
    for model in (Work, Reading, SharedPerson):
        model._default_manager.filter(person__in=people).delete()  # noqa: SLF001  any model's own manager
    consents = list(Consent.objects.filter(person__in=people).values_list("pk", flat=True))
    rested_on = named(Consent, consents)
    Consent.objects.filter(pk__in=set(consents) - rested_on).delete()
    Consent.objects.filter(pk__in=rested_on).update(given_by="", evidence="")
    Household.objects.filter(pk__in=left_alone(homes)).delete()


def _delete(people: dict[int, list[int]], standing: set[int]) -> set[int]:
    """Delete people (with whoever was merged into them) who are not standing; return whom the database would not let
    go: somebody's rows that may not be seen from here stand on them."""
    going = {main: keys for main, keys in people.items() if main not in standing}
    if not going:
        return set()
    try:
        with transaction.atomic():
            rows = Person.objects.filter(pk__in=[key for keys in going.values() for key in keys])
            rows.update(merged_into=None)
            rows.delete()
            connection.check_constraints()
    except (IntegrityError, ProtectedError):
        if len(going) == 1:
            return set(going)
        return set().union(*(_delete({main: keys}, standing) for main, keys in going.items()))
    return set()


def _take_names(people: Sequence[int], at: datetime) -> None:
    """Leave nothing of these people, where they are still there, but an empty place."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _("已去掉姓名的居民")
    today = timezone.localdate(at)
    left = Person.objects.filter(pk__in=people)
    left.update(**NOTHING_LEFT, name=name, frozen_on=today, anonymised_on=today)
