"""What a page of a meeting may listen to, and who may."""

from linli.accounts.models import User
from linli.live.topics import Heard, topic

from .queries.meetings import meetings_read_by

LABEL = "assembly.meeting"


@topic("meeting")
def one_meeting(user: User, key: str) -> Heard | None:
    """ "meeting:7": somebody came, wrote, decided or voted there."""
    if not key.isdigit() or not user.has_perm("assembly.view_meetings"):
        return None
    found = meetings_read_by(user).filter(pk=int(key)).only("pk").first()
    return Heard((f"{LABEL}:{found.pk}",)) if found else None
