"""The people offered while somebody is being named in a form."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits

from ..fields import MOST, offered
from ..queries.finding import find, readers


@require_safe
@admits("residents.pick_person")
def pick(request: SignedInRequest) -> HttpResponse:
    """Who is meant by the words in a picker; `for` is the picker's name."""
    name = request.GET.get("for", "")
    name = name if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name) else "person"
    words, today = request.GET.get(f"{name}_words", "")[:60], timezone.localdate()
    community_id = request.duty.community_id
    people = []
    if community_id is not None and words.strip():
        people = find(readers(request.user, community_id, today), words, community_id=community_id, most=MOST)
    return render(
        request, "residents/pick.html", {"name": name, "offered": offered(people, today), "asked": bool(words.strip())}
    )
