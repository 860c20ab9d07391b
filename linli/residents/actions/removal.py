"""The end of a person's data: frozen while something must be kept, else deleted; what others name is left nameless."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
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
    Person,
    Reading,
    Relation,
    RetentionItem,
    RightsRequest,
    SharedPerson,
    Work,
)
from ..queries.removal import left_alone, named_elsewhere, why_kept, with_merged

Outcome = RetentionItem.Outcome

NOTHING_LEFT: dict[str, Any] = {
    "former_name": "", "pinyin": "", "initials": "", "pinyin_is_by_hand": False, "sex": Person.Sex.UNKNOWN,
    "ethnicity": "", "native_place": "", "education": "", "birth_on": None, "birth_precision": Person.Precision.DAY,
    "birth_as_told": "", "lunar_month": None, "lunar_day": None, "id_number": "", "id_number_hash": "", "phone": "",
    "phone_hash": "", "phone_tail": "", "landline": "", "user": None, "died_on": None, "last_verified_on": None,
    "verified_by": None, "frozen_because": "",
}  # fmt: skip


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
    all_of_them = with_merged(people)
    standing = {all_of_them[key] for key in named_elsewhere(list(all_of_them))}
    outcomes = {key: str(Outcome.ANONYMISED if key in standing else Outcome.DELETED) for key in people}
    gone = [key for key, main in all_of_them.items() if main not in standing]
    nameless = [key for key, main in all_of_them.items() if main in standing]
    verbs = {Outcome.DELETED: events.PERSON_DELETED, Outcome.ANONYMISED: events.PERSON_ANONYMISED}
    found = Person.objects.in_bulk(people)
    record_all([event_of(verbs[Outcome(outcomes[key])], found[key], by=by, at=at, why=why) for key in people])
    _take_away(list(all_of_them))
    with translation.override(settings.LANGUAGE_CODE):
        name = _("已去掉姓名的居民")
    today = timezone.localdate(at)
    Person.objects.filter(pk__in=nameless).update(**NOTHING_LEFT, name=name, frozen_on=today, anonymised_on=today)
    Person.objects.filter(pk__in=gone).update(merged_into=None)
    Person.objects.filter(pk__in=gone).delete()
    return outcomes


def _take_away(people: Sequence[int]) -> None:
    """Everything that is a person's own, and the households nobody is left in."""
    homes = list(HouseholdMember.objects.filter(person__in=people).values_list("household", flat=True))
    HouseholdMember.objects.filter(person__in=people).delete()
    Relation.objects.filter(Q(person__in=people) | Q(other__in=people)).delete()
    Work.objects.filter(person__in=people).delete()
    for model in (Consent, Reading, SharedPerson):
        model.objects.filter(person__in=people).delete()
    Household.objects.filter(pk__in=left_alone(homes)).delete()
