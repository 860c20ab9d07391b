"""What other rooms may ask of activities."""

from .counting import Counts, Total, counts_of, total_held
from .rolls import RollLine, attended_by, roll_of

__all__ = ["Counts", "RollLine", "Total", "attended_by", "counts_of", "roll_of", "total_held"]
