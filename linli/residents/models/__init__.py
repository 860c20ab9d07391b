from .consents import Consent
from .households import Household, HouseholdMember
from .people import Person
from .readings import Reading
from .relations import Relation, Work
from .retention import Population, RetentionItem, RetentionRule, RetentionRun
from .rights import RightsRequest
from .sharing import SharedPerson, Sharing
from .units import LiaisonOfficer, Unit

__all__ = [
    "Consent", "Household", "HouseholdMember", "LiaisonOfficer", "Person", "Population", "Reading", "Relation",
    "RetentionItem", "RetentionRule", "RetentionRun", "RightsRequest", "SharedPerson", "Sharing", "Unit", "Work",
]  # fmt: skip
