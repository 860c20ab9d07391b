"""The register: people, households and resident units, what people allow and ask, and who read of them.

Nouns: Person, Household, HouseholdMember, Relation, Work, Unit, LiaisonOfficer, Consent, Reading, Merger,
NotSame. Questions go through `residents.queries`; rooms above add chapters to a file through `residents.registry`.
Identity and phone numbers are stored sealed and found again by keyed hash; on screen they are masked.
"""
