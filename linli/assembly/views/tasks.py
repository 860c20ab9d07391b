"""Tasks: everybody's list, one with how it went."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms.tasks import ChangeTaskForm, DoneForm, DropForm, LineForm
from ..models import Task
from ..queries.tasks import is_late, tasks_page
from .doors import ask, done, page_number, task_in_url


@require_safe
@admits("assembly.view_tasks")
def tasks(request: SignedInRequest) -> HttpResponse:
    show, words, today = request.GET.get("show", ""), request.GET.get("q", "")[:40], timezone.localdate()
    page = tasks_page(request.user, today, show=show, words=words, number=page_number(request))
    return render(request, "assembly/tasks.html", {"page": page, "show": show, "q": words, "today": today})


@require_safe
@admits("assembly.view_tasks", to=task_in_url)
def task(request: SignedInRequest, task: Task) -> HttpResponse:
    user = request.user
    shown = {
        "task": task,
        "lines": task.lines.select_related("by"),
        "is_late": is_late(task),
        "is_open": task.done_on is None and task.dropped_at is None,
        "may_report": user.has_perm("assembly.report_task", task),
        "may_give": user.has_perm("assembly.give_task", task),
        "today": timezone.localdate(),
    }
    return render(request, "assembly/task.html", shown)


@require_http_methods(["GET", "POST"])
@admits("assembly.report_task", to=task_in_url)
def task_line(request: SignedInRequest, task: Task) -> HttpResponse:
    form = LineForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=_("记一项进展"), button=_("记下"), back=_back(task))
    actions.report_task(task, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "assembly:task", task.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.report_task", to=task_in_url)
def task_done(request: SignedInRequest, task: Task) -> HttpResponse:
    form = DoneForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        return ask(request, form, title=_("办成了"), button=_("办成了"), back=_back(task))
    actions.finish_task(task, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("办成了，辛苦了。"), "assembly:task", task.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.give_task", to=task_in_url)
def task_drop(request: SignedInRequest, task: Task) -> HttpResponse:
    form = DropForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=_("不办了？"), button=_("不办了"), back=_back(task))
    actions.drop_task(task, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "assembly:task", task.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.give_task", to=task_in_url)
def task_change(request: SignedInRequest, task: Task) -> HttpResponse:
    known = {name: getattr(task, name) for name in ("what", "due_on", "partners")}
    form = ChangeTaskForm(request.POST or None, initial=known)
    if not form.is_valid():
        return ask(request, form, title=_("改要做的事"), button=_("改好"), back=_back(task))
    actions.change_task(task, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "assembly:task", task.pk)


@require_POST
@admits("assembly.report_task", to=task_in_url)
def task_reopening(request: SignedInRequest, task: Task) -> HttpResponse:
    actions.reopen_task(task, by=request.user, at=timezone.now())
    return done(request, _("接着办。"), "assembly:task", task.pk)


def _back(task: Task) -> tuple[str, str]:
    return reverse("assembly:task", args=[task.pk]), task.what
