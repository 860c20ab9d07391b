"""重复的登记: likely doubles, merging two entries with a preview, and taking them apart again."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..models import Merger, Person
from ..queries import homes_of, readable_by
from ..queries.doubles import likely_pairs, mergers_of
from ..queries.merging import facts_beside, what_moves
from .doors import done, person_in_url


@require_safe
@admits("residents.merge_people")
def doubles(request: SignedInRequest) -> HttpResponse:
    """Pairs that are likely one person, and what was merged lately."""
    community, today = own_community(request), timezone.localdate()
    pairs = likely_pairs(community.pk)
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    people = readable_by(request.user, today).in_bulk(keys)
    homes = homes_of(keys, today)
    lines = [
        (pair.shares, [(people[key], homes.get(key)) for key in (pair.one, pair.other)])
        for pair in pairs
        if pair.one in people and pair.other in people
    ]
    context = {"lines": lines, "mergers": mergers_of(community.pk), "today": today}
    return render(request, "residents/doubles.html", context)


@require_POST
@admits("residents.tell_apart", to=person_in_url)
def telling_apart(request: SignedInRequest, person: Person) -> HttpResponse:
    other = _other(request, request.POST.get("other", ""), person)
    actions.tell_apart(person, other=other, by=request.user, at=timezone.localtime())
    return done(request, _("记下了：不是同一个人，以后不再问。"), "residents:doubles")


@require_http_methods(["GET", "POST"])
@admits("residents.merge_people", to=person_in_url)
def merger(request: SignedInRequest, person: Person) -> HttpResponse:
    """Two entries beside each other: what each says, what would move; nothing happens before the last press."""
    today = timezone.localdate()
    given = request.POST if request.method == "POST" else request.GET
    other = _other(request, given.get("other", ""), person)
    if request.method == "POST" and given.get("sure"):
        taken = request.POST.getlist("taken")
        actions.merge_people(person, gone=other, taken=taken, by=request.user, at=timezone.localtime())
        return done(request, _("合并好了。并错了可以在「重复的登记」里撤销。"), "residents:person", person.pk)
    homes = homes_of([person.pk, other.pk], today)
    context = {
        "person": person, "other": other, "home": homes.get(person.pk), "other_home": homes.get(other.pk),
        "facts": facts_beside(person, other), "moves": what_moves(other), "today": today,
    }  # fmt: skip
    return render(request, "residents/merger.html", context)


def merger_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Any], dict[str, Any]]:
    return Merger.objects.visible_to(request.user).select_related("stays", "gone"), {"pk": pk}


@require_POST
@admits("residents.undo_merger", to=merger_in_url)
def merger_undone(request: SignedInRequest, merger: Merger) -> HttpResponse:
    actions.undo_merger(merger, by=request.user, at=timezone.localtime())
    return done(request, _("撤销了，又是两份登记。"), "residents:person", merger.stays_id)


def _other(request: SignedInRequest, key: str, person: Person) -> Person:
    people = readable_by(request.user, timezone.localdate()).exclude(pk=person.pk)
    return get_object_or_404(people, pk=key if key.isdigit() else 0)
