"""Every action begins by locking its case and asking the lifecycle."""

from django.utils.translation import gettext as _

from linli.fence.straight import rows
from linli.web.refusal import Refusal

from .. import lifecycle
from ..models import Case


class NotNow(Refusal):
    """The case is past, or not yet at, the stage where this can be done: usually somebody was faster."""


def lock(case: Case, verb: str) -> Case:
    """Return the case as it is in the database now, locked until the transaction ends.

    Raises NotNow when `verb` cannot be done in its present standing.
    """
    here = rows(Case, "WHERE id = %s AND community_id = %s FOR UPDATE", [case.pk, case.community_id])
    if not here:
        raise Case.DoesNotExist
    [case] = here
    refuse_unless_now(case, verb)
    return case


def refuse_unless_now(case: Case, verb: str) -> None:
    """Raise NotNow when `verb` cannot be done in the standing `case` was read in: before anything is written for it."""
    if not lifecycle.may(verb, case.status):
        raise NotNow(
            _("这件事现在是「{status}」，不能再这样做了。可能有同事刚刚办过，请看「经过」。").format(
                status=case.get_status_display()
            )
        )
