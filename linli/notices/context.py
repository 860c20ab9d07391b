from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Notice


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """Give every page the number of unread notices; asked only by pages that show it, inside their open fence."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_notices": 0}
    return {
        "unread_notices": SimpleLazyObject(
            lambda: Notice.objects.visible_to(user).filter(reader=user, read_at=None).count()
        )
    }
