"""What one person handled: their own and their lead's to see, and nobody's to compare."""

from linli.accounts.models import Duty, User
from linli.cases.models import Case
from linli.cases.tests.builders import a_case_in_hand, a_resolved_case
from linli.fence.rows import open_fence

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def test_one_sees_ones_own_and_opens_it_to_the_rows(client, town, at, minutes):
    a_resolved_case(town, at=at)
    a_case_in_hand(town, at=at + minutes(5))
    client.force_login(town.keeper_wei)
    assert client.get("/figures/mine/").url == f"/figures/people/{town.keeper_wei.pk}/"
    page = client.get(f"/figures/people/{town.keeper_wei.pk}/", YEAR)
    assert [figure.whole for figure in page.context["groups"][0][:1]] == [2]
    rows = client.get(f"/figures/people/{town.keeper_wei.pk}/appeals_total/", YEAR)
    assert len(rows.context["lines"]) == 2


def test_it_is_found_on_ones_own_page_and_beside_the_figures(client, town):
    client.force_login(town.keeper_wei)
    assert 'href="/figures/mine/"' in client.get("/accounts/me/").content.decode()
    client.force_login(town.secretary_liao)
    assert 'href="/figures/mine/"' in client.get("/figures/").content.decode()


def test_ones_lead_sees_it_and_nobody_else(client, town, at):
    a_case_in_hand(town, at=at)
    url = f"/figures/people/{town.keeper_li.pk}/"
    for reader, status in (
        (town.keeper_li, 200), (town.keeper_wei, 200), (town.secretary_liao, 200), (town.operator_lin, 403),
        (town.officer_zheng, 403), (town.supervisor_chen, 403), (town.operator_zhao, 404),
    ):  # fmt: skip
        client.force_login(reader)
        assert client.get(url, YEAR).status_code == status, reader
        assert client.get(f"{url}appeals_total/", YEAR).status_code == status, reader
    client.force_login(town.keeper_li)
    assert client.get(f"/figures/people/{town.keeper_wei.pk}/").status_code == 403


def test_a_lead_chooses_by_name_and_is_shown_no_numbers(client, town, at):
    client.force_login(town.keeper_wei)
    assert [each.name for each in client.get("/figures/people/").context["people"]] == ["李春芳", "韦启明"]
    client.force_login(town.keeper_li)
    assert list(client.get("/figures/people/").context["people"]) == []
    client.force_login(town.operator_lin)
    assert client.get("/figures/people/").status_code == 403


def test_who_handles_nothing_is_not_listed_until_they_handled_something(client, town, at):
    admin = User.objects.create(username="admin", name="管理员")
    Duty.objects.create(user=admin, role=Duty.Role.SYS_ADMIN, community=town.guihua, from_on=at.date())
    client.force_login(town.secretary_liao)

    def listed():
        return [each.name for each in client.get("/figures/people/").context["people"]]

    assert sorted(listed()) == sorted(["廖建华", "李春芳", "林小满", "莫秀丽", "郑国安", "韦启明"])
    open_fence([town.guihua.pk])
    Case.objects.filter(pk=a_case_in_hand(town, at=at).pk).update(handler=town.auditor_shen)
    assert "沈静" in listed()
    assert "管理员" not in listed()
