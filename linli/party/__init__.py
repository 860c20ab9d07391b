"""Party organisations and members: one table, two cards, and what organisation life is still owed.

Nouns: Organisation, Member, Belonging, Post. Reads activities and residents; its siblings never import it.
"""
