"""Sessions in the database, renewed at most once a minute.

A session ends when nobody used it for `SESSION_COOKIE_AGE` (give or take a thirtieth of it). Renewing it with every
page would make every page look-up a durable write.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

RENEWALS = 30
"""How often at most a session is renewed while its age lasts: every minute of thirty."""


class SessionStore(db.SessionStore):
    """Django's own store, which also notes that a session read has grown old enough to be saved again.

    Saving it is for the middleware to decide: not every request is somebody using it.
    """

    grew_old = False

    def load(self) -> dict[str, Any]:
        stored = self._get_session_from_db()  # type: ignore[attr-defined]  # missing in the stubs
        if stored is None:
            return {}
        age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if stored.expire_date - timezone.now() < age - age / RENEWALS:
            self.grew_old = True
        return dict(self.decode(stored.session_data))
