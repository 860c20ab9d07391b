"""Where somebody lives, typed in words: 建安街 38 号 302."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.territory.models import Door
from linli.territory.queries import place_from_text

_BEHIND = re.compile(
    r"^\s*(?:第)?[0-9]{1,4}(?:\s*[-－—之]\s*[0-9]{1,3})?\s*(?:号|栋|幢|#)?\s*(.*)$", re.DOTALL
)  # catalogue: data


class PlaceField(forms.CharField):
    """A door of the community and what stands behind it (302, 2 楼): `(door, label)`, or None where nothing is said.

    A form sets `community_id`.
    """

    community_id: int = 0
    default_error_messages = {
        "unknown": _("没有找到「{words}」这个门牌。请写街巷和门牌号，例如“建安街 38 号 302”。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, help_text=_("街巷、门牌和室号，例如“建安街 38 号 302”"), **kwargs)

    def clean(self, value: Any) -> tuple[Door, str] | None:
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        place = place_from_text(self.community_id, words)
        if place.door is None or place.lane is None:
            raise forms.ValidationError(str(self.error_messages["unknown"]).format(words=words[:30]))
        names = sorted((name for name in [place.lane.name, *place.lane.aliases] if name in place.text), key=len)
        rest = place.text.partition(names[-1])[2] if names else ""
        behind = _BEHIND.match(rest)
        return place.door, (behind[1] if behind else "").strip()[:20]
