"""Beginning a community on a new installation: its place, its policies, and who keeps its accounts and its records."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.accounts.actions import grant_duty, one_time_password
from linli.accounts.models import Duty, User
from linli.cases.models import Policy
from linli.cases.reference import begin_with_policies
from linli.fence.rows import open_fence
from linli.territory.actions import found_community

from .trouble import Trouble


@dataclass(frozen=True)
class Account:
    username: str
    password: str
    what: str


@transaction.atomic
def found(name: str, *, street: str, prefix: str, hotline: str) -> list[Account]:
    """Found a community and open the two accounts the others follow from. Return them with their one-time passwords.

    Nothing is left behind when something is taken already.
    """
    try:
        with transaction.atomic():
            community = found_community(name, street=street, number_prefix=prefix, hotline=hotline)
    except IntegrityError as why:
        raise Trouble(_what_is_wrong(str(why), name, prefix)) from why
    open_fence([community.pk])
    begin_with_policies(community)
    if not Policy.objects.filter(community=community).exists():
        raise Trouble("The reference data is missing: run linli load-reference first.")
    accounts = []
    for suffix, role, what in (
        ("accounts", Duty.Role.SYS_ADMIN, "keeps the accounts: opens them, gives duties, resets passwords"),
        ("audit", Duty.Role.AUDIT_ADMIN, "reads the audit page, and nothing else"),
    ):
        username, password = f"{prefix.lower()}.{suffix}", one_time_password()
        user = User.objects.create_user(username, password, name=username)
        grant_duty(user, role, community=community, from_on=timezone.localdate(), by=None, at=timezone.now())
        accounts.append(Account(username, password, what))
    return accounts


def _what_is_wrong(why: str, name: str, prefix: str) -> str:
    if "number_prefix_is_capital_letters" in why:
        return f"The prefix {prefix!r} must be one to four capital letters, such as LF."
    return f"There is a community called {name} or with the prefix {prefix} already; nothing was changed."
