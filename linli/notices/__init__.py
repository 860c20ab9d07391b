"""Who is told of what, and whether it arrived.

Nouns: Notice. Rooms above declare readers with `@when(VERB, ...)` in their own `notify.py`; a job written in the same
transaction as the event turns it into notices, once each however often it runs.
"""
