"""The page toolkit: how anything in this house looks, reads and refuses.

nouns   Refusal, Ring and Clock, MenuItem, Page of rows, widgets
verbs   draw (template tags), leaf through (paging), mask (names and phones), register in the menu
rests on nothing of ours; every room above may import `refusal`, `clocks`, `menu`, `paging`, `masks`, `widgets`
templates extend `ui/page.html` (desk), `ui/public.html` (residents) or `ui/phone.html` (in the street)
"""
