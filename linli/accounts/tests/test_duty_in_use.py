"""One person with several duties acts in one of them at a time: what one may do never silently adds up."""

import pytest
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.fence.rows import open_fence
from linli.territory.models import Lane

Role = Duty.Role


@pytest.fixture
def two_hats(town):
    """黎明 is a community worker here and keeps the audit of the other community."""
    user = User.objects.create(username="liming", name="黎明", must_change_password=False)
    today = timezone.localdate()
    here = Duty.objects.create(user=user, role=Role.COMMUNITY_WORKER, community=town.guihua, from_on=today)
    there = Duty.objects.create(user=user, role=Role.AUDIT_ADMIN, community=town.yinxing, from_on=today)
    return user, here, there


def switch(client, duty, **but):
    return client.post("/accounts/duty/", {"duty": getattr(duty, "pk", duty), **but})


def test_until_one_chooses_the_first_is_meant(client, two_hats):
    user, here, _there = two_hats
    client.force_login(user)

    page = client.get("/accounts/me/")

    assert page.wsgi_request.duty == here
    assert [client.get(url).status_code for url in ("/accounts/audit/", "/accounts/me/")] == [403, 200]


def test_the_duty_chosen_counts_from_then_on(client, two_hats):
    user, _here, there = two_hats
    client.force_login(user)

    answer = switch(client, there)

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/accounts/audit/").status_code == 200
    assert client.get("/accounts/audit/").wsgi_request.duty == there


def test_and_only_until_another_is_chosen(client, two_hats):
    user, here, there = two_hats
    client.force_login(user)
    switch(client, there)
    switch(client, here)

    assert client.get("/accounts/audit/").status_code == 403


def test_what_is_seen_follows_the_duty(town, two_hats):
    user, here, there = two_hats
    Lane.objects.create(community=town.yinxing, name="银杏路", kind=Lane.Kind.STREET)

    seen = []
    for user.acting in (here, there, None):
        open_fence(user.community_ids)
        seen.append(sorted(Lane.objects.visible_to(user).values_list("name", flat=True)))

    assert seen == [["建安街"], ["银杏路"], ["建安街", "银杏路"]]
    open_fence([town.guihua.pk, town.yinxing.pk])


def test_somebody_elses_duty_is_no_choice(client, town, two_hats):
    user, here, _there = two_hats
    client.force_login(user)

    for other in (town.secretary_liao.duties.get(), 10**9, "x", ""):
        switch(client, other)

    assert client.get("/accounts/me/").wsgi_request.duty == here


def test_a_duty_that_ended_meanwhile_is_no_longer_meant(client, two_hats):
    user, here, there = two_hats
    client.force_login(user)
    switch(client, there)

    Duty.objects.filter(pk=there.pk).update(from_on=here.from_on.replace(year=2020), until_on=here.from_on)

    assert client.get("/accounts/me/").wsgi_request.duty == here
    assert client.get("/accounts/audit/").status_code == 403


def test_without_any_duty_one_sees_oneself_and_nothing_else(client, town):
    client.force_login(User.objects.create(username="guest", name="客人", must_change_password=False))

    pages = {
        url: client.get(url).status_code for url in ("/accounts/me/", "/", "/desk/", "/cases/", "/accounts/audit/")
    }
    assert pages == {"/accounts/me/": 200, "/": 302, "/desk/": 403, "/cases/": 403, "/accounts/audit/": 403}


@pytest.mark.parametrize(
    ("back", "to"),
    [("/accounts/me/", "/accounts/me/"), ("https://evil.example/", "/"), ("/cases/GH1/", "/"), ("", "/")],
)
def test_one_goes_back_only_to_ones_own_page(client, two_hats, back, to):
    user, _here, there = two_hats
    client.force_login(user)

    assert switch(client, there, next=back).url == to


def test_choosing_needs_a_click_not_a_link(client, two_hats):
    client.force_login(two_hats[0])

    assert client.get("/accounts/duty/").status_code == 405
