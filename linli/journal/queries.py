"""What events are about, fetched together."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from .models import Event


def subjects_of(events: Iterable[Event]) -> dict[int, Any]:
    """Return the subject of each event by the event's key; one query a kind of thing.

    A subject that is gone, or behind a closed fence, is left out.
    """
    events = list(events)
    wanted: dict[int, set[int]] = {}
    for event in events:
        wanted.setdefault(event.subject_type_id, set()).add(event.subject_id)
    found = {
        (kind, pk): thing
        for kind, pks in wanted.items()
        if (model := ContentType.objects.get_for_id(kind).model_class()) is not None
        for pk, thing in model._default_manager.in_bulk(pks).items()  # noqa: SLF001  any model's own manager
    }
    return {
        event.pk: found[event.subject_type_id, event.subject_id]
        for event in events
        if (event.subject_type_id, event.subject_id) in found
    }
