"""What a unit may know that has a link and nothing else: one case, and what was asked of it there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from linli.fence.rows import open_fence
from linli.fence.sealing import keyed_hash
from linli.residents.phones import dialled

from .. import lifecycle
from ..models import Case, CoHandling, LinkKey, Offer, Remark, UnitLink

KIND = "unit link"


def plain(typed: str) -> str:
    """Return a token as it is hashed, however it was written down: capitals, no dashes or spaces."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())


def grouped(token: str) -> str:
    """Return a token as it is read out: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(token[n : n + 4] for n in range(0, len(token), 4))


def link_behind(typed: str) -> UnitLink | None:
    """Open the fence of the token's community and return its link, live or not; None when it is nobody's.

    From here on everything is asked of the link's own case and unit.
    """
    key = LinkKey.objects.filter(token_hash=keyed_hash(KIND, plain(typed))).first()
    if key is None:
        return None
    open_fence([key.community_id])
    links = UnitLink.objects.select_related("case__community", "case__category__parent", "case__first_handler", "unit")
    return links.get(pk=key.link_id)


@dataclass(frozen=True)
class Asked:
    """What the unit sees: the case, the offer still waiting for it, the help asked of it with what it said."""

    link: UnitLink
    case: Case
    offer: Offer | None
    helped: list[CoHandling]
    phones: list[tuple[str, str]]

    @property
    def awaits(self) -> CoHandling | None:
        """The help the unit may still say something about: who accepted may report after the end, nobody else."""
        return next((each for each in self.helped if each.is_awaited and self._may_answer(each)), None)

    def _may_answer(self, asked: CoHandling) -> bool:
        return lifecycle.may("report_help" if asked.accepted_at else "ask_help", self.case.status)

    @property
    def is_over(self) -> bool:
        """Whether the matter ended before the unit could answer: what it sends from an older page does nothing."""
        return not (self.case.is_open or self.offer or self.awaits)


def asked_of_unit(link: UnitLink, at: datetime) -> Asked:
    case = link.case
    case.refresh_from_db(fields=["status", "round"])  # the unit may have answered a moment ago
    offers = Offer.objects.filter(case=case, unit=link.unit, is_by_link=True, answer="")
    said = Prefetch("remarks", Remark.objects.order_by("at", "pk"), to_attr="said")
    helped = CoHandling.objects.filter(case=case, unit=link.unit, round=case.round).select_related("asked_by")
    helped_rows = list(helped.prefetch_related(said))
    is_at_it = case.is_open and any(each.accepted_at and each.is_awaited for each in helped_rows)
    return Asked(link, case, offers.first(), helped_rows, phones_for_unit(case) if is_at_it else [])


def phones_for_unit(case: Case) -> list[tuple[str, str]]:
    """Return names and numbers a unit at work on the case may ring: not the anonymous, nor who asked for silence."""
    shown = case.requesters.filter(is_anonymous=False, wants_confidential=False).exclude(phone_tail="")
    return [(requester.name, dialled(requester.phone)) for requester in shown]
