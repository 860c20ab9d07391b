"""What a page that shows the rota may listen to, and who may."""

from linli.accounts.models import User
from linli.live.topics import Heard, anything_in, topic

SHOWN = ("rota.shift", "rota.absence", "rota.post")


@topic("rota")
def any_shift(user: User, _: str) -> Heard | None:
    """ "rota": a shift, an absence or a post of one's communities changed."""
    if not user.has_perm("rota.view_rota"):
        return None
    heard = [anything_in(user, label) for label in SHOWN]
    return Heard(tuple(channel for each in heard if each for channel in each.channels))
