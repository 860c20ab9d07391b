from django.db import transaction

from .models import Community, Street


@transaction.atomic
def found_community(name: str, *, street: str, number_prefix: str, hotline: str) -> Community:
    """Begin a community, and its street when it is the first there.

    Raises IntegrityError when the name or the prefix is taken.
    """
    above, _is_new = Street.objects.get_or_create(name=street)
    return Community.objects.create(
        street=above, name=name, number_prefix=number_prefix, hotline=hotline, organiser=f"{street}{name}"
    )
