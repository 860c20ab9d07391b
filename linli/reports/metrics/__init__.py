"""Every figure of the house, in the order they are printed.

To add one: write it in the module of its population (what it is called, its unit, one sentence of definition, which
rows), and put it here. Codes are for good: programs read them out of `linli figures --json`.
"""

from .kinds import Metric, Part
from .promised import PROMISED
from .received import RECEIVED
from .said import SAID

__all__ = ["METRICS", "Metric", "Part", "metric"]

METRICS: dict[str, Metric] = {each.code: each for each in (*RECEIVED, *PROMISED, *SAID)}


def metric(code: str) -> Metric:
    """Return the metric of that code; raises KeyError."""
    return METRICS[code]
