"""Numbers the state gives to people and organisations: 公民身份号码 (GB 11643), 统一社会信用代码 (GB 32100).

Only form, date and check character are judged. A region that does not exist (any more) is no error: numbers keep the
region of their first issue, residence permits of 港澳台 begin 81/82/83, and foreigners' permanent-residence cards 9.
Newborns and very old people may have no number at all: a column for one is always nullable and never a key.
"""

import re
import unicodedata
from datetime import date
from operator import mul

from django.utils.translation import gettext

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
EARLIEST_BIRTH_YEAR = 1850

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O Z S V
USCC_WEIGHTS = tuple(pow(3, n, 31) for n in range(17))


class WrongNumber(ValueError):
    """A number cannot be right; the message is a sentence for the person who typed it."""


def normalise_identity_number(raw: str) -> str:
    """Return an identity number as 18 characters with an upper-case X; raise WrongNumber when it cannot be one.

    Spaces, full-width digits and a small x are accepted, and a 15-digit number of before 1999 is brought up to 18.
    """
    number = _tidy(raw)
    if re.fullmatch(r"[0-9]{15}", number):
        number = _upgraded(number)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise WrongNumber(gettext("身份证号码应是 18 位，前 17 位是数字，最后一位是数字或 X。请对照证件再看一遍。"))
    if number[17] != identity_check(number[:17]):
        raise WrongNumber(gettext("身份证号码的最后一位对不上，多半有一位写错了。请对照证件再看一遍。"))
    birth_date(number)
    return number


def identity_check(first_seventeen: str) -> str:
    """Return the check character that completes 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(map(mul, map(int, first_seventeen), IDENTITY_WEIGHTS))
    return IDENTITY_CHECKS[total % 11]


def birth_date(number: str) -> date:
    """Return the birth date written in an 18-character number. The Party archive may rightly say another."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    if born is None or born.year < EARLIEST_BIRTH_YEAR:
        raise WrongNumber(gettext("身份证号码里的出生日期不存在，请对照证件再看一遍。"))
    return born


def is_male(number: str) -> bool:
    """Say whether the 17th digit is odd, which means male."""
    return int(number[16]) % 2 == 1


def birth_doubt(number: str, birth_on: date | None, precision: str = "day") -> str:
    """Return what to warn of when a birth as told differs from the one in the number; blank when it does not.

    Never a refusal: a personnel archive may rightly say another day.
    """
    said = birth_date(number)
    known = {"year": 4, "month": 7}.get(precision, 10)
    if birth_on is None or birth_on.isoformat()[:known] == said.isoformat()[:known]:
        return ""
    return gettext("登记的出生日期和身份证号码里的 {day} 不一样。以档案为准的不用改，写错了的请改过来。").format(
        day=said.isoformat()
    )


def identity_mask(number: str) -> str:
    """Return the number with the birth date hidden: `451102********001X`."""
    return f"{number[:6]}{'*' * 8}{number[14:]}"


def normalise_uscc(raw: str) -> str:
    """Return a unified social credit code in its 18 characters; raise WrongNumber when it cannot be one.

    Codes of villages (N…), others (Y…) and the army (A…) begin with a letter, which many checkers wrongly refuse. Only
    the final check character is judged: it catches every single slip and exchange, inside the organisation code too.
    """
    code = _tidy(raw)
    if len(code) != 18 or any(character not in USCC_ALPHABET for character in code):
        raise WrongNumber(gettext("统一社会信用代码应是 18 位数字和大写字母（不用 I、O、Z、S、V），请再看一遍。"))
    if code[17] != uscc_check(code[:17]):
        raise WrongNumber(gettext("统一社会信用代码的最后一位对不上，多半有一位写错了，请再看一遍。"))
    return code


def uscc_check(first_seventeen: str) -> str:
    """Return the check character that completes 17 characters of a credit code (GB 32100, modulo 31)."""
    total = sum(
        USCC_ALPHABET.index(character) * weight for character, weight in zip(first_seventeen, USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[-total % 31]


def _upgraded(fifteen: str) -> str:
    seventeen = f"{fifteen[:6]}19{fifteen[6:]}"
    return seventeen + identity_check(seventeen)


def _tidy(raw: str) -> str:
    if raw.isascii() and raw.isalnum():
        return raw.upper()
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", raw)).upper()
