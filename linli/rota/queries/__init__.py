"""Questions about the rota: who is on duty, who is away, and where nobody will be."""

from .duty import away, next_shift, on_duty, shifts_now, standing_on
from .gaps import Gap, gaps

__all__ = ["Gap", "away", "gaps", "next_shift", "on_duty", "shifts_now", "standing_on"]
