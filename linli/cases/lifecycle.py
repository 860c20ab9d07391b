"""The whole life of a case on one screen: which verb may be done in which standing."""

from .models.codes import Status

NEW, ASKED, TAKEN, THERE = Status.REGISTERED, Status.OFFERED, Status.ACCEPTED, Status.ON_SITE
DONE, CALLED, FILED, TOLD = Status.RESOLVED, Status.CALLED_BACK, Status.ARCHIVED, Status.TOLD
JOINED = Status.MERGED

MOVES: dict[str, frozenset[Status]] = {
    # verb and the standings in which it may be done                # where it leads
    "tell": frozenset({NEW}),                                       # → TOLD
    "offer": frozenset({NEW, ASKED}),                               # → OFFERED
    "accept": frozenset({NEW, ASKED}),                              # → ACCEPTED
    "hand_on": frozenset({ASKED, TAKEN, THERE}),                    # → OFFERED (to the next)
    "arrive": frozenset({TAKEN, THERE}),                            # → ON_SITE
    "add_arrival": frozenset({TAKEN, THERE, DONE}),                 # stays
    "ask_help": frozenset({TAKEN, THERE}),                          # stays
    "report_help": frozenset({TAKEN, THERE, DONE, CALLED}),         # stays
    "resolve": frozenset({NEW, ASKED, TAKEN, THERE}),               # → RESOLVED
    "extend": frozenset({NEW, ASKED, TAKEN, THERE}),                # stays
    "pause": frozenset({TAKEN, THERE}),                             # stays
    "resume": frozenset({NEW, ASKED, TAKEN, THERE}),                # stays
    "call_back": frozenset({DONE}),                                 # → CALLED_BACK when reached
    "reopen": frozenset({DONE, CALLED, FILED}),                     # → REGISTERED, next round
    "archive": frozenset({CALLED, DONE}),                           # → ARCHIVED
    "remark": frozenset({NEW, ASKED, TAKEN, THERE, DONE, CALLED}),  # stays
    "attach": frozenset({NEW, ASKED, TAKEN, THERE, DONE, CALLED, TOLD}),  # stays
    "join": frozenset({NEW, ASKED, TAKEN, THERE}),                  # stays
    "merge": frozenset({NEW, ASKED, TAKEN, THERE}),                 # → JOINED
    "unmerge": frozenset({JOINED}),                                 # → as it was, or OFFERED anew
    "split": frozenset({NEW, ASKED, TAKEN, THERE}),                 # stays; parts begin as NEW
    "link": frozenset({NEW, ASKED, TAKEN, THERE, DONE, CALLED, FILED, TOLD, JOINED}),  # stays
    "recategorise": frozenset({NEW, ASKED, TAKEN, THERE, DONE, CALLED}),               # stays
}  # fmt: skip


def may(verb: str, status: str) -> bool:
    return Status(status) in MOVES[verb]
