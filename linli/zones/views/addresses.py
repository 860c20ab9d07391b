"""Where a zone's public board stands: short, and naming nobody, as it goes into the code on the wall."""

from django.urls import reverse

from linli.territory.models import Zone


def board_url(zone: Zone) -> str:
    return reverse("zones:public", args=[zone.community.number_prefix, zone.number])
