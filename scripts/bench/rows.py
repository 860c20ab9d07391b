"""What one generated case leaves in every table, as lines for COPY. The same cases come out every time.

Cases are shaped as the actions leave them: promises kept, broken or running, an offer, an arrival, an answer, a
closure, a callback, the journal and the notices. Everything random comes from one seed.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

BEIJING = timezone(timedelta(hours=8))
MINUTE, HOUR, DAY = 60, 3600, 86400
NULL = r"\N"

THINGS = (
    "水沟", "路灯", "井盖", "楼道", "水管", "电梯", "围墙", "垃圾桶", "树枝", "停车位", "健身器材", "雨棚", "门禁",
    "化粪池", "下水道", "电线", "消防通道", "广场舞音响", "烧烤摊", "流浪狗", "共享单车", "工地", "卷闸门", "空调外机",
    "监控探头", "护栏", "台阶扶手", "公厕", "活动室", "宣传栏",
)  # fmt: skip
TROUBLES = (
    "堵了，污水漫到路面", "坏了好几天没人修", "松动了，老人差点绊倒", "堆满了杂物，走不过去", "半夜声音很大，睡不着",
    "一直漏水，楼下天花板都湿了", "晚上不亮，看不清路", "味道很大，开不了窗", "倒了，挡住出入口",
    "没有人管，想问问该找谁",
)  # fmt: skip
WISHES = ("请帮忙看看。", "希望尽快处理。", "家里有老人，请快一点。", "已经反映过一次了。", "请先给个说法。", "谢谢。")
# one case in two thousand has one of these: what a narrow search looks for
RARE = ("蜂窝", "鸽棚", "石碑", "古井", "风筝", "鱼塘")
NAMES = ("黄女士", "韦先生", "覃阿婆", "莫大姐", "陈师傅", "李女士", "蒙先生", "何阿姨", "", "陆老师")


@dataclass(frozen=True)
class Door:
    pk: int
    lane: int
    zone: int
    words: str


@dataclass(frozen=True)
class Rule:
    """What is promised for an urgency: seconds to arrive (0: nobody comes) and to resolve."""

    pk: int
    source: str
    arrive: int
    resolve: int
    clock: str
    allowance: int


@dataclass(frozen=True)
class Ground:
    """Where generated cases happen and who works on them; keys of rows that stand already."""

    community: int
    prefix: str
    doors: list[Door]
    keepers: dict[int, list[tuple[int, str]]]  # zone → (key, name)
    operators: list[int]
    worker: int
    rules: dict[str, Rule]
    categories: list[tuple[int, str]]  # key, urgency
    case_type: int
    phones: list[tuple[str, str, str]]  # sealed, hash, tail


@dataclass
class Keys:
    """The last keys given, table by table; `numbers` are the last case numbers of each day."""

    case: int
    promise: int
    remark: int
    event: int
    numbers: Counter[str]


Lines = dict[str, list[str]]
"""Lines for COPY by table; the columns of each table stand in COLUMNS."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "cases.Case": (
        "id", "community", "number", "channel", "kind", "category", "urgency", "title", "content", "received_at",
        "first_reported_at", "place_text", "lane", "door", "zone", "status", "is_within_power", "first_handler",
        "handler", "next_due_at", "contacted_at", "resolved_at", "outcome", "archived_at",
    ),
    "cases.Promise": (
        "id", "community", "case", "policy", "round", "kind", "allowance", "clock", "source", "made_at", "due_at",
        "warn_at", "warned_at", "done_at", "kept_at", "broken_at", "waived_at", "waived_why",
    ),
    "cases.Requester": (
        "id", "community", "case", "channel", "told_us_at", "words", "name", "phone", "phone_hash", "phone_tail",
        "query_code",
    ),
    "cases.QueryCode": ("code_hash", "community", "requester"),
    "cases.Offer": (
        "community", "case", "round", "seq", "rung", "to", "offered_at", "answer_by", "answer", "answered_at",
    ),
    "cases.Arrival": ("community", "case", "round", "who", "at", "recorded_by", "recorded_at"),
    "cases.Remark": ("id", "community", "case", "kind", "mode", "body", "by", "at"),
    "cases.Closure": ("community", "case", "round", "at", "by", "outcome", "done", "answer"),
    "cases.Callback": (
        "community", "case", "round", "attempt", "at", "by", "reached", "contacted_in_time", "resolved",
        "satisfaction", "comment",
    ),
    "journal.Event": (
        "id", "community", "verb", "at", "recorded_at", "actor", "duty", "subject_type", "subject_id", "facts",
    ),
    "notices.Notice": ("community", "event", "reader", "urgency", "link", "told_at", "read_at"),
}  # fmt: skip


