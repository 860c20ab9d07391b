"""Campaigns the community takes part in: themes with their items, pledges, and the records that keep them.

Nouns: Theme, Item, Pledge, Kept. What a theme asks for is data; nothing is made up where the street has not said it.
"""
