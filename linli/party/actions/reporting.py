"""在职报到: reported in, posts claimed, help given, the quarterly note and its return."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import ClaimedPost, From, Member, QuarterNote, ReportIn, ServiceEntry


class AlreadyReportedIn(Refusal):
    pass


class NoteIsSent(Refusal):
    pass


class NotSentYet(Refusal):
    pass


@transaction.atomic
def report_in(
    member: Member, *, on: date, accepted_by: User | None, by: User | None, at: datetime, **given: Any
) -> ReportIn:
    """Take in who reports: `given` is unit or employer, and employer_organisation."""
    try:
        with transaction.atomic():
            found = ReportIn.objects.create(
                community_id=member.community_id, member=member, on=on, accepted_by=accepted_by, **given
            )
    except IntegrityError as why:
        if "reported_in_once_at_a_time" not in str(why):
            raise
        raise AlreadyReportedIn(_("已经报到过了。换了单位的，先把上一次记为结束。")) from why
    Member.objects.filter(pk=member.pk).update(relation=From.REPORTED)
    record(events.REPORTED_IN, found, by=by, at=at, card=member.card_number)
    return found


@transaction.atomic
def end_report(report: ReportIn, *, on: date, by: User, at: datetime) -> None:
    """Note that somebody helps here no more since `on`; their claimed posts end with it."""
    report = ReportIn.objects.select_for_update(of=("self",)).select_related("member__community").get(pk=report.pk)
    report.ended_on = max(on, report.on)
    report.save(update_fields=["ended_on"])
    claim_posts(report.member, posts=[], on=report.ended_on, by=by, at=at)
    record(events.REPORT_ENDED, report, by=by, at=at, card=report.member.card_number)


@transaction.atomic
def claim_posts(member: Member, *, posts: Iterable[str], on: date, by: User | None, at: datetime) -> None:
    """Let a member hold exactly these service posts from `on`: new ones begin, others end."""
    wanted = set(posts)
    running = {claim.post: claim for claim in ClaimedPost.objects.filter(member=member, until_on=None)}
    for code, claim in running.items():
        if code in wanted:
            continue
        if claim.from_on >= on:
            claim.delete()
        else:
            claim.until_on = on
            claim.save(update_fields=["until_on"])
    ClaimedPost.objects.bulk_create(
        [
            ClaimedPost(community_id=member.community_id, member=member, post=code, from_on=on)
            for code in sorted(wanted - set(running))
        ],
        ignore_conflicts=True,
    )
    if wanted != set(running):
        record(events.POSTS_CLAIMED, member, by=by, at=at, card=member.card_number)


@transaction.atomic
def note_service(
    member: Member, *, on: date, what: str, by: User | None, at: datetime, minutes: int | None = None,
    result: str = "", certifier: str = "",
) -> ServiceEntry:  # fmt: skip
    """Note something a member did that stands nowhere else. Noting the same thing of a day again is the same line."""
    entry, is_new = ServiceEntry.objects.get_or_create(
        community_id=member.community_id, member=member, on=on, what=what,
        defaults={"minutes": minutes, "result": result, "certifier": certifier},
    )  # fmt: skip
    if is_new:
        record(events.SERVICE_NOTED, member, by=by, at=at, card=member.card_number)
    return entry


@transaction.atomic
def remove_service(entry: ServiceEntry, *, by: User, at: datetime) -> None:
    """Take away a line that was noted by mistake."""
    record(events.SERVICE_REMOVED, entry.member, by=by, at=at, card=entry.member.card_number)
    entry.delete()


@transaction.atomic
def write_note(
    report: ReportIn, *, year: int, quarter: int, summary: str, by: User | None, at: datetime
) -> QuarterNote:
    """Write the note of a quarter; until it is sent it may be written anew."""
    note = QuarterNote.objects.select_for_update().filter(report_in=report, year=year, quarter=quarter).first()
    if note and note.sent_on:
        raise NoteIsSent(_("这一季度的反馈已经送出，不能再改。"))
    note = note or QuarterNote(community_id=report.community_id, report_in=report, year=year, quarter=quarter)
    note.summary = summary
    note.save()
    _record(events.NOTE_WRITTEN, note, by, at)
    return note


@transaction.atomic
def send_note(note: QuarterNote, *, on: date, by: User | None, at: datetime) -> None:
    """Note that the paper went to the employer's organisation."""
    note = _locked(note)
    if note.sent_on:
        return
    note.sent_on = on
    note.save(update_fields=["sent_on"])
    _record(events.NOTE_SENT, note, by, at)


@transaction.atomic
def note_returned(note: QuarterNote, *, on: date, answer: str = "", by: User | None, at: datetime) -> None:
    """Note that the employer's organisation sent its slip back, and what it said."""
    note = _locked(note)
    if note.sent_on is None or on < note.sent_on:
        raise NotSentYet(_("回执的日子要在送出之后。没有送出的，先按「送出」。"), field="on")
    note.returned_on, note.answer = on, answer
    note.save(update_fields=["returned_on", "answer"])
    _record(events.NOTE_RETURNED, note, by, at)


def _locked(note: QuarterNote) -> QuarterNote:
    rows = QuarterNote.objects.select_for_update(of=("self",)).select_related("report_in__member__community")
    return rows.get(pk=note.pk)


def _record(verb: Any, note: QuarterNote, by: User | None, at: datetime) -> None:
    card = note.report_in.member.card_number
    record(verb, note.report_in, by=by, at=at, card=card, year=note.year, quarter=note.quarter)
