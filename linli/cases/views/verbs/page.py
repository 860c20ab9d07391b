"""What the pages of all verbs share: their look, and whom they offer to choose from."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from linli.accounts.doors import SignedInRequest
from linli.accounts.models import Duty, User
from linli.accounts.queries import holders_of, keepers_of

from ...actions.locking import refuse_unless_now
from ...models import Case
from ...queries.reply_check import Advice, about, look_at_message


def people_of(case: Case) -> list[User]:
    """Return who may be asked: the zone's keepers, then the office; nobody twice."""
    on, community = timezone.localdate(), case.community_id
    people = keepers_of(case.zone_id, on) if case.zone_id else []
    for role in (
        Duty.Role.COMMUNITY_WORKER,
        Duty.Role.DUTY_OFFICER,
        Duty.Role.DUTY_OPERATOR,
        Duty.Role.BRANCH_SECRETARY,
    ):
        people += holders_of(role, community, on)
    return list({person.pk: person for person in people}.values())


def verb_page(request: SignedInRequest, case: Case, form: forms.Form, *, verb: str = "", **words: Any) -> HttpResponse:
    """Show the form of one verb: `title` asks, `button` repeats the verb, `note` says what follows.

    Raises NotNow for whoever opens it too late for `verb`, before they have written anything.
    """
    if verb and request.method == "GET":
        refuse_unless_now(case, verb)
    return render(
        request, "cases/verb.html", {"case": case, "form": form, "next": request.GET.get("next", ""), **words}
    )


def second_look(request: SignedInRequest, case: Case, message: str) -> list[Advice]:
    """Return what is worth a second look in a sentence the resident will read; nothing once somebody goes on anyway."""
    if not message or "go_on" in request.POST:
        return []
    return look_at_message(message, about(case, ""))
