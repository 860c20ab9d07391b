"""Groups, pairings and visits as ledgers: names only with a reason, words under seal not at all."""

from datetime import timedelta
from uuid import uuid4

import pytest

from linli.care import ledgers
from linli.care.actions import Agreement, Helper, Report, enter_group, open_support, pair, record_visit
from linli.fence.rows import open_fence, open_sealed
from linli.residents.actions import withdraw_consent
from linli.residents.models import Consent, Reading
from linli.sheets import actions
from linli.sheets.queries.ledgers import Draft, asked, keys_of, lines_of

KINDS = (ledgers.GROUPS, ledgers.PAIRINGS, ledgers.VISITS)
SEALED = ("尿毒症", "腿不好", "每周买菜", "睡不着", "想换药", "带了米", "陪去医院", "温一舟")


@pytest.fixture
def cared(town, neighbours, at, pairing, aged):
    """黄 is alone and ill, paired with 韦 and visited; of a support nobody's ledger knows."""
    by = {"by": town.worker_mo, "at": at}
    enter_group(neighbours.huang, group="serious_illness", detail="尿毒症", from_on=at.date(), **by)
    report = Report(situation="睡不着", needs="想换药", done="带了米", promised="陪去医院")
    record_visit(pairing, report, key=uuid4(), by=town.keeper_wei, at=at)
    open_sealed(town.secretary_liao.pk)
    open_support(
        town.guihua, name="温一舟", kind="resettling", plan="学电工", helper=town.worker_mo, starts_on=at.date(),
        by=town.secretary_liao, at=at,
    )  # fmt: skip
    open_fence([town.guihua.pk, town.yinxing.pk])
    return neighbours


def lines(town, at, kind, *codes, user=None, whole=False, **more):
    draft = Draft(kind, codes or tuple(column.code for column in kind.columns), **more)
    user = user or town.worker_mo
    question = asked(draft, user=user, community=town.guihua, at=at, is_personal=whole)
    return [[str(value or "") for value in row] for row in lines_of(kind, question, keys_of(draft, question))]


def test_without_a_reason_nobody_is_named_and_an_illness_is_a_row_about_nobody(town, at, cared):
    day = at.date().isoformat()

    assert lines(town, at, ledgers.GROUPS, "name", "zone", "address", "group", "from_on") == [
        ["黄*香", "建安街责任区", "", "空巢、独居老人", day], ["", "", "", "", day],
    ]  # fmt: skip
    assert lines(town, at, ledgers.GROUPS, "name", "address", "group", whole=True) == [
        ["黄桂香", "建安街 38 号", "空巢、独居老人"], ["黄桂香", "建安街 38 号", "重病"],
    ]  # fmt: skip
    assert lines(town, at, ledgers.PAIRINGS, "helper", "name", "phone", "cause", "visits", "last") == [
        ["韦*明", "黄*香", "****0001", "", "1", day]
    ]
    assert lines(town, at, ledgers.PAIRINGS, "helper", "phone", "cause", whole=True) == [
        ["韦启明", "13800000001", "因病"]
    ]
    assert lines(town, at, ledgers.VISITS, "on", "name", "by", "mode") == [[day, "黄*香", "韦启明", "入户"]]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_sealed_words_and_support_are_in_none_for_whatever_reason(town, at, cared, kind):
    said = str(lines(town, at, kind, whole=True, filters="state=all"))

    assert "黄桂香" in said
    assert [word for word in SEALED if word in said] == []


def test_a_ledger_stands_as_of_its_day_and_withdrawn_consent_ends_it_for_all_days(town, at, cared, pairing):
    yesterday = at.date() - timedelta(days=1)
    assert [lines(town, at, kind, as_of=yesterday) for kind in KINDS] == [[], [], []]
    assert lines(town, at, ledgers.GROUPS, "group", filters="group=aged") == []

    withdraw_consent(pairing.consent, by=town.worker_mo, at=at)
    assert lines(town, at, ledgers.PAIRINGS, filters="state=all") == []


def test_a_household_is_named_by_its_head_and_four_rows_cost_what_two_do(town, at, cared, django_assert_num_queries):
    draft = Draft(ledgers.PAIRINGS, ("name", "helper"))
    question = asked(draft, user=town.worker_mo, community=town.guihua, at=at, is_personal=True)
    agreed = Agreement(Consent.Channel.COUNTER, at.date())
    for team, others in (("爱心车队", [cared.home]), ("理发队", [cared.home, cared.son])):
        for whom in others:
            pair(
                whom, helper=Helper(team=team), cause="study", starts_on=at.date(), agreement=agreed,
                by=town.worker_mo, at=at,
            )  # fmt: skip
        keys = keys_of(draft, question)
        with django_assert_num_queries(7):
            rows = list(lines_of(draft.kind, question, keys))

    assert rows[1:] == [["覃凤英家", "理发队"], ["覃凤英家", "爱心车队"], ["黄桂香", "韦启明"]]


def test_whoever_is_named_in_what_leaves_may_read_why(town, at, cared):
    draft = Draft(ledgers.PAIRINGS, ("name", "helper"))
    ledger = actions.save_ledger(town.guihua, draft, name="结对名册", by=town.worker_mo, at=at)
    run = actions.take_ledger(ledger, is_personal=True, reason="街道慰问", by=town.worker_mo, at=at)
    actions.make_export(run.pk, town.guihua.pk, at=at)

    open_fence([town.guihua.pk])
    noted = Reading.objects.filter(reason="街道慰问", part=Reading.Part.LEDGER)
    assert set(noted.values_list("person__name", flat=True)) == {"黄桂香", "韦启明"}


def test_the_office_alone_takes_them(town, at, cared):
    may = {person.username for person in (town.worker_mo, town.secretary_liao, town.keeper_wei, town.operator_lin)
           if person.has_perm("care.take_ledgers")}  # fmt: skip

    assert may == {town.worker_mo.username, town.secretary_liao.username}
    assert [lines(town, at, kind, user=town.operator_zhao) for kind in KINDS] == [[], [], []]
