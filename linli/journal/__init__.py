"""The append-only record of what happened: who, when, to what.

Nouns: Event. Verbs: record. Rooms declare their verbs with their sentences in their own `events.py` and write with
`record(...)` inside their actions; nothing is ever changed or removed, and the database refuses to.
Personal words never stand in an event: it holds the key of the row that has them.
"""
