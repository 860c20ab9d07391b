import pytest

from tests.visiting import chromium, database_beside_the_browser, town, visit  # noqa: F401 - fixtures

from .at_work import set_to_work


@pytest.fixture
def things(town):  # noqa: F811
    """What pages can be about, and who reads them."""
    made = set_to_work(town)
    made.hour, made.month, made.category = ["hour"], ["month"], ["category"]
    made.metric, made.rate, made.no_code = ["hotline_appeals"], ["arrived_on_time"], ["00000000"]
    made.readers = {
        "operator": town.operator_lin,
        "keeper": town.keeper_wei,
        "secretary": town.secretary_liao,
        "two duties": made.people.er,
        "auditor": town.auditor_shen,
        "street": town.supervisor_chen,
        "affairs": made.people.gu,
        "liaison": made.people.su,
        "accounts": made.people.an,
    }
    return made
