"""The whole life of a case on one screen: which verb may be done in which standing."""

from .models.codes import Status

R, O, A, S = Status.REGISTERED, Status.OFFERED, Status.ACCEPTED, Status.ON_SITE
DONE, CALLED, FILED, TOLD = Status.RESOLVED, Status.CALLED_BACK, Status.ARCHIVED, Status.TOLD

MOVES: dict[str, frozenset[Status]] = {
    # verb            standings in which it may be done           # where it leads
    "tell": frozenset({R}),                                       # → TOLD
    "offer": frozenset({R, O}),                                   # → OFFERED
    "accept": frozenset({R, O}),                                  # → ACCEPTED
    "hand_on": frozenset({O, A, S}),                              # → OFFERED (to the next)
    "arrive": frozenset({A, S}),                                  # → ON_SITE
    "add_arrival": frozenset({A, S, DONE}),                       # stays
    "ask_help": frozenset({A, S}),                                # stays
    "resolve": frozenset({R, O, A, S}),                           # → RESOLVED
    "extend": frozenset({R, O, A, S}),                            # stays
    "pause": frozenset({A, S}),                                   # stays
    "call_back": frozenset({DONE}),                               # → CALLED_BACK when reached
    "reopen": frozenset({DONE, CALLED, FILED}),                   # → REGISTERED, next round
    "archive": frozenset({CALLED, DONE}),                         # → ARCHIVED
    "remark": frozenset({R, O, A, S, DONE, CALLED}),              # stays
    "join": frozenset({R, O, A, S}),                              # stays
}  # fmt: skip


def may(verb: str, status: str) -> bool:
    return Status(status) in MOVES[verb]
