"""责任区: who answers for which doors, how a border moves, and the board that says so in public.

Nouns: Board. Zones, doors and the dated bond between them are `territory`'s, keepers are `accounts.Duty`; what they
mean to people, and the pages, are here.
"""
