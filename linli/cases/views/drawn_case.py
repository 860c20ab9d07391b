"""The pieces every page of a case has, drawn by functions: its head, its next steps, its people.

What few cases have (files, callbacks, what was said afterwards, cases beside it) stays in templates.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.web.clocks import Clock
from linli.web.drawing import badge, clock, icon, joined, key, moment
from linli.web.masks import mask_name, mask_phone

from .. import lifecycle
from ..models import OPEN, Case, CoHandling, Offer, Outcome, Promise, Requester, Status
from ..queries.found import Caller
from .addresses import address
from .steps import Step


def draw_head(case: Case, drawn: Clock, promises: list[Promise], *, paused: bool) -> SafeString:
    """What it is about, how it stands, and its clocks."""
    language = get_language()
    tags = [case.get_channel_display(), case.get_kind_display(), case.category]
    tags += [_("第 %(n)s 次办") % {"n": case.round}] if case.round > 1 else []
    tags += [case.external_number] if case.external_number else []
    at = _("%(at)s 接到") % {"at": moment(case.received_at)}
    place = "".join(f" · {escape(each)}" for each in (case.place_text, case.zone.name if case.zone else "") if each)
    sent = render_to_string("cases/sent.html", {"case": case}) if case.origin_label else ""
    said = f'<blockquote class="soft small">“{escape(case.content)}”</blockquote>' if case.says_more else ""
    first = ""
    if case.first_reported_at < case.received_at:
        word = _("最早反映：")
        first = f'<p class="small">{word}{moment(case.first_reported_at)}</p>'
    return mark_safe(  # noqa: S308 - whatever comes from people has been escaped
        '<article class="sheet">\n'
        '  <div class="layout" data-layout="aside">\n'
        '    <div class="stack" data-gap="tight">\n'
        f'      <p class="row small soft"><span class="number">{case.number}</span>'
        f"{''.join(_tag(str(tag)) for tag in tags)}</p>\n"
        f"      <h1>{escape(case.title)}</h1>\n"
        f'      <p class="row">{standing(case.status, case.outcome, paused, language)}'
        f'<span class="soft small">{at}{place}</span></p>\n'
        f"      {said}\n"
        f"      {sent}{first}\n"
        "    </div>\n"
        '    <div class="stack" data-gap="tight">\n'
        f"      {clock(drawn, 'medium', live=True)}\n"
        f"      {_grounds(promises)}\n"
        "    </div>\n"
        "  </div>\n"
        "</article>"
    )


def _tag(text: str) -> str:
    return f'<span class="tag">{escape(text)}</span>'


def _grounds(promises: list[Promise]) -> str:
    """What the promises rest on, and what has to be said of them."""
    ground, corrected = _("依据："), _("到场是后来补记的。")
    said = f'<p class="tiny soft">{ground}{escape(promises[0].source)}</p>' if promises else ""
    for promise in promises:
        if promise.corrected_at:
            said += f'<p class="tiny soft">{corrected}</p>'
        if promise.due_is_assumed:
            word = _("这一年的节假日表还没有，工作日先按周一至周五算。")
            said += f'<p class="notice" data-tone="amber">{icon("alert")}<span>{word}</span></p>'
    return said


@lru_cache(maxsize=256)
def standing(status: str, outcome: str, paused: bool, _language: str | None) -> str:  # noqa: FBT001  a key of the cache
    """How the case stands, as a badge; how it ended beside it."""
    said = str(Status(status).label)
    if paused:
        return badge(_("暂停中"), "plain", "pause")
    if status in (Status.OFFERED, Status.REGISTERED):
        return badge(said, "amber", "bell")
    if status == Status.MERGED:
        return badge(said, "plain", "arrow")
    if status in OPEN:
        return badge(said, "indigo", "arrow")
    return f"{badge(said, 'jade', 'check')} {_tag(str(Outcome(outcome).label))}"


# --- next steps -----------------------------------------------------------------------------------------------------


def draw_steps(steps: Iterable[Step], csrf: str, *, uses_keys: bool, kind: str = "") -> SafeString:
    """Draw steps as buttons; `csrf` is the hidden field of those done with one click."""
    return joined(_step(step, csrf, kind, uses_keys=uses_keys) for step in steps)


def _step(step: Step, csrf: str, kind: str, *, uses_keys: bool) -> str:
    how = f' data-kind="{kind}"' if kind else ' data-size="small"'
    letter = key(step.key, uses_keys=uses_keys)
    said = f"{icon(step.icon)}{escape(step.label)}"
    if step.posts:
        return (
            f'<form method="post" action="{step.url}" data-double-guard>{csrf}'
            f'<button class="button" data-wide{how}{letter}>{said}</button></form>\n'
        )
    return f'<a class="button" data-wide{how} href="{step.url}"{letter}>{said}</a>\n'


# --- people ---------------------------------------------------------------------------------------------------------


def draw_people(
    case: Case,
    *,
    chosen_why: str,
    offers: Iterable[Offer],
    helpers: Iterable[CoHandling],
    may_issue_link: bool,
    may_report_help: bool,
    now: datetime,
) -> SafeString:
    """谁在办: who first received it, who is asked, who handles it, who helps."""
    first, handles = _("首接人，负责到底"), _("经办")
    lines = [f"<li>{_person(case.first_handler.name, first)}</li>"]
    if chosen_why:
        lines.append(f'<li class="small">{icon("list")} {escape(chosen_why)}</li>')
    lines += [_asked(offer, case, may_issue_link=may_issue_link) for offer in offers]
    if case.handler:
        lines.append(f"<li>{_person(case.handler.name, handles)}</li>")
    lines += [
        render_to_string(
            "cases/helper_line.html",
            {
                "case": case,
                "asked": asked,
                "may_report_help": may_report_help,
                "may_issue_link": may_issue_link and lifecycle.may("report_help", case.status),
                "now": now,
            },
        )
        for asked in helpers
    ]
    return _section("people-title", _("谁在办"), f'<ul class="lines">{"".join(lines)}</ul>')


def _person(name: str, what: str, mark: str = "") -> str:
    return (
        f'<div class="person"><span class="person-mark" aria-hidden="true">{mark or escape(name[:1])}</span>'
        f"<b>{escape(name)}</b><small>{what}</small></div>"
    )


def _asked(offer: Offer, case: Case, *, may_issue_link: bool) -> str:
    until = {"rung": offer.get_rung_display(), "at": f"{localtime(offer.answer_by):%H:%M}"}
    words = escape(_("%(rung)s · 等接单，到 %(at)s") % until)
    who = _person(str(offer.unit), words, icon("building")) if offer.is_by_link else _person(offer.to.name, words)
    link = ""
    if offer.is_by_link and may_issue_link:
        place, what = address("offer_link", case.number, offer.pk), _("给它答复链接")
        link = f'<a class="button" data-size="small" href="{place}">{icon("key")}{what}</a>'
    return f"<li>{who}{link}</li>"


def draw_requesters(case: Case, requesters: Collection[Requester], *, may_reveal: bool) -> SafeString:
    """诉求人: names and numbers with their middle covered; the number is shown on a page of its own."""
    facts = "".join(_requester(case, each, may_reveal=may_reveal) for each in requesters)
    note = ""
    if may_reveal and any(each.phone_tail for each in requesters):
        words = _("看全号要写原因，并会留下记录。")
        note = f'<p class="soft tiny">{words}</p>'
    return _section("requester-title", _("诉求人"), facts + note)


def callers_name(caller: Requester | Caller) -> str:
    """What others read of a caller's name: its middle covered, or why there is none."""
    if caller.is_anonymous:
        return _("不愿留名")
    return _("请保密") if caller.wants_confidential else mask_name(caller.name)


def _requester(case: Case, requester: Requester, *, may_reveal: bool) -> str:
    name = escape(callers_name(requester) or "—")
    tail, called, by_phone, wholly, said = (
        escape(requester.phone_tail), _("称呼"), _("电话"), _("看全号"), _("原话")
    )  # fmt: skip
    phone = mask_phone(requester.phone_tail) if tail else "—"
    if tail and may_reveal:
        place = address("phone", case.number, requester.pk)
        phone += f' <a href="{place}">{wholly}<span class="hidden-visually"> {tail}</span></a>'
    words = "" if requester.is_first else f"<dt>{said}</dt><dd>“{escape(requester.words)}”</dd>"
    return f'<dl class="facts">\n<dt>{called}</dt><dd>{name}</dd>\n<dt>{by_phone}</dt><dd>{phone}</dd>\n{words}</dl>\n'


def _section(title_id: str, title: str, inside: str) -> SafeString:
    return mark_safe(  # noqa: S308 - whatever comes from people has been escaped
        f'<section class="sheet" data-pad="tight" aria-labelledby="{title_id}">\n'
        f'  <div class="sheet-head"><h2 id="{title_id}">{title}</h2></div>\n  {inside}\n</section>'
    )
