from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils import timezone

from linli.fence.sealing import seal, unseal

from . import actions
from .models import User
from .queries import signed_in


class SignInBackend(AuthenticationBackend):
    """Says who somebody is. What they may do is said by `rules` alone, so that a "no" asks no table of groups."""

    def get_user(self, user_id: int) -> User | None:
        """Return who is signed in, with the duties held today already at hand: one query for both."""
        user = signed_in(user_id, timezone.localdate())
        if user is None:
            return super().get_user(user_id)
        return user if self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the community, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        actions.password_changed(user)


class SealingMFAAdapter(DefaultMFAAdapter):
    """The secret of a second step is stored sealed, like every other secret."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
