"""A town to try the house in: two communities, a year of cases, and the history the article tells.

`town.build(report)` builds it once; `people.signs()` says who can sign in. Stories stand in `data/*.toml`, are turned
into dated matters by `plan.py`, and are acted out in the order of time by `play.py`, through the same actions people
use. Nothing here is imported by any other room.
"""
