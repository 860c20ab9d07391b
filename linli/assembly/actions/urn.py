"""票箱: the only place where a slip is put in and taken out.

Each secret ballot has a key of its own in a file outside the database, from the moment it opens until it is counted.
At every slip all of them are opened, shuffled and sealed again, all of one length and with fresh nonces: two copies of
the row, its old versions or the log of the database differ in every slip, and nothing opens them once the key is gone.
What this cannot do is said in docs/decisions/0030.
"""

import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from linli.web.refusal import Refusal

from ..models import Ballot, Urn

WIDTH = 16
"""Every slip is as long as every other, whatever is on it (a choice's code has at most ten letters)."""
NO_TIME = 0
"""A seal says when it was made; these all say the same."""

_chance = secrets.SystemRandom()


class UrnIsLost(Refusal):
    pass


class VotedAlready(Refusal):
    pass


def set_up_urn(ballot: Ballot) -> Urn:
    """Put an empty urn up, with a new key beside the database."""
    urn = Urn.objects.create(community_id=ballot.community_id, ballot=ballot)
    place = _place(ballot)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)
    place.write_bytes(Fernet.generate_key())
    return urn


def put_in(ballot: Ballot, *, voters: list[int], slips: list[str]) -> None:
    """Put slips in for voters: one after the other, each voter once; nothing joins the two lists."""
    urn = Urn.objects.select_for_update().get(ballot=ballot)
    if set(voters) & set(urn.voted):
        raise VotedAlready(_("已经投过了，每人只投一次。"))
    key = _key(ballot)
    together = [*_open_all(key, urn.slips), *slips]
    _chance.shuffle(together)
    urn.voted = sorted([*urn.voted, *voters])
    urn.slips = [key.encrypt_at_time(slip.ljust(WIDTH).encode(), NO_TIME).decode() for slip in together]
    urn.save(update_fields=["voted", "slips"])


def count_and_empty(ballot: Ballot) -> dict[str, int]:
    """Return how many slips say what; then the urn is empty and its key is gone, once the transaction stands."""
    urn = Urn.objects.select_for_update().get(ballot=ballot)
    found: dict[str, int] = {}
    for slip in _open_all(_key(ballot), urn.slips) if urn.slips else []:
        found[slip] = found.get(slip, 0) + 1
    _empty(urn)
    return found


def throw_away(ballot: Ballot) -> None:
    """Empty the urn of an annulled ballot without looking."""
    urn = Urn.objects.select_for_update().filter(ballot=ballot).first()
    if urn is not None and urn.slips:
        _empty(urn)


def seal_with(ballot: Ballot, text: str) -> str:
    """Seal what two people count by hand until it is taken in; opened by the ballot's key alone."""
    return _key(ballot).encrypt_at_time(text.encode(), NO_TIME).decode()


def unseal_with(ballot: Ballot, sealed: str) -> str:
    return _key(ballot).decrypt(sealed.encode()).decode()


def _empty(urn: Urn) -> None:
    urn.slips = []
    urn.save(update_fields=["slips"])
    place = _place(urn.ballot)
    transaction.on_commit(lambda: _destroy(place))


def _destroy(place: Path) -> None:
    if place.exists():
        place.write_bytes(secrets.token_bytes(44))
        place.unlink()


def _place(ballot: Ballot) -> Path:
    return Path(settings.URN_KEYS) / f"{ballot.community_id}-{ballot.pk}"


def _key(ballot: Ballot) -> Fernet:
    try:
        return Fernet(_place(ballot).read_bytes())
    except (OSError, ValueError) as why:
        raise UrnIsLost(_("这个票箱的钥匙找不到了，里面的票谁也打不开。请作废，再投一次。")) from why


def _open_all(key: Fernet, sealed: list[str]) -> list[str]:
    try:
        return [key.decrypt(slip.encode()).decode().strip() for slip in sealed]
    except InvalidToken as why:
        raise UrnIsLost(_("这个票箱的钥匙找不到了，里面的票谁也打不开。请作废，再投一次。")) from why
