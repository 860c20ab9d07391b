from django.db.models import QuerySet

from linli.fence.sealing import keyed_hash

from ..models import Person


def people_with_phone(community_id: int, phone: str) -> QuerySet[Person]:
    """Return the people of the register with this canonical phone number."""
    return Person.objects.filter(community=community_id, phone_hash=keyed_hash("phone", phone))
