import pytest

from linli.accounts.models import Duty, User
from linli.fence.rows import open_fence
from tests.cast import LONG_AGO


@pytest.fixture
def town(town):
    """The town; at the end the fence is open again, for the questions the database asks of all rows when it closes."""
    yield town
    open_fence([town.guihua.pk, town.yinxing.pk])


@pytest.fixture
def an_affairs_supervisor(town):
    """潘 of the 居务监督委员会: reads the figures of 桂花社区, and none of its cases."""
    user = User.objects.create(username="pan", name="潘志远", must_change_password=False)
    Duty.objects.create(user=user, role=Duty.Role.AFFAIRS_SUPERVISOR, community=town.guihua, from_on=LONG_AGO)
    return user
