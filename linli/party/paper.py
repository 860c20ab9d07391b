"""双卡, 一表 and the quarterly note on A4: which words stand on them. In the house's own language, whoever prints."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.models import Duty
from linli.activities.models import Attendance, Expected, Guest
from linli.activities.models.kinds import label_of, labels_of
from linli.activities.queries import counts_of
from linli.paper.codes import code_of
from linli.paper.press import PressBusy, press
from linli.residents import codes
from linli.residents.dates import YEAR
from linli.residents.queries import homes_of
from linli.territory.models import Community
from linli.web.masks import mask_name, mask_phone
from linli.web.refusal import Refusal

from .models import Member, OrganisationActivity, QuarterNote
from .queries.calendar import times_this_year
from .queries.listing import branch_name_of, posts_said, with_here
from .queries.reading import JOINT, free_times_said, phones_shown, skills_said, works_of
from .queries.service import Service, services_of
from .tables import COLUMNS, in_order, lines_of

ON_THE_FRONT = 10
"""So many lines of service stand on the card itself; more follow on sheets of their own."""
AT_LEAST = 5
MOST_ON_PAPER = 600
KINDS_ON_THE_CARD = ("branch_meeting", "committee_meeting", "group_meeting", "party_class", "theme_day", "life_meeting",
                     "appraisal")  # fmt: skip
ON_PAPER = (
    "name", "id_number", "sex", "ethnicity", "birth", "education", "standing", "branch", "joined", "confirmed", "work",
    "phone", "landline", "home", "status", "mobile",
)  # fmt: skip


class PressIsBusy(Refusal):
    pass


class TooMany(Refusal):
    pass


def _pressed(template: str, data: Mapping[str, Any]) -> bytes:
    try:
        return press(f"party/data/{template}", data, fonts=settings.FONTS)
    except PressBusy as why:
        raise PressIsBusy(_("现在打印的人多。请过一会儿再按一次。")) from why


# 社区党员登记卡


def print_member_card(member: Member, at: datetime) -> bytes:
    """Return a member's card as PDF: of this year, the whole number only where the member lets the branch see it."""
    with translation.override(settings.LANGUAGE_CODE):
        return _pressed("member_card.typ", {"cards": [member_card(member, at)]})


def member_card(member: Member, at: datetime) -> dict[str, Any]:
    """Return the words of a member's card."""
    on = timezone.localdate(at)
    member = with_here(Member.objects.filter(pk=member.pk), on).get()
    person, joined = member.person, say_known(member.joined_on, member.joined_precision)
    served = [_service(line) for line in services_of(member, *_year(on))]
    front = served[:ON_THE_FRONT]
    claimed = [str(each.get_post_display()) for each in member.claimed_posts.filter(until_on=None)]
    home, work = homes_of([person.pk], on).get(person.pk), works_of([person.pk], on).get(person.pk)
    phone = phones_shown([person]).get(person.pk) or mask_phone(person.phone_tail)
    lane = f"{member.community.name}{home.household.dwelling.door.lane.name}" if home else ""
    return {
        **_frame(_("社区党员登记卡"), branch_name_of(member, is_full=True), member.card_number, at),
        "note": _(
            "本卡由登记信息直接打印，不必另行填写。服务记录只作事实记载，不计分、不排名。"
            "信息有误请告诉支部更正。电话 {hotline}"
        ).format(
            hotline=member.community.hotline
        ),
        "short": [
            [_("姓名"), person.name],
            [_("性别"), str(person.get_sex_display())],
            [_("民族"), codes.ETHNICITY.label(person.ethnicity)],
            [_("学历"), codes.EDUCATION.label(person.education)],
        ],
        "pairs": [
            [_("出生日期"), _born(member)],
            [_("人员类别"), str(member.get_standing_display())],
            [_("入党日期"), joined],
            [_("转正日期"), say_known(member.confirmed_on, member.confirmed_precision)],
            [_("来源类型"), str(member.get_relation_display())],
            [_("党内职务"), posts_said(member)],
            [_("工作单位"), str(work or "")],
            [_("联系电话"), phone],
            [_("现住址"), lane],
            [_("特长"), skills_said(member)],
            [_("责任区"), _zone(member, on)],
            [_("能帮忙的时间"), free_times_said(member)],
        ],
        "lines": [*_reported(member), [_("认领岗位"), "；".join(claimed)]],  # catalogue: data
        "services": {
            "label": _("服务记录"),
            "heads": [_("日期"), _("事项"), _("时长"), _("结果"), _("证明人")],
            "rows": [*front, *[[""] * 5] * (AT_LEAST - len(front))],
        },
        "more": {"title": _("{year} 年服务记录（续）").format(year=on.year), "rows": served[ON_THE_FRONT:]},
        "signatures": [
            {
                "label": _("支部意见"), "height": 22, "words": _("情况属实。"),
                "sign": _("负责人（签名）：　　　　　　　（盖章）　　　　年　　月　　日"),
            },
            {
                "label": _("本人核对"), "height": 20, "words": _("以上内容已核对。"),
                "sign": _("本人（签名）：　　　　　　　　　　　年　　月　　日"),
            },
        ],
    }  # fmt: skip


