from .counters import TALLIES, By, CaseToCount, CountedCase, Counter
from .published import HotSpotRule, PublishedStatistic

__all__ = ["TALLIES", "By", "CaseToCount", "CountedCase", "Counter", "HotSpotRule", "PublishedStatistic"]
