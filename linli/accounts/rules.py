"""Who may do what: small predicates, and the permissions of this room."""

from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from .models import Duty, User

Role = Duty.Role

OFFICE = (Role.DUTY_OPERATOR, Role.DUTY_OFFICER, Role.COMMUNITY_WORKER, Role.BRANCH_SECRETARY)
LEADERS = (Role.DUTY_OFFICER, Role.BRANCH_SECRETARY)


def acts_as(*roles: Duty.Role) -> rules.Predicate:
    """A predicate: the person acts in one of `roles` now, in the community of the thing when there is one."""

    def acts(user: User | AnonymousUser, thing: Any = None) -> bool:
        if isinstance(user, AnonymousUser):
            return False
        return user.acts_as(roles, getattr(thing, "community_id", None))

    return rules.predicate(acts, name="acts as " + " | ".join(roles))


@rules.predicate
def is_signed_in(user: User | AnonymousUser, thing: Any = None) -> bool:
    return user.is_authenticated


rules.add_perm("accounts.use", is_signed_in)
rules.add_perm("accounts.view_audit", acts_as(Role.AUDIT_ADMIN))
rules.add_perm("accounts.keep_accounts", acts_as(Role.SYS_ADMIN))


@rules.predicate
def is_not_about_themselves(user: User, about: User | Duty | None = None) -> bool:
    """Nobody opens a door for themselves: whoever keeps the accounts does not keep their own."""
    holder = about.user if isinstance(about, Duty) else about
    return holder is None or holder.pk != user.pk


rules.add_perm("accounts.keep_account", acts_as(Role.SYS_ADMIN) & is_not_about_themselves)
