"""What the third wall shows whoever is named. Asked only after `open_sealed`; otherwise every answer is empty."""

from datetime import date

from linli.accounts.models import Duty, User

from ..models import Milestone, Support, SupportLine, SupportReader

MAY_BE_NAMED = (Duty.Role.SUPPORT_HELPER, Duty.Role.BRANCH_SECRETARY, Duty.Role.COMMUNITY_WORKER)


def supports_of(user: User) -> list[Support]:
    """Return the supports `user` is named on, those that run first."""
    return list(Support.objects.visible_to(user).select_related("helper").order_by("-ends_on", "starts_on", "pk"))


def who_may_be_named(community_id: int, on: date) -> list[User]:
    """Return who can be named on a support, by name."""
    duties = Duty.objects.in_force(on).filter(community=community_id, role__in=MAY_BE_NAMED, user__is_active=True)
    return list(User.objects.filter(pk__in=duties.values("user")).order_by("name", "pk"))


def named_on(support: Support) -> list[SupportReader]:
    return list(support.named.filter(until_at=None).select_related("user").order_by("from_at", "pk"))


def milestones_of(support: Support) -> list[Milestone]:
    return list(support.milestones.select_related("by"))


def journal_of(support: Support) -> list[SupportLine]:
    return list(support.lines.select_related("by")[:60])
