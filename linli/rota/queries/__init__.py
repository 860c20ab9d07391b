"""Questions about the rota: who is on duty, who is away, and where nobody will be."""

from .duty import away, on_duty, on_duty_at, standing_on, watch
from .gaps import Gap, gaps

__all__ = ["Gap", "away", "gaps", "on_duty", "on_duty_at", "standing_on", "watch"]
