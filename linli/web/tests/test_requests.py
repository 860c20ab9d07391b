import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from linli.web.requests import RequestNumberFilter, RequestNumberMiddleware, request_number


def answer(**headers):
    seen = []

    def view(request):
        seen.append(request_number())
        return HttpResponse()

    response = RequestNumberMiddleware(view)(RequestFactory().get("/", headers=headers))
    return response.headers["X-Request-Id"], seen[0]


def test_every_request_gets_a_number_of_its_own():
    (first, seen), (second, _) = answer(), answer()

    assert first == seen
    assert len(first) == 16
    assert first != second


def test_the_proxy_may_bring_the_number():
    assert answer(X_Request_Id="0f8b-42aa-9c01")[0] == "0f8b-42aa-9c01"


@pytest.mark.parametrize("bad", ["short", "with space and more", "x" * 65, "line\nbreak-in-log"])
def test_a_strange_number_is_not_taken_over(bad):
    assert answer(X_Request_Id=bad)[0] != bad


def test_log_lines_carry_it():
    number, _ = answer()
    record = logging.makeLogRecord({})

    assert RequestNumberFilter().filter(record)
    assert record.request_number == number
