from .counting import count_anew, count_everything_anew
from .publishing import OneCommunityAtATime, TooManyRows, publish_figure, set_hot_spot_rule

__all__ = [
    "OneCommunityAtATime", "TooManyRows", "count_anew", "count_everything_anew", "publish_figure", "set_hot_spot_rule",
]  # fmt: skip
