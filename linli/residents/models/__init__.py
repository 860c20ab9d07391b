from .consents import Consent
from .doubles import Merger, NotSame
from .households import Household, HouseholdMember
from .people import Person
from .readings import Reading
from .relations import Relation, Work
from .retention import Population, RetentionItem, RetentionRule, RetentionRun
from .rights import RightsRequest
from .sharing import SharedPerson, Sharing
from .slips import Slip
from .units import LiaisonOfficer, Unit

__all__ = [
    "Consent", "Household", "HouseholdMember", "LiaisonOfficer", "Merger", "NotSame", "Person", "Population", "Reading",
    "Relation", "RetentionItem", "RetentionRule", "RetentionRun", "RightsRequest", "SharedPerson", "Sharing", "Slip",
    "Unit", "Work",
]  # fmt: skip
