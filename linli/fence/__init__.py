"""The second wall: rows belong to a community, and the database shows them only to those who opened its fence.

Nouns: ScopedModel, ManyRows, ScopedQuerySet, SealedTextField. Verbs: open_fence, fence (in migrations), ask (hot
statements), rows, change and write_together (hot rows), as_a_whole.
Every room with rows of one community builds on this one; it knows no other room.
"""
