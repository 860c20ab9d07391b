"""Somebody at a browser, as far as the web process can tell: cookies, forms, redirects; and patience when it falls."""

import http.client
import re
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlencode

AWAY = (OSError, http.client.HTTPException)
NOT_NOW = {0, 400, 500, 502, 503}  # 400: the case was written, and then the session could not be
BETWEEN_TRIES = 0.2  # seconds


class Caller:
    """One connection to the house, opened anew for every request: whatever falls, nothing old is in the way."""

    def __init__(self, port: int, *, patience: float = 60) -> None:
        self.port, self.patience, self.cookies = port, patience, SimpleCookie()

    def ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, where it leads, and the text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {"Cookie": "; ".join(f"{each.key}={each.value}" for each in self.cookies.values())}
        body = None
        if fields is not None:
            token = self.cookies["csrftoken"].value
            body = urlencode({**fields, "csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies.load(line)
            return answer.status, answer.headers.get("Location", ""), text
        finally:
            connection.close()

    def sign_in(self, username: str, password: str) -> None:
        self.ask("GET", "/sign-in/login/")
        status, where, _text = self.ask("POST", "/sign-in/login/", {"login": username, "password": password})
        assert (status, where) == (302, "/"), f"{username} cannot sign in: {status} {where}"

    def send(self, path: str, fields: Mapping[str, str], *, until: tuple[int, ...] = (302,)) -> tuple[int, str]:
        """Send a form again and again until it is acknowledged, as a person would press the button again."""
        give_up = time.monotonic() + self.patience
        while True:
            try:
                status, where, text = self.ask("POST", path, fields)
            except AWAY as why:
                status, where, text = 0, "", str(why)
            if status in until:
                return status, where
            assert status in NOT_NOW, f"{path} answered {status}: {in_words(text)}"
            assert time.monotonic() < give_up, f"{path} was never acknowledged; last {status}"
            time.sleep(BETWEEN_TRIES)


def in_words(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())[:500]
