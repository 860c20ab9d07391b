"""A campaign, a unit with somebody who signs in for it, and a member."""

from types import SimpleNamespace

import pytest

from linli.accounts.models import Duty, User
from linli.cases.tests.builders import a_unit
from linli.programmes.actions import begin_theme
from linli.residents.models import Person
from tests.cast import LONG_AGO
from tests.visiting import inside


@pytest.fixture
def cast(town, at):
    """`su` signs in for 市政局, `luo` is a member of the register with an account."""
    with inside(town):
        su = User.objects.create(username="su", name="苏志远", must_change_password=False)
        Duty.objects.create(user=su, role=Duty.Role.UNIT_LIAISON, community=town.guihua, from_on=LONG_AGO)
        luo = User.objects.create(username="luo", name="罗永生", must_change_password=False)
        Duty.objects.create(user=luo, role=Duty.Role.PARTY_MEMBER, community=town.guihua, from_on=LONG_AGO)
        unit = a_unit(town, liaison=su, at=at)
        person = Person.objects.create(community=town.guihua, name="罗永生", user=luo)
    return SimpleNamespace(su=su, luo=luo, unit=unit, person=person)


@pytest.fixture
def theme(town, at):
    return begin_theme(
        town.guihua, code="sibao_sibang", name="四包四帮", groups=[("包", 4), ("帮", 4)], from_on=at.date(),
        by=town.secretary_liao, at=at,
    )  # fmt: skip
