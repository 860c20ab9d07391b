"""What care adds to a person's file in the register; and whom it needs kept there.

Support behind the third wall adds nothing and holds nobody: it names no one of the register (decision 0023).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts.models import User
from linli.residents.registry import ChapterLine, chapter, hold

from .models import GroupEntry, Pairing, ServicePlan, Visit
from .queries.people import home_ids_of


def lines_of(person_id: int, user: User) -> Sequence[ChapterLine]:
    """Say in a few lines who looks after somebody, as far as `user` may know."""
    about = Q(person=person_id) | Q(household__in=home_ids_of(person_id))
    entries = GroupEntry.objects.visible_to(user).running().filter(person=person_id).order_by("from_on")
    pairings = Pairing.objects.visible_to(user).running().filter(about).select_related("helper_person", "helper_unit")
    visits = Visit.objects.visible_to(user).that_count().filter(about).select_related("visited_by")
    said = [ChapterLine(_("关怀类别"), "、".join(each.name for each in entries))] if entries else []
    said += [ChapterLine(_("结对"), each.helper, reverse("care:pairing", args=[each.pk])) for each in pairings]
    for visit in visits.order_by("-visited_at")[:1]:
        words = f"{date_format(visit.visited_at, 'DATE_FORMAT')} {visit.visited_by.name}"
        said.append(ChapterLine(_("上次看望"), words, reverse("care:visit", args=[visit.pk])))
    page = reverse("care:person", args=[f"person-{person_id}"])
    return [*said, ChapterLine(_("看望、结对、服务"), _("打开关怀页"), page)]


def export_of(person_id: int) -> Sequence[Any]:
    """Return everything kept of somebody's care, for the copy they ask for."""
    about = Q(person=person_id) | Q(household__in=home_ids_of(person_id))
    groups = GroupEntry.objects.filter(person=person_id).order_by("from_on")
    plans = ServicePlan.objects.filter(about).order_by("from_on")
    pairings = Pairing.objects.filter(about).select_related("helper_person", "helper_unit").order_by("starts_on")
    visits = Visit.objects.filter(about).select_related("visited_by").order_by("visited_at")
    return [
        *({"group": g.name, "detail": g.detail, "from": _day(g.from_on), "until": _day(g.until_on),
           "reason": g.entry_reason, "source": g.source_document} for g in groups),
        *({"service": p.what, "for": p.what_for, "by": p.who, "from": _day(p.from_on), "until": _day(p.until_on)}
          for p in plans),
        *({"helper": p.helper, "needs": p.needs, "plan": p.plan, "from": _day(p.starts_on), "until": _day(p.ends_on)}
          for p in pairings),
        *({"visit": v.visited_at.isoformat(), "by": v.visited_by.name, "how": v.get_mode_display(),
           "situation": v.situation, "needs": v.needs, "done": v.done, "promised": v.promised} for v in visits),
    ]  # fmt: skip


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def kept(people: Sequence[int]) -> Mapping[int, str]:
    """Say of whom the file cannot go yet: somebody is still helping them, or they help somebody."""
    running = Pairing.objects.filter(ends_on=None)
    held = dict.fromkeys(running.filter(person__in=people).values_list("person", flat=True), _("还有结对在帮"))
    held |= dict.fromkeys(
        running.filter(helper_person__in=people).values_list("helper_person", flat=True), _("还在结对帮别人")
    )
    plans = ServicePlan.objects.running().filter(person__in=people).values_list("person", flat=True)
    return dict.fromkeys(plans, _("还有服务在做")) | held


chapter("care", gettext_lazy("关怀"), "care.view_people", lines=lines_of, export=export_of, order=60)
hold(kept)
