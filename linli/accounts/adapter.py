from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from . import actions


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the community, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        actions.password_changed(user)
