"""People who sign in, and the duties they hold: which role, where, from when until when.

Nouns: User, Duty, KeeperOverride. Verbs: grant_duty, end_duty, take_up_duty, override_keepers. Doors: admits.
Rooms above ask `user.acts_as(...)`, `keepers_of(zone)`, `holders_of(role, ...)`, and put `@admits` over every page.
"""