def _frame(title: str, organisation: str, number: str, at: datetime) -> dict[str, str]:
    return {
        "title": title,
        "left": _("党组织：{name}").format(name=organisation),
        "right": _("编号：{number}").format(number=number),
        "code": code_of(number),
        "printed": _("制表 {day}").format(day=timezone.localdate(at).isoformat()),
        "pages": _("第 {x} 页 共 {y} 页"),
    }


def _year(on: date) -> tuple[date, date]:
    return date(on.year, 1, 1), date(on.year + 1, 1, 1)


def _service(line: Service) -> list[str]:
    return [f"{line.on:%m-%d}", line.what, line.how_long, line.result, line.certifier]


def say_known(on: date | None, precision: str = "day") -> str:
    """Return 1995 年 7 月 1 日, or as much of it as is known."""
    if on is None:
        return ""
    if precision == YEAR:
        return _("{year} 年").format(year=on.year)
    if precision == "month":
        return _("{year} 年 {month} 月").format(year=on.year, month=on.month)
    return _("{year} 年 {month} 月 {day} 日").format(year=on.year, month=on.month, day=on.day)


def _born(member: Member) -> str:
    if member.archive_birth_on:
        said = say_known(member.archive_birth_on, member.archive_birth_precision)
        return _("{day}（以档案为准）").format(day=said)
    return say_known(member.person.birth_on, member.person.birth_precision)


def _zone(member: Member, on: date) -> str:
    """Return 第 3 责任区（建安街），主责, of who keeps one."""
    if member.person.user_id is None:
        return ""
    keeping = Duty.objects.in_force(on).filter(user=member.person.user_id, role=Duty.Role.ZONE_KEEPER)
    return JOINT.join(
        _("第 {number} 责任区（{name}）").format(number=duty.zone.number, name=duty.zone.name)
        + (_("，主责") if duty.is_lead else "")
        for duty in keeping.select_related("zone")
        if duty.zone
    )


def _reported(member: Member) -> list[list[str]]:
    """Return who sent a member who reported in, since when, and how the last quarter's note went."""
    report = member.report_ins.filter(ended_on=None).select_related("unit").prefetch_related("notes").first()
    if report is None:
        return []
    said = _("{employer}（{organisation}），{day}报到").format(
        employer=report.works_at, organisation=report.employer_organisation, day=say_known(report.on)
    )
    lines = [[_("在职报到"), said]]
    if note := next(iter(report.notes.all()), None):
        back = _("{day}收到回执").format(day=say_known(note.returned_on)) if note.returned_on else _("还没有收到回执")
        sent = _("{day}送出").format(day=say_known(note.sent_on)) if note.sent_on else _("还没有送出")
        words = _("{year} 年第 {quarter} 季度，{sent}，{back}")
        lines.append([_("季度反馈"), words.format(year=note.year, quarter=note.quarter, sent=sent, back=back)])
    return lines


# 社区党组织活动登记卡


