"""The numbers beside the menu are asked in plain words on every page: they say what the pages behind them say."""

from django.db import transaction
from django.utils import timezone

from linli.accounts.models import User
from linli.accounts.queries import signed_in
from linli.cases.models import Case
from linli.cases.queries.filters import standing
from linli.cases.queries.queue import tasks_of
from linli.fence.rows import open_fence
from linli.notices.queries import notices_of
from linli.residents.queries.requests import open_requests
from linli.web import menu
from tests.browser.at_work import set_to_work


@transaction.atomic
def numbers_and_what_is_behind(user, now):
    open_fence(user.community_ids)
    return menu.counts(user, menu.open_to(user), now), {
        "cases:desk": Case.objects.visible_to(user).filter(standing("late", now)).count(),
        "cases:tasks": len(tasks_of(user, now).asked),
        "notices:list": notices_of(user).filter(read_at=None).count(),
        "residents:requests": open_requests(user.community_ids).count(),
    }


def test_each_is_the_number_of_what_stands_behind_it(town):
    set_to_work(town)
    now, most = timezone.now(), {}
    for person in User.objects.filter(duties__until_on=None, is_active=True).distinct():
        numbers, behind = numbers_and_what_is_behind(signed_in(person.pk, timezone.localdate(now)), now)
        assert numbers == {name: behind[name] for name in numbers}
        most |= {name: max(number, most.get(name, 0)) for name, number in numbers.items()}
    assert set(most) == {"cases:desk", "cases:tasks", "notices:list", "residents:requests"}
    assert 0 not in most.values()
