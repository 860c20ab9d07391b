"""Where things are: street, community, zone (责任区), lane, door, dwelling; and which zone an address lies in.

Nouns: Street, Community, Zone, Lane, Door, Dwelling. Questions: place_from_text, zone_of.
Everybody above may import us; we know only the journal and the fence.
"""
