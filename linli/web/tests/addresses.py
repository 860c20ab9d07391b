"""Addresses for the tests of the toolkit: its own pages, and views that go wrong in each way."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.timezone import now

from linli.web import errors
from linli.web.refusal import Refusal


@login_not_required
def refuses(request):
    raise Refusal("谁办的谁不核查。", field="verifier")


@login_not_required
def writes_and_refuses(request):
    Session.objects.create(session_key="half-done", session_data="", expire_date=now())
    raise Refusal("不行。")


@login_not_required
def forbids(request):
    raise PermissionDenied(request.GET.get("reason", ""))


@login_not_required
def crashes(request):
    raise ZeroDivisionError


@login_not_required
def phone(request):
    return render(request, "ui/phone.html")


@login_not_required
def open_page(request):
    return HttpResponse("ok")


urlpatterns = [
    path("web/", include("linli.web.urls")),
    path("sign-in/", include("allauth.urls")),
    path("refuses/", refuses),
    path("writes-and-refuses/", writes_and_refuses),
    path("forbids/", forbids),
    path("crashes/", crashes),
    path("phone/", phone, name="phone"),
    path("phone/tasks/", open_page, name="tasks"),
    path("", open_page, name="start"),
]

handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.page_not_found, errors.server_error
