"""对外提供: whoever passes personal data on writes it down here, in the same transaction."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import SharedPerson, Sharing


class SharesNothing(Refusal):
    pass


@transaction.atomic
def note_sharing(
    community: Community,
    *,
    recipient: str,
    fields: str,
    basis: Sharing.Basis,
    purpose: str,
    people: Collection[int] = (),
    count: int | None = None,
    by: User | None,
    at: datetime,
) -> Sharing:
    """Write down that personal data left the house: to whom, which fields in words, on what ground, what for.

    `people` are keys of the register, each of whom is told when they ask; `count` is given where they are not known by
    key. Call it in the transaction of the export itself.
    """
    if not (recipient.strip() and fields.strip() and purpose.strip()):
        raise SharesNothing(_("给了谁、给了哪些内容、做什么用，三样都要写。"))
    keys = sorted(set(people))
    sharing = Sharing.objects.create(
        community=community, recipient=recipient.strip(), fields=fields.strip()[:300], basis=basis,
        purpose=purpose.strip(), count=len(keys) if count is None else count, at=at, by=by,
    )  # fmt: skip
    SharedPerson.objects.bulk_create(
        (SharedPerson(community=community, sharing=sharing, person_id=key) for key in keys), batch_size=1000
    )
    record(events.SHARED, sharing, by=by, at=at, count=sharing.count, fields=sharing.fields, recipient=recipient)
    return sharing
