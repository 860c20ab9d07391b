"""What is known of senders and of runs."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from linli.accounts.models import User

from ..headers import plain
from ..models import ExportRun, ImportRun, Layout
from ..registry import import_kinds


@dataclass(frozen=True)
class Memory:
    """What one sender's columns meant before: whole layouts by signature, and single header words."""

    layouts: dict[str, Layout] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def memory_of(community_id: int, kind: str, sender: str) -> Memory:
    """Return what is remembered of a sender; the newest layout decides what a word means ("": it was not read)."""
    memory = Memory()
    for layout in reversed(Layout.objects.filter(community=community_id, kind=kind, sender=sender)[:20]):
        memory.layouts[layout.signature] = layout
        for index, label in enumerate(layout.labels):
            if plain(label):
                memory.words[plain(label)] = layout.mapping.get(str(index), "")
    return memory


def senders_of(community_id: int, kind: str) -> list[str]:
    """Return the senders whose sheets came before, newest first."""
    used = (
        Layout.objects.filter(community=community_id, kind=kind).order_by("-used_at").values_list("sender", flat=True)
    )
    return list(dict.fromkeys(used[:200]))


def standings(run: ImportRun) -> Counter[str]:
    """Return how many rows stand where."""
    return Counter(dict(run.rows.order_by().values_list("standing").annotate(rows=Count("pk"))))


def imports_of(user: User) -> QuerySet[ImportRun]:
    """Return the runs of kinds this person may bring, theirs and their colleagues'."""
    kinds = [kind.code for kind in import_kinds() if user.has_perm(kind.permission)]
    return ImportRun.objects.visible_to(user).filter(kind__in=kinds).select_related("by")


def exports_of(user: User) -> QuerySet[ExportRun]:
    """Return what this person asked for; nobody sees what another took away."""
    return ExportRun.objects.visible_to(user).filter(by=user).select_related("workbook")
