"""The cast every test shares: two communities that must never see each other's business."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

BEIJING = ZoneInfo("Asia/Shanghai")
LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Town:
    """林 operates the desk, 韦 and 李 keep the zone of 建安街, 莫 calls back, 廖 is secretary, 郑 in charge of the day;
    赵 operates the other community's desk and must see nothing; 陈 of the street sees both."""

    street: object
    guihua: object
    yinxing: object
    zone: object
    lane: object
    door: object
    operator_lin: object
    keeper_wei: object
    keeper_li: object
    worker_mo: object
    officer_zheng: object
    secretary_liao: object
    auditor_shen: object
    operator_zhao: object
    supervisor_chen: object


@pytest.fixture
def at():
    """Monday morning, long enough ago for nothing to be in the future of the database's own clock."""
    return datetime(2026, 3, 2, 9, 30, tzinfo=BEIJING)


@pytest.fixture
def minutes():
    """`at + minutes(5)` reads as it is meant."""
    return lambda n: timedelta(minutes=n)


@pytest.fixture
def town(db):
    return build_town()


def build_town() -> Town:
    from linli.accounts.models import Duty, User
    from linli.cases.reference import begin_with_policies
    from linli.fence.rows import open_fence
    from linli.territory.models import Community, Door, Lane, Street, Zone

    street = Street.objects.create(name="八步街道", code="451102001")

    def community(name, prefix):
        return Community.objects.create(street=street, name=name, number_prefix=prefix, hotline="0774-5550110")

    guihua, yinxing = community("桂花社区", "GH"), community("银杏社区", "YX")
    open_fence([guihua.pk, yinxing.pk])
    begin_with_policies(guihua)
    begin_with_policies(yinxing)

    people: list[User] = []
    duties: list[Duty] = []

    def person(username, name, role, *, community=None, zone=None, is_lead=False, street=None):
        user = User(username=username, name=name, must_change_password=False)
        place = {"community": community, "street": street, "zone": zone}
        people.append(user)
        duties.append(Duty(user=user, role=role, is_lead=is_lead, from_on=LONG_AGO, **place))
        return user

    zone = Zone.objects.create(community=guihua, number=3, name="建安街责任区", drawn_on=LONG_AGO)
    lane = Lane.objects.create(community=guihua, name="建安街", kind=Lane.Kind.STREET)
    door = Door.objects.create(community=guihua, lane=lane, number=38, zone=zone)
    role = Duty.Role
    town = Town(
        street=street,
        guihua=guihua,
        yinxing=yinxing,
        zone=zone,
        lane=lane,
        door=door,
        operator_lin=person("lin", "林小满", role.DUTY_OPERATOR, community=guihua),
        keeper_wei=person("wei", "韦启明", role.ZONE_KEEPER, community=guihua, zone=zone, is_lead=True),
        keeper_li=person("li", "李春芳", role.ZONE_KEEPER, community=guihua, zone=zone),
        worker_mo=person("mo", "莫秀丽", role.COMMUNITY_WORKER, community=guihua),
        officer_zheng=person("zheng", "郑国安", role.DUTY_OFFICER, community=guihua),
        secretary_liao=person("liao", "廖建华", role.BRANCH_SECRETARY, community=guihua),
        auditor_shen=person("shen", "沈静", role.AUDIT_ADMIN, community=guihua),
        operator_zhao=person("zhao", "赵一鸣", role.DUTY_OPERATOR, community=yinxing),
        supervisor_chen=person("chen", "陈立", role.STREET_SUPERVISOR, street=street),
    )
    User.objects.bulk_create(people)
    Duty.objects.bulk_create(duties)
    return town
