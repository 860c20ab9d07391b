"""People somebody looks after: groups, plans, pairings, visits, birthdays; the keeper's own zone; sealed support.

Nouns: GroupEntry, ServicePlan, Pairing, Visit, Support. A need becomes a case through `cases.actions`.
"""
