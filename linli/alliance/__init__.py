"""What resident units and the community do for each other: agreements, demands, resources, projects, a unit's own door.

Nouns: Agreement, Demand, Resource, Project. What was decided in a conference is read from `assembly`.
"""
