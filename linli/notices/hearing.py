"""What any page of a signed-in person may listen to: their own notices."""

from linli.accounts.models import User
from linli.live.topics import Heard, topic


@topic("notices")
def own_notices(user: User, _: str) -> Heard:
    return Heard((f"notices.reader:{user.pk}",))
