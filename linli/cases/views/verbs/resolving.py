"""办结: what was done and what the resident is told, with texts to begin from, a preview, and a gentle second look."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits
from linli.files.arriving import Picked

from ... import actions
from ...actions.locking import refuse_unless_now
from ...forms import ResolutionForm
from ...models import Case, CaseFile, Outcome
from ...queries.replies import fill, text_called, texts_for, values_of
from ...queries.reply_check import about, look_at
from ..doors import case_to_act_on, done
from ..files import attach, picked_for

ASIDE = ("look", "use", "preview")
"""Buttons that change nothing: everything typed comes back, and nothing is found wrong with it yet."""


@require_http_methods(["GET", "POST"])
@admits("cases.resolve_case", to=case_to_act_on)
def resolution(request: SignedInRequest, case: Case) -> HttpResponse:
    if request.method == "GET":
        refuse_unless_now(case, "resolve")
    picked = picked_for(request, case)
    if any(name in request.POST for name in ASIDE):
        return _aside(request, case, picked)
    form = ResolutionForm(request.POST or None, picked=picked)
    if not form.is_valid():
        return _page(request, case, form)
    given = form.cleaned_data
    looks = given["answer"] and "go_on" not in request.POST
    if looks and (advice := look_at(given["answer"], about(case, given["outcome"]))):
        return _page(request, case, form, advice=advice)
    said = attach(request, case, picked, CaseFile.Step.RESOLUTION)
    actions.resolve_case(case, by=request.user, at=timezone.now(), **given)
    if case.part_of_id:
        return done(request, case, _("这一部分办完了，已告诉整件的经办人。") + said)
    return done(request, case, _("办结了，等回访。") + said)


def _aside(request: SignedInRequest, case: Case, picked: Picked) -> HttpResponse:
    """Find a text, take one, or show the answer as the resident will see it."""
    typed = {name: request.POST.get(name, "") for name in ResolutionForm.base_fields}
    if text := text_called(case.community_id, request.POST.get("use", "")):
        said = fill(text.body, values_of(case, at=timezone.localtime()))
        typed["answer"] = "\n".join(part for part in (typed["answer"].strip(), said) if part)
        typed["outcome"] = text.outcome if text.outcome in ResolutionForm.endings() else typed["outcome"]
    words: dict[str, Any] = {"word": request.POST.get("word", "").strip()[:40]}
    if "preview" in request.POST:
        known = typed["outcome"] in Outcome.values
        words["preview"] = {
            "answer": typed["answer"],
            "outcome": Outcome(typed["outcome"]).label if known else "",
        }
    return _page(
        request, case, ResolutionForm(initial=typed, picked=picked), is_looking="look" in request.POST, **words
    )


def _page(request: SignedInRequest, case: Case, form: ResolutionForm, **words: Any) -> HttpResponse:
    """Show the form; texts stand filled in, so that one sees what one takes."""
    at, outcome = timezone.localtime(), str(form["outcome"].value() or "")
    texts = texts_for(case, outcome=outcome, word=words.get("word", ""))
    values = values_of(case, at=at) if texts else {}
    shown = [(text, fill(text.body, values)) for text in texts]
    back = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "cases/resolution.html", {"case": case, "form": form, "next": back, "texts": shown, **words})
