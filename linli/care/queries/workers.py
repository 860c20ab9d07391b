"""Who of those who sign in can be reminded of something done for somebody."""

from datetime import date

from linli.accounts.models import Duty, User

ROLES = (Duty.Role.COMMUNITY_WORKER, Duty.Role.BRANCH_SECRETARY, Duty.Role.ZONE_KEEPER, Duty.Role.PARTY_MEMBER)


def who_may_answer(community_id: int, on: date) -> list[User]:
    duties = Duty.objects.in_force(on).filter(community=community_id, role__in=ROLES, user__is_active=True)
    return list(User.objects.filter(pk__in=duties.values("user")).order_by("name", "pk"))
