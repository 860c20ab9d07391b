"""The end of a person's data: stopping its use, deleting it, and clearing what grew too old."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions, jobs
from ..forms import MonthsForm, ReasonForm
from ..models import Person, RetentionItem, RetentionRun, RightsRequest
from ..queries import readable_by
from ..queries.removal import named_elsewhere, why_kept, with_merged
from ..queries.retention import Kept, kept_in
from .doors import done, kept_in_url, person_or_frozen_in_url, run_in_url

SIZE = 100


@require_http_methods(["GET", "POST"])
@admits("residents.freeze_person", to=person_or_frozen_in_url)
def freezing(request: SignedInRequest, person: Person) -> HttpResponse:
    """Stop the use of a person's data, or begin it again."""
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "residents/freezing.html", {"form": form, "person": person})
    act = actions.thaw_person if person.frozen_on else actions.freeze_person
    act(person, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
    said = _("恢复使用了。") if person.frozen_on else _("停用了：不再列出、不再找到、不再导出，只是存着。")
    return done(request, said, "residents:frozen")


@require_safe
@admits("residents.freeze_person")
def frozen(request: SignedInRequest) -> HttpResponse:
    """Whose data is only kept."""
    people = readable_by(request.user, timezone.localdate(), with_frozen=True).filter(frozen_on__isnull=False)
    return render(request, "residents/frozen.html", {"people": people.order_by("-frozen_on", "-pk")[:SIZE]})


@require_http_methods(["GET", "POST"])
@admits("residents.delete_person", to=person_or_frozen_in_url)
def removal(request: SignedInRequest, person: Person) -> HttpResponse:
    """Say what would happen first: kept and why, left nameless, or gone."""
    form, at = ReasonForm(request.POST or None), timezone.localtime()
    if not form.is_valid():
        kept = why_kept([person.pk], at.date(), besides=RightsRequest.Kind.DELETE).get(person.pk, [])
        is_named = bool(named_elsewhere(list(with_merged([person.pk]))))
        context = {"form": form, "person": person, "kept": kept, "is_named": is_named}
        return render(request, "residents/removal.html", context)
    outcome = actions.delete_person(person, why=form.cleaned_data["why"], by=request.user, at=at)
    said = _("姓名、证件、电话等都去掉了，别的记录里只剩「已去掉姓名的居民」。")
    return done(request, said if outcome == RetentionItem.Outcome.ANONYMISED else _("删除了。"), "residents:requests")


@require_safe
@admits("residents.keep_retention")
def retention(request: SignedInRequest) -> HttpResponse:
    """How long everything is kept, and what the last clearing did."""
    return render(request, "residents/retention.html", {"rules": kept_in(own_community(request).pk)})


@require_http_methods(["GET", "POST"])
@admits("residents.keep_retention", to=kept_in_url)
def retention_rule(request: SignedInRequest, rule: Kept) -> HttpResponse:
    community = own_community(request)
    form = MonthsForm(request.POST or None, least=rule.least, initial={"months": rule.months})
    if not form.is_valid():
        runs = RetentionRun.objects.filter(community=community, population=rule.population)
        runs = runs.select_related("begun_by", "carried_out_by").order_by("-begun_at", "-pk")[:20]
        return render(request, "residents/retention_rule.html", {"rule": rule, "form": form, "runs": runs})
    actions.keep_retention(community, rule.population, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。先看一遍有哪些过了期限，再决定清不清理。"), "residents:retention")


@require_POST
@admits("residents.keep_retention", to=kept_in_url)
def retention_look(request: SignedInRequest, rule: Kept) -> HttpResponse:
    """Begin a dry run; a job looks through everybody."""
    run = actions.begin_look(own_community(request), rule.population, by=request.user, at=timezone.now())
    jobs.look.defer(run_id=run.pk, community_id=run.community_id)
    return redirect("residents:retention_run", run.pk)


@require_safe
@admits("residents.keep_retention", to=run_in_url)
def retention_run(request: SignedInRequest, run: RetentionRun) -> HttpResponse:
    """What a run would touch, or did, and whom it keeps and why."""
    items = run.items.select_related("person").order_by("pk")
    if (after := request.GET.get("after", "")).isdigit():
        items = items.filter(pk__gt=int(after))
    if (outcome := request.GET.get("show", "")) in RetentionItem.Outcome.values:
        items = items.filter(outcome=outcome)
    rows = list(items[: SIZE + 1])
    counts = [(each, run.report[each]) for each in RetentionItem.Outcome if run.report.get(each)]
    is_todays = timezone.localdate(run.begun_at) == timezone.localdate()
    context = {
        "run": run, "rows": rows[:SIZE], "counts": counts, "show": outcome, "is_todays": is_todays,
        "after": rows[SIZE - 1].pk if len(rows) > SIZE else None,
    }  # fmt: skip
    return render(request, "residents/retention_run.html", context)


@require_safe
@admits("residents.keep_retention", to=run_in_url)
def retention_progress(request: SignedInRequest, run: RetentionRun) -> HttpResponse:
    """What moves while a job works; when it is over, the whole page comes anew."""
    answer = render(request, "residents/retention_progress.html", {"run": run})
    if not run.is_busy:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@admits("residents.keep_retention", to=run_in_url)
def retention_clearing(request: SignedInRequest, run: RetentionRun) -> HttpResponse:
    """Carry out what was looked through."""
    actions.begin_clearing(run, by=request.user, at=timezone.now())
    jobs.clear.defer(run_id=run.pk, community_id=run.community_id)
    return redirect("residents:retention_run", run.pk)