class Generator:
    """Makes cases one after the other; `lines` collects what COPY will write."""

    def __init__(self, ground: Ground, keys: Keys, seed: int) -> None:
        self.ground, self.keys = ground, keys
        self.chance = random.Random(seed)  # noqa: S311 - the same cases every time
        self.lines: Lines = {table: [] for table in COLUMNS}
        self.codes: list[tuple[str, int]] = []

    def past(self, count: int, ends: int, days: int) -> Iterator[int]:
        """Write `count` cases ended within the `days` before the second `ends`, oldest first; yield after each."""
        step = days * DAY / count
        for n in range(count):
            at = int(ends - (count - n) * step + self.chance.random() * step * 0.9) - 8 * DAY
            self.case(at, "told" if self.chance.random() < 0.02 else "archived")
            yield n

    def case(
        self, at: int, status: str, *, due: int = 0, door: Door | None = None, keeper: tuple[int, str] | None = None
    ) -> str:
        """Write one case received at the second `at` in `status`, and return its number.

        `due` is when its running promises are due, for those that have not ended.
        """
        here, chance, keys = self.ground, self.chance, self.keys
        door = door or chance.choice(here.doors)
        category, urgency = chance.choice(here.categories)
        rule = here.rules.get(urgency) or here.rules[""]
        keepers = here.keepers[door.zone]
        handler, handler_name = keeper or keepers[0 if chance.random() < 0.7 else -1]
        operator = here.operators[keys.case % len(here.operators)]
        thing, trouble = chance.choice(THINGS), chance.choice(TROUBLES)
        content = f"{door.words}附近的{thing}{trouble}。{chance.choice(WISHES)}"
        if chance.random() < 0.0005:
            content += f"旁边有{chance.choice(RARE)}。"
        keys.case += 1
        pk = keys.case
        day = datetime.fromtimestamp(at, BEIJING).strftime("%Y%m%d")
        keys.numbers[day] += 1
        number = f"{here.prefix}{day}-{keys.numbers[day]:04}"
        is_open = status in ("registered", "offered", "accepted", "on_site")
        told = status == "told"
        taken = at + chance.randrange(20, 110)
        came = taken + chance.randrange(120, 420)
        is_late = chance.random() < 0.1
        ended = at + int(rule.resolve * (1.1 if is_late else 0.1 + 0.8 * chance.random()))
        ended = at + 60 if told else max(ended, came + 60)
        if not is_open and due:  # ended just now
            ended = due
        called = ended + HOUR
        archived = ended + DAY if status == "archived" else 0
        channel = chance.choice(("hotline", "hotline", "hotline", "visit", "letter", "mailbox", "12345"))
        now_due = due or at + rule.resolve
        self._add("cases.Case", (
            pk, here.community, number, channel, chance.choice(("help", "help", "complaint", "consult")), category,
            urgency, f"{thing}{trouble.split('，')[0]}", content, _t(at), _t(at), door.words, door.lane, door.pk,
            door.zone, status, _b(rule.arrive > 0), operator, NULL if told or status == "offered" else handler,
            _t(now_due) if is_open else NULL, NULL if is_open else _t(ended), NULL if is_open else _t(ended),
            "" if is_open else "outside_duty_redirected" if told else "done", _t(archived) if archived else NULL,
        ))  # fmt: skip
        self._promises(pk, rule, at, came, ended, status, now_due)
        self._requester(pk, channel, at, content)
        here_events: list[tuple[str, int, int | str, str]] = [
            ("registered", at, operator, json.dumps({"channel": channel}))
        ]
        if told:
            here_events.append(("told", ended, operator, '{"outcome": "outside_duty_redirected"}'))
            self._ending(pk, ended, operator, "outside_duty_redirected", here_events)
        else:
            self._handling(pk, rule, at, taken, came, status, handler, handler_name, operator, here_events)
        if status in ("resolved", "called_back", "archived"):
            self._ending(pk, ended, handler, "done", here_events)
        if status in ("called_back", "archived"):
            self._callback(pk, called, here_events)
        if archived:
            here_events.append(("archived", archived, here.worker, "{}"))
        self._events(pk, number, here_events, handler, operator, is_read=not is_open)
        return number

    def _add(self, table: str, values: tuple[object, ...]) -> None:
        self.lines[table].append("\t".join(map(str, values)))

    def _promises(self, case: int, rule: Rule, at: int, came: int, ended: int, status: str, due: int) -> None:
        is_open, has_arrived = status in ("registered", "offered", "accepted", "on_site"), status not in (
            "registered", "offered", "accepted", "told",
        )  # fmt: skip
        kinds = [("resolve", rule.resolve, 0 if is_open else ended)]
        if rule.arrive:
            kinds.append(("arrive", rule.arrive, came if has_arrived else 0))
        for kind, allowed, done in kinds:
            until = due if is_open else at + allowed
            warn = until - int((until - at) * 0.3)
            kept, broken = (done, 0) if done and done <= until else (0, until if done else 0)
            waived = ended if status == "told" and kind == "arrive" else 0
            self.keys.promise += 1
            self._add("cases.Promise", (
                self.keys.promise, self.ground.community, case, rule.pk, 1, kind,
                rule.allowance if kind == "resolve" else rule.arrive // MINUTE,
                rule.clock if kind == "resolve" else "minutes", rule.source, _t(at), _t(until), _t(warn), NULL,
                _t(done) if done else NULL, _t(kept) if kept else NULL, _t(broken) if broken else NULL,
                _t(waived) if waived else NULL, "不用到现场就办结了" if waived else "",
            ))  # fmt: skip

    def _requester(self, case: int, channel: str, at: int, content: str) -> None:
        sealed, hashed, tail = self.chance.choice(self.ground.phones)
        code = f"{(case * 7_654_321 + 12_345_678) % 99_999_989:08}"
        self._add("cases.Requester", (
            case, self.ground.community, case, channel, _t(at), content, self.chance.choice(NAMES), sealed, hashed,
            tail, code,
        ))  # fmt: skip
        self.codes.append((code, case))

    def _handling(
        self, case: int, rule: Rule, at: int, taken: int, came: int, status: str, handler: int, name: str,
        operator: int, events: list[tuple[str, int, int | str, str]],
    ) -> None:  # fmt: skip
        waits = status == "offered"
        answer_by = at + DAY if waits else at + 2 * MINUTE
        self._add("cases.Offer", (
            self.ground.community, case, 1, 1, "keeper", handler, _t(at), _t(answer_by), "" if waits else "accepted",
            NULL if waits else _t(taken),
        ))  # fmt: skip
        facts = {"to": name, "rung": "keeper", "answer_by": _iso(answer_by)}
        events.append(("offered", at, operator, json.dumps(facts)))
        if not waits:
            events.append(("accepted", taken, handler, "{}"))
        if not waits and status != "accepted":
            self._add("cases.Arrival", (self.ground.community, case, 1, handler, _t(came), handler, _t(came)))
            events.append(("arrived", came, handler, "{}"))

    def _ending(self, case: int, at: int, by: int, outcome: str, events: list[tuple[str, int, int | str, str]]) -> None:
        self.keys.remark += 1
        remark, here = self.keys.remark, self.ground.community
        self._add("cases.Remark", (remark, here, case, "answer", "phone", "已经处理好了，请您看看。", by, _t(at)))
        self._add("cases.Closure", (here, case, 1, _t(at), by, outcome, "到场看过，已经处理好。", remark))
        events.append(("answered", at, by, f'{{"remark": {remark}}}'))
        if outcome == "done":
            events.append(("resolved", at, by, f'{{"outcome": "{outcome}"}}'))

    def _callback(self, case: int, at: int, events: list[tuple[str, int, int | str, str]]) -> None:
        is_happy = self.chance.random() < 0.92
        self._add("cases.Callback", (
            self.ground.community, case, 1, 1, _t(at), self.ground.worker, "t", "t", _b(is_happy),
            "5" if is_happy else "3", "",
        ))  # fmt: skip
        facts = {"resolved": "yes" if is_happy else "no", "satisfaction": "5" if is_happy else "3"}
        events.append(("called_back", at, self.ground.worker, json.dumps(facts)))

    def _events(
        self, case: int, number: str, events: list[tuple[str, int, int | str, str]], handler: int, operator: int, *,
        is_read: bool,
    ) -> None:  # fmt: skip
        here = self.ground
        for verb, at, by, facts in events:
            self.keys.event += 1
            when = _t(at)
            self._add("journal.Event", (
                self.keys.event, here.community, f"cases.{verb}", when, when, by, "", here.case_type, case, facts,
            ))  # fmt: skip
            if verb in ("offered", "resolved"):
                reader = handler if verb == "offered" else operator
                read = _t(at + 30) if is_read or self.chance.random() < 0.9 else NULL
                self._add("notices.Notice", (
                    here.community, self.keys.event, reader, "now" if verb == "offered" else "know",
                    f"/cases/{number}/", when, read,
                ))  # fmt: skip


def _t(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat(" ")


def _iso(second: int) -> str:
    return datetime.fromtimestamp(second, BEIJING).isoformat()


def _b(value: Any) -> str:
    return "t" if value else "f"
