"""Organisations: founded, changed, ended."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import Belonging, Organisation, OrganisationKind


class NameIsTaken(Refusal):
    pass


class CannotStandThere(Refusal):
    pass


class StillInUse(Refusal):
    pass


@transaction.atomic
def found_organisation(
    community: Community, *, kind: str, name: str, founded_on: date, by: User | None, at: datetime, **given: Any
) -> Organisation:
    """Put an organisation on the register; `given` may be short_name, parent, place, order, elected_on."""
    organisation = Organisation(community=community, kind=kind, name=name, founded_on=founded_on, **given)
    organisation.short_name = organisation.short_name or name[:40]
    _save(organisation)
    record(events.ORGANISATION_FOUNDED, organisation, by=by, at=at, name=organisation.short_name, on=founded_on)
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, *, by: User, at: datetime, **given: Any) -> Organisation:
    """Change what is said of an organisation; its kind stays."""
    for name, value in given.items():
        setattr(organisation, name, value)
    _save(organisation)
    record(events.ORGANISATION_CHANGED, organisation, by=by, at=at, name=organisation.short_name)
    return organisation


def _save(organisation: Organisation) -> None:
    if organisation.kind == OrganisationKind.GROUP and organisation.parent is None:
        raise CannotStandThere(_("党小组要设在一个支部下面，请选上级党组织。"), field="parent")
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as why:
        if "one_organisation_of_each_name" in str(why):
            raise NameIsTaken(
                _("已经有一个叫「{name}」的党组织。").format(name=organisation.name), field="name"
            ) from why
        if "stands under a higher one" not in str(why):
            raise
        raise CannotStandThere(
            _("上级党组织要比它高一级：党小组在支部下面，支部在总支或党委下面。请另选一个。"), field="parent"
        ) from why


@transaction.atomic
def end_organisation(organisation: Organisation, *, on: date, by: User, at: datetime) -> None:
    """撤销: an organisation ends when nobody belongs to it any more and nothing stands below it."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Belonging.objects.in_force(on).filter(organisation=organisation).exists():
        raise StillInUse(_("还有党员在这里。先把他们转到别的支部，再撤销。"))
    if Organisation.objects.standing(on).filter(parent=organisation).exists():
        raise StillInUse(_("下面还有党组织。先撤销或改挂到别处，再撤销这一个。"))
    organisation.ended_on = on
    organisation.save(update_fields=["ended_on"])
    organisation.posts.filter(until_on=None, from_on__lt=on).update(until_on=on)
    record(events.ORGANISATION_ENDED, organisation, by=by, at=at, name=organisation.short_name, on=on)
