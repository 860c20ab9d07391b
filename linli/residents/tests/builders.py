"""People and homes for tests of the register."""

from datetime import date, datetime

from linli.residents.actions import (
    Comer,
    add_relation,
    add_work,
    enter_person,
    enter_unit,
    form_household,
    merge_people,
)
from linli.residents.models import Person, Unit
from tests.cast import Town

LONG_AGO = date(2020, 1, 1)
MAN = "110101199003070038"


def enter(town, at, name="覃桂香", **facts):
    """Put somebody on the register of 桂花社区, or of another `community`."""
    return enter_person(facts.pop("community", town.guihua), name=name, by=town.worker_mo, at=at, **facts)


def settle(town, at, person, *others, door=None, label="", since=LONG_AGO):
    """Let people live behind a door of 建安街; `others` are Comers."""
    return form_household(
        door or town.door, label=label, head=person, others=others, from_on=since, by=town.worker_mo, at=at
    )


def register_at_work(town: Town, at: datetime, huang: Person) -> dict[str, list[object]]:
    """Return URL words by name: 黄桂香 at home with her child, her work, and an entry of hers that was merged away."""
    by = {"by": town.worker_mo, "at": at}
    child, twice = enter(town, at, "黄小妹"), enter(town, at, "黄桂香")
    household = settle(town, at, huang, Comer(child, "30"))
    unit = enter_unit(town.guihua, name="桂花小学", short_name="桂花小学", kind=Unit.Kind.SCHOOL, **by)
    relation = add_relation(child, kind="guardian", other=huang, **by)
    work = add_work(huang, unit=unit, post="会计", **by)
    merger = merge_people(huang, gone=twice, **by)
    return {
        "household": [household.pk], "place": [household.members.get(person=child).pk], "relation": [relation.pk],
        "work": [work.pk], "merger_of_people": [merger.pk], "unit_on_file": [unit.pk],
    }  # fmt: skip
