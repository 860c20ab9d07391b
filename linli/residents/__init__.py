"""The register: people, households and resident units, the minimum the trunk needs.

Nouns: Person, Household, HouseholdMember, Unit, LiaisonOfficer. Questions go through `residents.queries`.
Identity and phone numbers are stored sealed and found again by keyed hash; on screen they are masked.
"""
