"""Tables in and out, and paper: `python -m bench.papers import|members|card`. Prints seconds, as a job takes them.

import    50,000 people from a workbook: looked at row by row, then taken
members   the ledger of 5,000 Party members, all its columns, as a workbook
card      one member's card as PDF, five times
"""

import argparse
import io
import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

ROWS = 50_000
MEMBERS = 5_000
CARDS = 5


def main() -> None:
    asks = argparse.ArgumentParser()
    asks.add_argument("step", choices=STEPS)
    wanted = asks.parse_args()

    from linli.config import opening, reference

    opening.set_up_django("app")
    reference.load()
    took = STEPS[wanted.step]()
    sys.stdout.write(f"\n{json.dumps(took)}\n")  # the last line; reading reference content prints above it


def bring_people() -> dict[str, float]:
    from linli.sheets import actions
    from linli.sheets.registry import import_kind

    here, by, now = _stage()
    content = _workbook(here)

    def begin() -> Any:
        run = actions.begin_import(
            here,
            import_kind("people"),
            name="people.xlsx",
            content=content,
            sender="派出所",
            option="year",
            by=by,
            at=now,
        )
        return actions.begin_checking(actions.map_columns(run, run.columns, by=by, at=now), by=by, at=now)

    read, run = _timed(lambda: _fenced(begin))
    looked, _none = _timed(lambda: actions.check_rows(run.pk, here.pk, at=now))
    _fenced(lambda: actions.begin_taking(_again(run), by=by, at=now))
    took, _none = _timed(lambda: actions.take_rows(run.pk, here.pk, at=now))
    taken = _fenced(lambda: _again(run).rows.filter(standing="taken").count())
    return {"read": read, "looked": looked, "took": took, "rows": taken}


def members() -> dict[str, float]:
    from linli.sheets import actions
    from linli.sheets.actions.exporting import make_export
    from linli.sheets.models import ExportRun
    from linli.sheets.queries.ledgers import Draft
    from linli.sheets.registry import ledger_kind

    here, by, now = _stage()
    _fenced(_enter_members)
    kind = ledger_kind("members")
    draft = Draft(kind, tuple(column.code for column in kind.columns), sort="pinyin")

    def ask() -> ExportRun:
        ledger = actions.save_ledger(here, draft, name="一览表", by=by, at=now)
        return actions.take_ledger(ledger, is_personal=True, reason="measured", by=by, at=now)

    run = _fenced(ask)
    took, _none = _timed(lambda: make_export(run.pk, here.pk, at=now))
    made = _fenced(lambda: ExportRun.objects.get(pk=run.pk))
    return {"took": took, "rows": made.done, "columns": len(kind.columns)}


def card() -> dict[str, float]:
    from linli.party.models import Member
    from linli.party.paper import print_member_card

    _here, _by, now = _stage()
    _fenced(_enter_members)
    some = _fenced(lambda: list(Member.objects.order_by("pk")[:CARDS]))
    took = [_timed(lambda member=member: _fenced(lambda: print_member_card(member, now)))[0] for member in some]
    return {"took": median(took), "slowest": max(took)}


STEPS: dict[str, Callable[[], dict[str, float]]] = {"import": bring_people, "members": members, "card": card}


def _stage() -> tuple[Any, Any, Any]:
    from django.utils import timezone

    from linli.accounts.models import User
    from linli.territory.models import Community

    by = User.objects.get(username="liao")
    return Community.objects.get(number_prefix="LF"), by, timezone.localtime()


def _fenced(do: Callable[[], Any]) -> Any:
    from django.db import transaction

    from linli.territory.queries import open_every_fence

    with transaction.atomic():
        open_every_fence()
        return do()


def _again(run: Any) -> Any:
    return type(run).objects.get(pk=run.pk)


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = do()
    return time.perf_counter() - began, made


def _enter_members() -> None:
    """Make the first people of the register members of one branch, unless some are."""
    from datetime import date

    from linli.party.actions import enter_members
    from linli.party.actions.members import Entered
    from linli.party.models import Member, Organisation, OrganisationKind
    from linli.residents.models import Person

    here, by, now = _stage()
    if Member.objects.exists():
        return
    branch = Organisation.objects.create(
        community=here, kind=OrganisationKind.BRANCH, name="中共灵峰社区支部委员会", short_name="灵峰支部",
        founded_on=date(2001, 7, 1),
    )  # fmt: skip
    people = Person.objects.filter(community=here).order_by("pk")[:MEMBERS]
    enter_members(
        here,
        [Entered(Member(person=person, joined_on=date(1999, 7, 1)), branch, date(2015, 1, 1)) for person in people],
        by=by,
        at=now,
    )


def _workbook(here: Any) -> bytes:
    """Return a police station's list: three people to a home, at doors the register knows."""
    import xlsxwriter

    from bench.neighbours import GIVEN, SURNAMES
    from linli.residents.numbers import identity_check
    from linli.territory.models import Door

    doors = _fenced(lambda: [str(door) for door in Door.objects.filter(community=here).select_related("lane")[:400]])
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("人口")
    heads = ["序号", "姓名", "性别", "民族", "身份证号码", "出生日期", "联系电话", "住址", "与户主关系", "文化程度"]
    sheet.write_row(0, 0, heads)
    for n in range(ROWS):
        on = f"19{40 + n % 60}{1 + n % 12:02}{1 + n % 28:02}"
        seventeen = f"451102{on}{n // 60 % 1000:03}"
        home = n // 3
        place = f"{doors[home % len(doors)]} {1 + home // len(doors):03} 室"
        sheet.write_row(
            n + 1,
            0,
            [
                n + 1, SURNAMES[n % 20] + GIVEN[n // 20 % len(GIVEN)], "男" if int(seventeen[16]) % 2 else "女", "壮族",
                seventeen + identity_check(seventeen), f"{on[:4]}.{int(on[4:6])}.{int(on[6:])}", f"137{n:08}", place,
                "户主" if n % 3 == 0 else "配偶" if n % 3 == 1 else "子", "大学本科",
            ],
        )  # fmt: skip
    book.close()
    return buffer.getvalue()


if __name__ == "__main__":
    main()
