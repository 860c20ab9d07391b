"""docs/permissions.md says what the doors do."""

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))

import permissions  # noqa: E402


def test_the_table_is_current():
    assert permissions.PAGE.read_text(encoding="utf-8") == permissions.text(), "run: python scripts/permissions.py"


@pytest.mark.parametrize(
    ("predicate", "role", "answer"),
    [
        ("is_signed_in", "audit_admin", True),
        ("acts as audit_admin", "audit_admin", True),
        ("acts as audit_admin", "zone_keeper", False),
        ("(handles_it | acts as duty_operator | duty_officer)", "duty_officer", True),
        ("(handles_it | acts as duty_operator | duty_officer)", "zone_keeper", "in hand"),
        ("(acts as duty_operator | duty_officer & did_not_handle_it)", "duty_operator", "had no hand in it"),
        ("(acts as duty_operator | duty_officer & did_not_handle_it)", "zone_keeper", False),
        ("((keeps_its_zone | handles_it) | acts as branch_secretary)", "zone_keeper", "their zone or in hand"),
        ("((keeps_its_zone | handles_it) | acts as branch_secretary)", "unit_liaison", "in hand"),
        ("((acts as duty_operator | acts as street_supervisor) & sees_the_deed)", "street_supervisor", "what they see"),
    ],
)
def test_a_predicate_is_read_as_it_is_meant(predicate, role, answer):
    assert permissions.judge(predicate, role) == answer


def test_a_condition_without_words_is_an_error():
    with pytest.raises(KeyError):
        permissions.judge("has_brought_cake", "zone_keeper")
