"""What the Party adds to a person's file in the register, and whom it needs kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts.models import User
from linli.residents.dates import say_day
from linli.residents.registry import ChapterLine, chapter, hold

from .models import Member, Status
from .queries.access import may_keep, readable_by
from .queries.listing import branch_name_of, posts_said, with_here


def lines(person_key: int, user: User) -> list[ChapterLine]:
    """Return what a reader of the file may know: to keepers of the registers, of those they answer for."""
    if not may_keep(user):
        return []
    on = localdate()
    member = with_here(readable_by(user, on).filter(person=person_key), on).first()
    if member is None:
        return []
    url = reverse("party:member", args=[member.pk])
    said = [
        ChapterLine(_("人员类别"), member.get_standing_display(), url),
        ChapterLine(_("来源类型"), member.get_relation_display()),
        ChapterLine(_("所在党支部"), branch_name_of(member)),
        ChapterLine(_("入党日期"), say_day(member.joined_on, member.joined_precision)),
        ChapterLine(_("党内职务"), posts_said(member)),
    ]
    return [line for line in said if line.text]


def export(person_key: int) -> list[dict[str, Any]]:
    """Return everything the Party's registers hold of a person, for the copy they ask for."""
    member = Member.objects.filter(person=person_key).select_related("community").first()
    if member is None:
        return []
    plain = {
        str(field.verbose_name): _plain(member, field.attname)
        for field in Member._meta.concrete_fields  # noqa: SLF001  public by its name in Django
        if field.attname not in {"id", "community_id", "person_id"} and not field.attname.endswith("_precision")
    }
    return [
        plain,
        {
            str(_("组织关系")): [
                f"{each.organisation.name} {each.from_on} — {each.until_on or ''}"
                for each in member.belongings.select_related("organisation")
            ],
            str(_("党内职务")): [
                f"{each} {each.from_on} — {each.until_on or ''}" for each in member.posts.select_related("organisation")
            ],
            str(_("流动")): [
                f"{each.destination} {each.left_on} — {each.returned_on or ''}" for each in member.mobile_records.all()
            ],
            str(_("在职报到")): [
                f"{each.works_at} {each.on} — {each.ended_on or ''}"
                for each in member.report_ins.select_related("unit")
            ],
            str(_("认领岗位")): [str(each) for each in member.claimed_posts.all()],
            str(_("服务记录")): [f"{each.on} {each.what}" for each in member.service_entries.all()],
            str(_("党费记载")): [f"{each.month:%Y-%m} {each.get_standing_display()}" for each in member.dues.all()],
        },
    ]


def _plain(member: Member, name: str) -> Any:
    value = getattr(member, name)
    if name.endswith("_on") and value is not None:
        return say_day(value, getattr(member, f"{name[:-3]}_precision", "day"))
    return value if isinstance(value, str | int | list) or value is None else str(value)


def held(people: Sequence[int]) -> Mapping[int, str]:
    """Members are kept while they are members; whoever left the Party's list may be forgotten as others are."""
    here = Member.objects.filter(person__in=list(people), status__in=(Status.NORMAL, Status.SUSPENDED))
    return {key: _("在党员名册里") for key in here.values_list("person_id", flat=True)}


chapter("party", gettext_lazy("党员"), "party.view_members", lines=lines, export=export, order=20)
hold(held)
