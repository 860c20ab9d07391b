"""Sessions in the database, renewed at most once a minute.

A session ends when nobody used it for `SESSION_COOKIE_AGE` (give or take a thirtieth of it). Renewing it with every
page would make every page look-up a durable write.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

RENEWALS = 30
"""How often at most a session is renewed while its age lasts: every minute of thirty."""


class SessionStore(db.SessionStore):
    """Django's own store, which also notes that a session read has grown old enough to be saved again.

    Saving it is for the middleware to decide: not every request is somebody using it.
    """

    grew_old = False

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        with connection.cursor() as cursor:  # every page asks this: a queryset would cost it ten times as much
            cursor.execute(
                "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, now],
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None  # as Django's own store: a key nobody holds is not taken over
            return {}
        data, until = found
        age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        self.grew_old = until - now < age - age / RENEWALS
        return dict(self.decode(data))