def print_meeting_card(meeting: OrganisationActivity, at: datetime) -> bytes:
    """Return the card of a meeting as PDF; of one whose record is public, names are covered."""
    with translation.override(settings.LANGUAGE_CODE):
        return _pressed("meeting_card.typ", {"card": meeting_card(meeting, at)})


def meeting_card(meeting: OrganisationActivity, at: datetime) -> dict[str, Any]:
    """Return the words of a meeting's card."""
    activity, count = meeting.activity, counts_of([meeting.activity_id])[meeting.activity_id]
    say = mask_name if meeting.is_disclosed else str
    away = Attendance.objects.filter(activity=activity, state=Attendance.State.EXCUSED).select_related("person")
    came = set(Attendance.objects.filter(activity=activity).values_list("person_id", flat=True))
    asked = Expected.objects.filter(activity=activity).select_related("person").order_by("person__pinyin", "person_id")
    absent = [each.person.name for each in asked if each.person_id not in came] if activity.is_held else []
    excused = [
        _("{name}（{reason}）").format(name=say(each.person.name), reason=each.reason or _("请假")) for each in away
    ]
    guests = list(Guest.objects.filter(activity=activity))
    return {
        **_frame(_("社区党组织活动登记卡"), meeting.organisation.name, meeting.card_number, at),
        "note": _("应到、实到由党员名册和签到自动得出。一次活动可以同时属于几种类型，只登记一次。"),
        "name": [_("名称"), activity.title],
        "kinds": [_("类型"), _ticked(activity.kinds)],
        "when": [_("时间"), _when(activity.started_at or activity.starts_at, activity.ended_at or activity.ends_at)],
        "place": [_("地点"), activity.where],
        "short": [
            [_("主持人"), say(activity.host.name) if activity.host else ""],
            [_("记录人"), say(activity.recorder.name) if activity.recorder else ""],
            [_("本年第几次"), _("第 {n} 次").format(n=times_this_year(meeting))],
            [_("是否公开"), _("公开") if meeting.is_disclosed else _("不公开")],
            [_("应到"), _people(count.expected)],
            [_("实到"), _people(count.present)],
            [_("请假"), _people(count.excused)],
            [_("列席"), _people(count.guests)],
        ],
        "lines": [
            [_("请假及原因"), "　".join(excused) + (_("　未到：") + JOINT.join(map(say, absent)) if absent else "")],
            [_("列席"), meeting.observers or JOINT.join(_guest(each, say) for each in guests)],
            [_("议题"), meeting.agenda],
        ],
        "content": [_("主要内容"), activity.summary, 12 if activity.summary else 50],
        "decided": [_("决议"), activity.decisions, 0 if activity.decisions else 16],
        "papers": [_("附件"), meeting.papers],
        "signed": [_("签名"), _("主持人：　　　　　　　　记录人：　　　　　　　　（盖章）　　　年　　月　　日")],
    }


def _ticked(kinds: Sequence[str]) -> str:
    boxes = [("☑\u00a0" if code in kinds else "□\u00a0") + label_of(code) for code in KINDS_ON_THE_CARD]
    others = labels_of(code for code in kinds if code not in KINDS_ON_THE_CARD)
    named = _("其他：{kinds}").format(kinds=JOINT.join(others)) if others else _("其他")
    return "　".join([*boxes, ("☑ " if others else "□ ") + named])


def _when(begun: datetime, ended: datetime) -> str:
    begun, ended = timezone.localtime(begun), timezone.localtime(ended)
    until = f"{ended:%H:%M}" if ended.date() == begun.date() else f"{say_known(ended.date())} {ended:%H:%M}"
    return f"{say_known(begun.date())} {begun:%H:%M}—{until}"


def _people(count: int) -> str:
    return ngettext("{n} 人", "{n} 人", count).format(n=count)


def _guest(guest: Guest, say: Any) -> str:
    if guest.name:
        return f"{say(guest.name)}（{guest.from_where}）" if guest.from_where else say(guest.name)  # catalogue: data
    return f"{guest.from_where} {_people(guest.count)}".strip()


# 一表


