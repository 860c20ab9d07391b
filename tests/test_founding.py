"""`linli found-community`: a new installation begins with an empty community and two accounts."""

import pytest
from django.contrib.auth import authenticate

from linli.accounts.models import User
from linli.cases.models import Policy
from linli.config.founding import found
from linli.config.trouble import Trouble
from linli.fence.rows import open_fence
from linli.territory.models import Community

pytestmark = pytest.mark.django_db


def test_a_community_begins_with_its_policies_and_two_accounts():
    accounts = found("花园社区", street="八步街道", prefix="HY", hotline="0774-5550330")

    community = Community.objects.get(name="花园社区")
    open_fence([community.pk])
    assert Policy.objects.filter(community=community).count() == 6
    assert [account.username for account in accounts] == ["hy.accounts", "hy.audit"]
    for account in accounts:
        user = authenticate(None, username=account.username, password=account.password)
        assert user == User.objects.get(username=account.username)
        assert user.must_change_password


@pytest.mark.parametrize(
    ("name", "prefix", "why"), [("花园社区", "HZ", "already"), ("别的社区", "hz", "capital letters")]
)
def test_what_is_taken_or_wrong_is_said_and_nothing_begins(name, prefix, why):
    found("花园社区", street="八步街道", prefix="HY", hotline="0774-5550330")

    with pytest.raises(Trouble, match=why):
        found(name, street="八步街道", prefix=prefix, hotline="0774-5550330")

    assert Community.objects.count() == 1
    assert User.objects.count() == 2
