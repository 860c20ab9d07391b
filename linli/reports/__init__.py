"""Figures: how many appeals there were and how many promises were kept, each number with its definition and its rows.

Nouns: Window, Scope (whose rows, of which days, as of when), Population (rows there are to count), Metric, Figure.
This room reads everybody and changes nothing; it has no models and no actions. Nobody below imports it.
Add a metric in `metrics/`: its number, its definition, its rows and the command `linli figures` follow from that.
"""
