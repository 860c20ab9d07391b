"""Names and phone numbers with their middle covered, as every list and public page shows them."""

import tomllib
from functools import cache
from pathlib import Path

_NAMES = Path(__file__).parent / "data" / "names.toml"


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(tomllib.loads(_NAMES.read_text(encoding="utf-8"))[kind].split())


def mask_name(name: str | None) -> str:
    """Surname kept, given name covered; of two given characters the last stays.

    A surname with a form of address is no full name and stays readable. Names in other scripts keep their first
    character.
    """
    name = "".join((name or "").split())
    if not name:
        return ""
    if len(name) <= 4 and any(name.endswith(word) and name != word for word in _words("forms_of_address")):
        return name
    if len(name) > 2 and name[:2] in _words("compound_surnames"):
        return name[:2] + "*" * min(len(name) - 2, 2)
    if len(name) == 3:
        return f"{name[0]}*{name[2]}"
    return name[0] + "*" * min(max(len(name) - 1, 1), 2)


def mask_phone(number: str | None) -> str:
    """First three and last four digits. Of a landline the area code stays; of a stored tail only the tail is known."""
    digits = "".join(each for each in number or "" if each.isascii() and each.isdigit())
    if not digits:
        return ""
    if len(digits) <= 4:
        return f"****{digits}"
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if digits.startswith("0") and len(digits) > 8:
        area = digits[:3] if digits[1] in "12" else digits[:4]
        return f"{area}-****{digits[-4:]}"
    head = digits[:3] if len(digits) >= 7 else ""
    return f"{head}****{digits[-4:]}"
