from datetime import date

from django import template

from ..dates import age_on
from ..models import Person

register = template.Library()


@register.filter
def age(person: Person, on: date) -> int | None:
    """How old somebody is that day, in full years; nothing where no birth is known."""
    return age_on(person.birth_on, on)
