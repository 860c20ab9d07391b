"""Figures: how many appeals there were and how many promises were kept, each number with its definition and its rows.

Nouns: Window, Scope (whose rows, of which days, as of when), Population (rows there are to count), Metric, Figure,
tally and Counter (what is added up case by case, kept by day, month and key).
This room reads everybody and changes nothing below it; the worker keeps its counters. Nobody below imports it.
Add a metric in `metrics/`: its number, its definition, its rows and the command `linli figures` follow from that.
"""
