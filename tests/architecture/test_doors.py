"""Every page says who may enter, and every permission is asked for. Each exception stands here with its reason."""

import re
from collections.abc import Iterator

from django.urls import get_resolver
from rules.permissions import permissions

from .code import LINLI, sources

OPEN_BY_ALLAUTH = {
    "account_login": "the way in",
    "account_logout": "asks first; does nothing for whoever is not signed in",
    "account_inactive": "says that an account is shut",
    "account_signup": "says that accounts are opened by the community (accounts.adapter)",
    "account_email_verification_sent": "no mail is ever sent; says nothing of anybody",
    "account_confirm_email": "no mail is ever sent; no key exists",
    "account_confirm_login_code": "no codes are sent; leads back to the way in",
    "account_reset_password": "says whom to call",
    "account_reset_password_done": "no mail is ever sent",
    "account_reset_password_from_key": "no mail is ever sent; no key exists",
    "account_reset_password_from_key_done": "no mail is ever sent",
    "mfa_authenticate": "the second step of the way in",
    "mfa_login_webauthn": "the way in with a passkey",
}
"""allauth's own pages that need no one signed in. Its others are behind LoginRequiredMiddleware: one's own account."""


def pages(resolver=None) -> Iterator:
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from pages(pattern)
        else:
            yield pattern


def is_allauths(pattern) -> bool:
    return pattern.callback.__module__.startswith("allauth.")


def test_every_page_of_ours_says_who_may_enter():
    silent = [
        f"{pattern.callback.__module__}.{pattern.callback.__name__}"
        for pattern in pages()
        if not hasattr(pattern.callback, "permission") and not is_allauths(pattern)
    ]
    assert silent == []


def test_of_allauths_pages_only_these_are_open():
    opened = {pattern.name for pattern in pages() if is_allauths(pattern) and not _needs_sign_in(pattern.callback)}

    assert opened == set(OPEN_BY_ALLAUTH)


def _needs_sign_in(view) -> bool:
    return getattr(view, "login_required", True)


def test_a_page_is_public_only_in_words():
    """Whoever takes the sign-in away from a page has to say `@public`, which the table of permissions shows."""
    opened = [pattern.name for pattern in pages() if not _needs_sign_in(pattern.callback) and not is_allauths(pattern)]
    public = [pattern.name for pattern in pages() if getattr(pattern.callback, "permission", "") == "public"]

    assert opened == public


def test_every_permission_asked_for_exists():
    at_doors = {pattern.callback.permission for pattern in pages() if hasattr(pattern.callback, "permission")}
    in_words = {
        found
        for path in [*sources(), *LINLI.rglob("*.html")]
        for found in re.findall(
            r"""(?:has_perm\(|admits\(|permission=)["']([a-z_]+\.[a-z_]+)["']""", path.read_text(encoding="utf-8")
        )
    }

    assert (at_doors | in_words) - {"public"} - set(permissions) == set()


def test_every_permission_is_asked_for_somewhere():
    at_doors = {getattr(pattern.callback, "permission", "") for pattern in pages()}
    code = "".join(path.read_text(encoding="utf-8") for path in sources() if path.name != "rules.py")

    assert [name for name in sorted(permissions) if name not in at_doors and f'"{name}"' not in code] == []
