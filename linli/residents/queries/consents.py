from collections.abc import Iterable

from ..models import Consent


def allowed(people: Iterable[int], purpose: Consent.Purpose) -> set[int]:
    """Return which of these people, by their keys, allow `purpose` now; a withdrawn consent counts from that moment."""
    running = Consent.objects.filter(person__in=list(people), purpose=purpose, withdrawn_on=None)
    return set(running.values_list("person_id", flat=True))
