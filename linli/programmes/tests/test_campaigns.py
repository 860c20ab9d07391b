"""A campaign names nothing the street has not said; pledges are kept by records that stand elsewhere."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.cases.tests.builders import a_case, everything
from linli.journal.models import Event
from linli.programmes.actions import (
    ItemInUse,
    JoinedAlready,
    PledgedAlready,
    PledgeIsOver,
    ThemeIsThere,
    begin_theme,
    change_pledge,
    confirm_item,
    end_pledge,
    join_record,
    part_record,
    pledge,
    withdraw_pledge,
)
from linli.programmes.forms import OwnThemeForm
from linli.programmes.models import Item, Kept, Pledge
from linli.programmes.queries import groups_of, lines_of, not_begun, pledges_of, record_for, to_join
from linli.programmes.shipped import shipped


@pytest.fixture
def made(town, theme, cast, at):
    return pledge(theme, what="疏通水沟", from_on=at.date(), unit=cast.unit, by=cast.su, at=at)


@pytest.fixture
def case(town, at):
    return a_case(town, at=at + timedelta(hours=1))


def test_a_shipped_theme_has_places_and_no_content(town, theme):
    assert [(group.sign, [str(item) for item in group.items]) for group in groups_of(theme)] == [
        (sign, [f"{sign} {order}（待街道确认）" for order in range(1, 5)]) for sign in "包帮"
    ]
    assert [each.name for each in not_begun(town.guihua.pk)] == ["三联三带四创"]
    assert shipped()["sanlian_sandai_sichuang"].groups == (("联", 3), ("带", 3), ("创", 4))


def test_a_theme_is_begun_once(town, theme, at):
    with pytest.raises(ThemeIsThere, match="「四包四帮」已经在开展了"):
        begin_theme(town.guihua, name="四包四帮", groups=[], from_on=at.date(), by=town.secretary_liao, at=at)


def test_an_item_is_named_only_with_a_paper_behind_it(town, theme, at):
    item = theme.items.first()
    with pytest.raises(IntegrityError, match="an_item_is_named_from_a_paper"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(name="包卫生")

    confirm_item(item, name="包卫生", about="", source="街道 12 号文", by=town.secretary_liao, at=at)

    item.refresh_from_db()
    assert (str(item), item.source, item.confirmed_by) == ("包卫生", "街道 12 号文", town.secretary_liao)
    assert Event.objects.get(verb="programmes.item_confirmed").facts == {"group": "包", "order": 1, "name": "包卫生"}


def test_an_item_somebody_pledged_for_is_corrected_and_not_cleared(town, theme, cast, at):
    item = theme.items.first()
    confirm_item(item, name="包卫生", about="", source="12 号文", by=town.secretary_liao, at=at)
    pledge(theme, item=item, what="扫楼道", from_on=at.date(), person=cast.person, by=cast.luo, at=at)
    before = everything()
    with pytest.raises(ItemInUse):
        confirm_item(item, name="", about="", source="", by=town.secretary_liao, at=at)
    assert everything() == before

    confirm_item(item, name="包楼道卫生", about="", source="12 号文", by=town.secretary_liao, at=at)
    assert str(theme.items.first()) == "包楼道卫生"


def test_a_pledge_sent_twice_is_one(town, theme, cast, made, at):
    before = everything()
    with pytest.raises(PledgedAlready):
        pledge(theme, what="疏通水沟", from_on=at.date(), unit=cast.unit, by=cast.su, at=at)
    assert everything() == before
    assert Event.objects.get(verb="programmes.pledged").facts == {"whose": str(cast.unit), "what": "疏通水沟"}


def test_the_database_holds_whose_a_pledge_is_and_that_its_end_says_something(made, cast):
    for wrong, truth in (
        ({"person": cast.person}, "a_pledge_is_a_units_or_a_members"),
        ({"unit": None}, "a_pledge_is_a_units_or_a_members"),
        ({"ended_on": made.from_on}, "an_ended_pledge_says_how_it_went"),
    ):
        with pytest.raises(IntegrityError, match=truth), transaction.atomic():
            Pledge.objects.filter(pk=made.pk).update(**wrong)


def test_a_record_keeps_a_pledge_once_and_is_read_where_it_stands(town, cast, made, case, at):
    kept = join_record(made, kind="case", thing=case, by=cast.su, at=at)
    with pytest.raises(JoinedAlready):
        join_record(made, kind="case", thing=case, by=cast.su, at=at)

    ((_kept, line),) = lines_of(made, town.secretary_liao)
    assert (line.label, line.text, line.url) == (
        "诉求",
        f"{case.number} {case.title}".strip(),
        f"/cases/{case.number}/",
    )
    part_record(kept, by=cast.su, at=at)
    assert not Kept.objects.exists()


def test_who_may_not_see_the_record_reads_its_number_and_opens_nothing(town, cast, made, case, at):
    join_record(made, kind="case", thing=case, by=town.secretary_liao, at=at)

    ((_kept, line),) = lines_of(made, cast.su)

    assert (line.text, line.url) == (case.number, "")
    assert record_for(cast.su, "case", case.pk) is None
    assert [each.key for each in to_join(made, town.secretary_liao, kind="case")] == []
    assert [each.key for each in to_join(made, cast.su, kind="case")] == []


def test_records_are_offered_from_the_day_of_the_pledge(town, made, case, at):
    earlier = a_case(town, at=at - timedelta(days=2))

    offered = [each.key for each in to_join(made, town.secretary_liao, kind="case")]

    assert (offered, earlier.pk in offered) == ([case.pk], False)
    assert to_join(made, town.secretary_liao, kind="case", words="没有这个") == []
    assert to_join(made, town.secretary_liao, kind="visit") == to_join(made, town.secretary_liao, kind="activity") == []


def test_an_ended_pledge_keeps_its_records_and_takes_no_more(theme, cast, made, case, at):
    kept = join_record(made, kind="case", thing=case, by=cast.su, at=at)
    end_pledge(made, on=at.date(), note="都通了", by=cast.su, at=at)
    before = everything()
    for again in (
        lambda: end_pledge(made, on=at.date(), note="再来", by=cast.su, at=at),
        lambda: change_pledge(made, what="别的", item=None, until_on=None, by=cast.su, at=at),
        lambda: part_record(kept, by=cast.su, at=at),
        lambda: withdraw_pledge(made, by=cast.su, at=at),
    ):
        with pytest.raises(PledgeIsOver):
            again()
    assert everything() == before
    assert [pledges_of(theme, cast.su, show=show).rows for show in ("", "ended", "mine")] == [[], [made], [made]]


def test_a_pledge_made_by_mistake_is_withdrawn_while_nothing_keeps_it(town, cast, made, case, at):
    kept = join_record(made, kind="case", thing=case, by=cast.su, at=at)
    with pytest.raises(PledgeIsOver, match="已经连上记录了"):
        withdraw_pledge(made, by=cast.su, at=at)
    part_record(kept, by=cast.su, at=at)
    withdraw_pledge(made, by=cast.su, at=at)
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    ("text", "groups"),
    [("联 3 带 3 创 4", [("联", 3), ("带", 3), ("创", 4)]), ("包4、帮4", [("包", 4), ("帮", 4)]), ("包", None),
     ("包 0", None), ("包 99", None), ("包 2 包 3", None), ("随便写", None)],
)  # fmt: skip
def test_groups_are_read_as_people_write_them(at, text, groups):
    form = OwnThemeForm({"name": "新活动", "groups": text, "from_on": "2026-03-02"})
    assert (form.cleaned_data["groups"] if form.is_valid() else None) == groups