def print_register(
    community: Community, members: QuerySet[Member], *, sort: str, on: date, is_personal: bool, at: datetime
) -> tuple[bytes, int]:
    """Return the register of these members on A4 across, and how many are on it. Whole numbers only when asked so."""
    with translation.override(settings.LANGUAGE_CODE):
        keys = in_order(members, sort, on)
        if len(keys) > MOST_ON_PAPER:
            raise TooMany(
                _(
                    "一次最多打印 {most} 人，这里有 {count} 人。请先按支部筛选，分几次打印；要全部的，请导出 Excel。"
                ).format(most=MOST_ON_PAPER, count=len(keys))
            )
        lines = lines_of(keys, on, opened=is_personal)
        facts = _register(community, lines, on, at, is_personal=is_personal)
        return _pressed("register.typ", {"register": facts}), len(keys)


def _register(
    community: Community, lines: Sequence[Any], on: date, at: datetime, *, is_personal: bool
) -> dict[str, Any]:
    columns = [
        each
        for each in COLUMNS
        if each.code in ON_PAPER and (is_personal or each.code not in {"id_number", "landline"})
    ]
    rows = []
    for n, line in enumerate(lines, 1):
        cells = [
            each.read(line) if is_personal or not each.is_personal else each.covered(line) if each.covered else ""
            for each in columns
        ]
        rows.append([str(n), *(str(cell) if cell is not None else "" for cell in cells)])
    number = f"{community.number_prefix}-YLB-{on:%Y%m%d}"
    return {
        **_frame(_("社区党员基本情况一览表"), community.name, number, at),
        "right": ngettext("截至 {day}　共 {count} 人", "截至 {day}　共 {count} 人", len(rows)).format(
            day=say_known(on), count=len(rows)
        ),
        "note": _("由党员登记直接打印。含个人信息，请妥善保管，用完销毁。"),
        "columns": [[_("序号"), 4], *[[str(each.label), _width(each.width)] for each in columns]],
        "rows": rows,
        "signs": [
            _("党组织书记（签名）："),
            _("组织委员（签名）："),
            _("制表人（签名）："),
            _("（盖章）　　　　年　　月　　日"),
        ],
    }


def _width(characters: int) -> float:
    return round(min(max(characters, 6), 20) * 0.8, 1)


# 季度反馈


def print_note(note: QuarterNote, at: datetime) -> bytes:
    """Return a quarter's note to the employer's organisation, with the slip that comes back."""
    with translation.override(settings.LANGUAGE_CODE):
        return _pressed("quarter_note.typ", {"note": quarter_note(note, at)})


def quarter_note(note: QuarterNote, at: datetime) -> dict[str, Any]:
    report = note.report_in
    member = report.member
    claimed = [str(each.get_post_display()) for each in member.claimed_posts.filter(until_on=None)]
    number = f"{member.card_number}-{note.year}Q{note.quarter}"
    return {
        **_frame(_("在职党员服务社区季度反馈"), member.community.name, number, at),
        "left": _("送：{organisation}").format(organisation=report.employer_organisation),
        "note": _("只写事实，不打分、不排名。有不符的，请告诉社区更正。电话 {hotline}").format(
            hotline=member.community.hotline
        ),
        "pairs": [
            [_("姓名"), member.person.name],
            [_("工作单位"), report.works_at],
            [_("报到日期"), say_known(report.on)],
            [_("季度"), _("{year} 年第 {quarter} 季度").format(year=note.year, quarter=note.quarter)],
            [_("认领岗位"), "；".join(claimed)],  # catalogue: data
            [_("联系人"), report.accepted_by.name if report.accepted_by else ""],
        ],
        "summary": [_("这一季度做了什么"), note.summary],
        "signed": [_("社区党组织"), _("负责人（签名）：　　　　　　　　（盖章）　　　　年　　月　　日")],
        "slip": {
            "title": _("回执"),
            "answer": _("单位党组织的话"),
            "signed": [_("单位党组织"), _("负责人（签名）：　　　　　　　　（盖章）　　　　年　　月　　日")],
            "note": _("请撕下或复印这一半，交回社区，或请本人带回。"),
        },
    }
