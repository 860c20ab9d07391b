"""先知道、先讨论、先行动: no stage without its evidence; members before the public; callers are answered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from linli.assembly import actions, jobs
from linli.assembly.models import Invited, Matter, Opinion, Told
from linli.assembly.queries.matters import matters_page, to_be_phoned
from linli.cases.actions import Matter as Spot
from linli.cases.actions import put_before_council
from linli.cases.models import Case
from linli.cases.queries.behind_code import progress_of
from linli.cases.tests.builders import a_case_on_site, a_resolved_case, fresh
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.notices.actions import tell_waiting
from linli.notices.models import Notice
from tests.visiting import inside

from .at_work import assembly_at_work
from .builders import a_body, a_seat

DAY = timedelta(days=1)


@pytest.fixture
def body(town, at):
    """居民代表会议: 韦 and 李 sign in, 黄奶奶 is told at her door; 廖 leads and keeps."""
    body = a_body(town, "representatives", at)
    for user in (town.keeper_wei, town.keeper_li):
        a_seat(body, at, name=user.name, user=user)
    a_seat(body, at, name="黄奶奶")
    return body


@pytest.fixture
def matter(town, body, at):
    return actions.put_forward(
        body, title="水沟改造", background="一年堵了四次", source="case", by=town.keeper_wei, at=at
    )  # fmt: skip


def tell_all(town, matter, at):
    actions.tell_members(matter, by=town.secretary_liao, at=at)
    left = Told.objects.filter(matter=matter, told_at=None).values_list("pk", flat=True)
    actions.note_matter_told(matter, told=list(left), mode="in_person", by=town.worker_mo, at=at)
    return actions.enter_informed(matter, by=town.secretary_liao, at=at)


def discuss(town, body, matter, at, *, tasks=1):
    """Hold a meeting on it, resolve it with tasks; return the tasks."""
    liao = town.secretary_liao
    meeting = actions.plan_meeting(
        body, title="代表会议", starts_at=at + DAY, ends_at=at + DAY * 1.1, place="会议室", by=liao, at=at
    )  # fmt: skip
    actions.call_meeting(meeting, short_notice_reason="汛期", by=liao, at=at)
    item = actions.put_on_agenda(matter, meeting=meeting, by=liao, at=at)
    assert actions.put_on_agenda(matter, meeting=meeting, by=liao, at=at) == item
    meeting = actions.open_meeting(meeting, chair=None, recorder=None, by=liao, at=at + DAY)
    actions.enter_discussed(matter, by=liao, at=at + DAY)
    todo = [actions.ToDo(f"第 {n} 件", (at + DAY * 9).date(), who="市政局") for n in range(tasks)]
    return list(actions.resolve(meeting, text="换管", item=item, tasks=todo, by=liao, at=at + DAY).tasks.all())


def test_each_stage_is_entered_only_with_its_evidence(town, body, matter, at):
    liao, too_early = town.secretary_liao, actions.StageTooEarly
    for enter in (actions.enter_informed, actions.enter_discussed, actions.enter_acted):
        with pytest.raises(too_early):
            enter(matter, by=liao, at=at)
    assert actions.tell_members(matter, by=liao, at=at) == 3
    assert actions.tell_members(matter, by=liao, at=at) == 0
    with pytest.raises(too_early, match="还有 1 人没有告知到"):
        actions.enter_informed(matter, by=liao, at=at)
    actions.enter_informed(matter, untold_because="黄奶奶在外地", by=liao, at=at)
    with pytest.raises(too_early):
        actions.enter_discussed(matter, by=liao, at=at)
    with pytest.raises(too_early):
        actions.enter_discussed(matter, because="赶汛期", by=liao, at=at)
    actions.say_opinion(matter, stance="for", text="早该换了", by=town.keeper_li, at=at)
    actions.enter_discussed(matter, because="赶汛期", by=liao, at=at)
    with pytest.raises(too_early, match="还没有决议"):
        actions.enter_acted(matter, by=liao, at=at)
    matter.refresh_from_db()
    assert (matter.untold_because, matter.discussed_because, matter.acted_at) == ("黄奶奶在外地", "赶汛期", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(informed_at=None)


def test_the_public_reads_only_after_the_members_and_only_the_text(town, body, matter, at, client):
    liao = town.secretary_liao
    url = reverse("assembly:public_matter", args=["GH", matter.year, matter.number])
    with pytest.raises(actions.StageTooEarly):
        actions.publish_matter(matter, text="换管", by=liao, at=at)
    tell_all(town, matter, at)
    assert client.get(url).status_code == 404
    open_fence([town.guihua.pk])
    actions.publish_matter(matter, text="水沟要换管。", by=liao, at=at + DAY)
    page = client.get(url).content.decode()
    assert "水沟要换管。" in page
    assert "一年堵了四次" not in page
    assert town.keeper_wei.name not in page
    assert "水沟改造" in client.get(reverse("assembly:public_matters", args=["GH"])).content.decode()
    assert "水沟改造" not in client.get(reverse("assembly:public_matters", args=["YX"])).content.decode()
    open_fence([town.guihua.pk])
    actions.unpublish_matter(matter, by=liao, at=at + DAY)
    assert client.get(url).status_code == 404
    open_fence([town.guihua.pk])
    Matter.objects.filter(pk=matter.pk).update(is_confidential=True)
    with pytest.raises(actions.MatterIsOver):
        actions.publish_matter(matter, text="换管", by=liao, at=at)


def test_who_sits_is_told_and_reading_it_is_noted(town, body, matter, at, client):
    actions.tell_members(matter, by=town.secretary_liao, at=at)
    tell_waiting(at=at)
    told = set(Notice.objects.filter(event__verb="assembly.members_told").values_list("reader__name", flat=True))
    assert told == {town.keeper_wei.name, town.keeper_li.name}
    client.force_login(town.keeper_li)
    assert "水沟改造" in client.get(reverse("assembly:matter", args=[matter.pk])).content.decode()
    client.force_login(town.operator_lin)  # does not sit there
    assert client.get(reverse("assembly:matter", args=[matter.pk])).status_code == 404
    open_fence([town.guihua.pk])
    assert Told.objects.get(user=town.keeper_li, matter=matter).opened_at
    assert Told.objects.get(user=town.keeper_wei, matter=matter).opened_at is None
    assert matters_page(town.operator_zhao).rows == []


def test_an_opinion_without_a_name_is_nobodys(town, body, matter, at):
    rule = body.rules.get()
    assert not rule.takes_anonymous_opinions
    with pytest.raises(actions.NamesAreAskedFor):
        actions.say_opinion(matter, stance="concern", text="怕吵", is_anonymous=True, by=town.keeper_li, at=at)
    yesterday = (at - DAY).date()
    actions.change_rule(
        body, from_on=yesterday, reason="听真话", values={"takes_anonymous_opinions": True}, sources={}, by=None, at=at
    )  # fmt: skip
    before = Event.objects.count()
    said = actions.say_opinion(
        matter, stance="concern", text="怕吵", is_anonymous=True, said_by="李", by=town.keeper_li, at=at
    )  # fmt: skip
    assert (said.by, said.said_by, said.at.astimezone(at.tzinfo).hour) == (None, "", 0)
    assert Event.objects.count() == before
    actions.reply_opinion(said, reply="九点半进场", is_adopted=True, by=town.secretary_liao, at=at)
    assert Opinion.objects.get().reply == "九点半进场"


def test_every_caller_of_a_hot_spot_gets_the_answer_once(town, body, at, monkeypatch):
    calls = [a_resolved_case(town, at=at), a_case_on_site(town, at=at + DAY / 2)]
    first = calls[0]
    Case.objects.update(lane=town.lane)
    spot = Spot(title="建安街：水沟", times=2, since_on=at.date(), category=first.category, lane=town.lane)
    liao = town.secretary_liao
    candidate = put_before_council(town.guihua, spot, why="老是堵", by=liao, at=at)
    matter = actions.put_forward_first(candidate, by=liao, at=at)
    assert actions.put_forward_first(candidate, by=liao, at=at) == matter
    assert {each.case for each in matter.matter_cases.all()} == set(calls)
    tell_all(town, matter, at)
    tasks = discuss(town, body, matter, at, tasks=2)
    actions.enter_acted(matter, by=liao, at=at + DAY)
    with pytest.raises(actions.StageTooEarly, match="还有 2 件事"):
        actions.conclude_matter(matter, result="换了管", by=liao, at=at + DAY)
    for task in tasks:
        actions.finish_task(task, result="好了", on=(at + DAY).date(), by=liao, at=at + DAY)
    actions.conclude_matter(matter, result="换了新管，水通了。", by=liao, at=at + DAY)
    job = jobs.answer_callers.func if hasattr(jobs.answer_callers, "func") else jobs.answer_callers
    for _n in range(2):
        job(community_id=town.guihua.pk, matter_id=matter.pk, by_id=liao.pk)
    for case in calls:
        requester = case.requesters.first()
        progress = progress_of(requester, at + DAY)
        words = [word for line in progress.lines for word in line.words]
        assert words.count("换了新管，水通了。") == 1
        assert sum("商量" in line.sentence for line in progress.lines) == 3
        assert case.status == fresh(case).status
    waiting = list(to_be_phoned(matter))
    assert waiting
    for requester in waiting:
        for _n in range(2):
            actions.note_answered_by_phone(matter, requester=requester, by=town.worker_mo, at=at + DAY)
    assert not to_be_phoned(matter).exists()
    with pytest.raises(actions.MatterIsOver):
        actions.withdraw_matter(matter, reason="不办了", by=liao, at=at + DAY)


def test_members_read_nothing_of_who_called(town, body, at, client):
    case = a_case_on_site(town, at=at)
    matter = actions.put_forward_case(case, by=town.secretary_liao, at=at)
    caller = case.requesters.get()
    client.force_login(town.keeper_li)
    for name in ("matter", "matter_cases"):
        page = client.get(reverse(f"assembly:{name}", args=[matter.pk])).content.decode()
        assert caller.name not in page
        assert caller.phone_tail not in page
        assert case.content not in page


def test_a_matter_is_withdrawn_with_its_reason(town, matter, at):
    actions.withdraw_matter(matter, reason="重复了", by=town.secretary_liao, at=at)
    with pytest.raises(actions.MatterIsOver):
        actions.tell_members(matter, by=town.secretary_liao, at=at)
    assert Matter.objects.get().withdrawn_because == "重复了"


def test_the_pages_of_matters_and_ballots_open_and_work(client, town):
    with inside(town):
        things = assembly_at_work(town, timezone.localtime())
    client.force_login(town.secretary_liao)
    for name, about in (
        ("matters", None), ("new_matter", None), ("matter", "matter"), ("telling", "matter"), ("informed", "matter"),
        ("opinions", "matter"), ("new_opinion", "matter"), ("opinion_reply", "opinion"), ("discussed", "matter"),
        ("matter_agenda", "matter"), ("party_agreed", "matter"), ("publication", "matter"), ("matter_cases", "matter"),
        ("conclusion", "matter"), ("calls", "matter"), ("matter_withdrawal", "matter"), ("ballot", "ballot"),
        ("hands", "ballot"), ("annulment", "ballot"), ("matter_change", "matter"),
    ):  # fmt: skip
        address = reverse(f"assembly:{name}", args=things[about] if about else [])
        assert (name, client.get(address).status_code) == (name, 200)
    draft = client.post(reverse("assembly:publication", args=things["matter"]), {"text": "灯换了。"})
    assert "居民会看到这些" in draft.content.decode()
    ballot = reverse("assembly:ballot", args=things["ballot"])
    client.force_login(town.keeper_li)
    assert client.get(ballot).content.decode().count('name="choice"') == 3
    with inside(town):
        own = Invited.objects.get(user=town.keeper_li, meeting__ballots=things["ballot"][0]).pk
    vote = reverse("assembly:vote", args=things["ballot"])
    assert client.post(vote, {"voter": own, "choice": "for"}).status_code == 302
    assert client.post(vote, {"voter": own, "choice": "for"}).status_code == 409
    client.force_login(town.secretary_liao)
    client.post(reverse("assembly:counting", args=things["ballot"]))
    page = client.get(ballot).content.decode()
    assert "为通过" in page
    client.force_login(town.operator_zhao)
    assert client.get(ballot).status_code == 404
