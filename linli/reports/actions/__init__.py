from .counting import count_anew, count_everything_anew

__all__ = ["count_anew", "count_everything_anew"]
