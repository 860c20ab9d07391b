from .consents import Consent
from .households import Household, HouseholdMember
from .people import Person
from .readings import Reading
from .relations import Relation, Work
from .units import LiaisonOfficer, Unit

__all__ = [
    "Consent", "Household", "HouseholdMember", "LiaisonOfficer", "Person", "Reading", "Relation", "Unit", "Work",
]  # fmt: skip
