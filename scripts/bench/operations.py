"""What is measured: for each row of the table, which requests the sixteen clients send."""

import http.client
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode

from bench.clients import KEY
from bench.house import House

CLIENTS = 16
PASSWORD = "for the benchmark only"  # noqa: S105 - of a scratch installation
Request = tuple[str, str, str]


@dataclass(frozen=True)
class Signed:
    """A signed-in person: what their browser sends with every request."""

    cookies: str
    token: str

    def get(self, path: str) -> Request:
        return ("GET", path, "")

    def post(self, path: str, **fields: str) -> Request:
        return ("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.token}))


@dataclass(frozen=True)
class Plan:
    """The requests of each client; `again` goes round them, otherwise each is sent once."""

    clients: list[tuple[Signed, list[Request]]]
    expected: int = 200
    at_least: int = 4_000
    again: bool = True


@dataclass(frozen=True)
class Operation:
    """One row: what it is called, what it should reach, and how its requests are made."""

    code: str
    name: str
    reach: str
    plan: Callable[["Stage"], Plan]


@dataclass
class Stage:
    """A filled and served house with its people signed in."""

    house: House
    cases: int
    operators: list[Signed]
    chance: random.Random
    verb_seconds: float
    keepers: dict[str, Signed] = field(default_factory=dict)


def sign_in(port: int, username: str) -> Signed:
    """Sign in over the real page."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    jar = SimpleCookie()

    def ask(method: str, body: str = "") -> None:
        headers = {"Cookie": "; ".join(f"{each.key}={each.value}" for each in jar.values())}
        line.request(method, "/sign-in/login/", body, headers | {"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        answer.read()
        for each in answer.headers.get_all("Set-Cookie") or ():
            jar.load(each)
        if method == "POST" and answer.status != 302:
            raise SystemExit(f"{username} could not sign in: {answer.status}")

    ask("GET")
    ask("POST", urlencode({"login": username, "password": PASSWORD, "csrfmiddlewaretoken": jar["csrftoken"].value}))
    wanted = ("csrftoken", "sessionid")
    return Signed("; ".join(f"{name}={jar[name].value}" for name in wanted), jar["csrftoken"].value)


def _everybody(stage: Stage, requests: Callable[[Signed], list[Request]], **options: Any) -> Plan:
    return Plan([(operator, requests(operator)) for operator in stage.operators], **options)


def _numbers(stage: Stage, count: int) -> list[str]:
    """Return numbers of cases spread evenly over everything there is, the newest among them."""
    step = max(1, stage.cases // count)
    found = stage.house.ask(
        "SELECT array_agg(number ORDER BY id) FROM cases_case WHERE id %% %s = 0 OR status <> 'archived'", step
    )
    return list(found[0])


def _register(stage: Stage) -> Plan:
    from bench.rows import THINGS, TROUBLES

    lanes = stage.house.ask(
        """SELECT array_agg(l.name || ' ' || d.number || ' 号') FROM territory_door d
        JOIN territory_lane l ON l.id = d.lane_id JOIN territory_community c ON c.id = d.community_id
        WHERE c.number_prefix = 'LF' AND d.zone_id IS NOT NULL"""
    )[0]
    pick = stage.chance.choice

    def one(operator: Signed) -> Request:
        return operator.post(
            "/cases/new/", key=KEY, content=f"{pick(THINGS)}{pick(TROUBLES)}。", channel="hotline", kind="help",
            place_text=pick(lanes), phone=f"139{stage.chance.randrange(10**8):08}", name="黄女士", do="register",
        )  # fmt: skip

    return _everybody(stage, lambda operator: [one(operator) for _each in range(500)], expected=302, at_least=0)


def _desk(stage: Stage) -> Plan:
    return _everybody(stage, lambda operator: [operator.get("/desk/")], at_least=40_000)


def _case_page(stage: Stage) -> Plan:
    numbers = _numbers(stage, 3_000)

    def some(operator: Signed) -> list[Request]:
        return [operator.get(f"/cases/{number}/") for number in stage.chance.sample(numbers, len(numbers))]

    return _everybody(stage, some)


def _verbs(stage: Stage) -> Plan:
    """Accept, arrive, resolve, one case after the other: each keeper those of their own zone."""
    import json

    made = json.loads(stage.house.fill("stock", count=int(stage.verb_seconds * 300 / 3 / CLIENTS) + 20))
    stage.house.ask("CHECKPOINT")
    clients = []
    for key, numbers in list(made["numbers"].items())[:CLIENTS]:
        keeper = stage.keepers.get(key) or sign_in(stage.house.port, made["usernames"][key])
        stage.keepers[key] = keeper
        resolution = {
            "outcome": "done",
            "done": "到场处理好了。",
            "answer": "已经办好，请您看看。",
            "mode": "in_person",
            "go_on": "1",  # as whoever has read the advice on their words
        }
        requests = []
        for number in numbers:
            requests += [
                keeper.post(f"/cases/{number}/acceptance/"),
                keeper.post(f"/cases/{number}/arrival/"),
                keeper.post(f"/cases/{number}/resolution/", **resolution),
            ]
        clients.append((keeper, requests))
    return Plan(clients, expected=302, at_least=0, again=False)


def _search(stage: Stage) -> Plan:
    words = ("路灯", "井盖", "蜂窝", "漏水", "门禁", "古井", "音响", "鱼塘", "化粪", "风筝")

    def some(operator: Signed) -> list[Request]:
        chosen = stage.chance.sample(words, len(words))
        return [operator.get(f"/cases/?q={quote(word)}") for word in chosen]

    return _everybody(stage, some)


def _figures(stage: Stage) -> Plan:
    return _everybody(stage, lambda operator: [operator.get("/figures/?period=twelve_months")])


def _list(stage: Stage) -> Plan:
    return _everybody(stage, lambda operator: [operator.get("/cases/")], at_least=20_000)


OPERATIONS = (
    Operation("desk", "desk queue, first 50 by time left", "100/s, p95 ≤ 250 ms", _desk),
    Operation("case", "case page with its timeline", "120/s, p95 ≤ 200 ms", _case_page),
    Operation("list", "list of all cases, first 30", "—", _list),
    Operation("search", "two-character search, newest first", "60/s, p95 ≤ 400 ms", _search),
    Operation("figures", "figures of a community for a year", "20/s, p95 ≤ 900 ms", _figures),
    Operation("register", "register a case", "120/s, p95 ≤ 250 ms", _register),
    Operation("verbs", "accept / arrive / resolve", "100/s, p95 ≤ 250 ms", _verbs),
)
