import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from linli.web.language import ChosenLanguageMiddleware


@pytest.fixture(autouse=True)
def back_to_chinese():
    yield
    translation.deactivate()


def spoken(cookie=None, accepts="en-US,en"):
    request = RequestFactory().get("/", headers={"accept-language": accepts})
    if cookie:
        request.COOKIES["django_language"] = cookie
    response = ChosenLanguageMiddleware(lambda _request: HttpResponse(translation.get_language()))(request)
    assert response.headers["Content-Language"] == response.content.decode()
    assert response.headers["Vary"] == "Cookie"
    return response.content.decode()


def test_chinese_whatever_the_browser_would_like():
    assert spoken() == "zh-hans"


def test_what_was_chosen_stays():
    assert spoken("en") == "en"
    assert spoken("zh-hans") == "zh-hans"


def test_a_language_we_do_not_speak_is_chinese():
    assert spoken("tlh") == "zh-hans"
