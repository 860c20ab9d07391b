"""谁看过: who read a person's file, and to whom it was passed on."""

from django.db.models import QuerySet

from ..models import Person, Reading, Sharing


def readings_of(person: Person) -> QuerySet[Reading]:
    """Return who read what, by the latest."""
    return Reading.objects.filter(person=person).select_related("reader").order_by("-last_at", "-pk")


def sharings_of(person: Person) -> QuerySet[Sharing]:
    """Return to whom the person's data was given, by the latest."""
    return Sharing.objects.filter(people__person=person).order_by("-at", "-pk")
