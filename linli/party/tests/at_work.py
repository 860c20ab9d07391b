"""The Party of the first community at work, for the tests of every page and every stranger."""

from datetime import timedelta
from typing import Any

from linli.party.actions import note_mobile, note_service, plan_meeting, report_in, write_note
from linli.party.models import Post

from .builders import a_small_party


def party_at_work(town, now) -> dict[str, list[Any]]:
    """Return the URL words of what a page of this room can be about."""
    party, on = a_small_party(town, now), now.date()
    mobile = note_mobile(
        party.qin,
        direction="out",
        left_on=on - timedelta(days=200),
        reason="work",
        destination="广东东莞",
        by=None,
        at=now,
    )
    report = report_in(
        party.luo, on=on - timedelta(days=100), accepted_by=town.secretary_liao, employer="市政局",
        employer_organisation="市政局机关支部", by=None, at=now,
    )  # fmt: skip
    note = write_note(report, year=on.year - 1, quarter=4, summary="扫了街", by=None, at=now)
    service = note_service(party.luo, on=on, what="修水管", minutes=30, certifier="莫秀丽", by=None, at=now)
    hours = {"starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
    meeting = plan_meeting(
        party.first,
        title="第一支部主题党日",
        kinds=["theme_day", "party_class"],
        place="二楼",
        by=None,
        at=now,
        **hours,
    )
    return {
        "branch": [party.first.pk], "member": [party.luo.pk], "party_post": [Post.objects.get().pk],
        "mobile": [mobile.pk], "report_in": [report.pk], "quarter_note": [note.pk], "service": [service.pk],
        "meeting": [meeting.pk],
    }  # fmt: skip
