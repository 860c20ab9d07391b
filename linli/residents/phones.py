"""Telephone numbers as people say them, and the one form in which we keep them.

Kept: `+86` and the national number without its leading zero; an extension after `-`; a number of another country with
its own `+`; service numbers (110, 12345, 95598) as they are dialled. Two spellings of one number are then equal, which
is what finds a caller's earlier cases.
"""

import re
import unicodedata

from django.utils.translation import gettext

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0([1-9][0-9]{1,2}[2-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
WITHOUT_AREA_CODE = re.compile(r"([2-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
TOLL_NUMBER = re.compile(r"[48]00[0-9]{7}")
SERVICE_NUMBER = re.compile(r"1[0-2][0-9](?:[0-9]{2,3})?|9[0-9]{4,5}")
FOREIGN = re.compile(r"\+(?!86)[1-9][0-9]{6,14}")
USUAL = re.compile(r"(?:\+86)?(1[3-9][0-9]{9})")
"""Most numbers by far, as typed or as kept."""
TWO_DIGIT_AREAS = ("10", "20", "21", "22", "23", "24", "25", "27", "28", "29")
DASHES = "‐‑‒–—―－~～转"  # 转 introduces an extension  # catalogue: data


class WrongPhone(ValueError):
    """This is no telephone number; the message is a sentence for the person who typed it."""


def normalise(raw: str, *, area_code: str = "") -> str:
    """Return the form in which a number is kept; raise WrongPhone when it is not one.

    `area_code` ("0774") completes a landline given without one, as neighbours give theirs.
    """
    if usual := USUAL.fullmatch(raw):
        return f"+86{usual[1]}"
    text = _tidy(raw)
    if FOREIGN.fullmatch(text):
        return text
    number = re.sub(r"^\+86-?", "", text)
    plain = re.sub(r"^0(?=1[3-9][0-9]{9}$)", "", number.replace("-", ""))  # 0 before a mobile: an old dialling habit
    if MOBILE.fullmatch(plain) or TOLL_NUMBER.fullmatch(plain):
        return f"+86{plain}"
    if SERVICE_NUMBER.fullmatch(plain):
        return plain
    if text.startswith("+86") and not number.startswith("0"):
        number = f"0{number}"
    if (local := WITHOUT_AREA_CODE.fullmatch(number)) or re.fullmatch(r"[2-9][0-9]{2,3}-[0-9]{4}", number):
        if not area_code:
            raise WrongPhone(gettext("这个固定电话没有区号，请在前面加上区号，例如 0774-5550110。"))
        number = area_code + (number if local else plain)
    if landline := _landline(number):
        return landline
    raise WrongPhone(_complaint(plain))


def tail(phone: str) -> str:
    """Return the last four digits, without the extension: enough to ask "尾号 0001 是您吗"."""
    return phone.partition("-")[0][-4:]


def is_mobile(phone: str) -> bool:
    """Say whether a kept number can receive short messages."""
    return MOBILE.fullmatch(phone.removeprefix("+86")) is not None


def dialled(phone: str) -> str:
    """Return a kept number the way it is written and dialled here: 13800000001, 0774-5550110, 110."""
    if not phone.startswith("+86"):
        return phone
    number = phone.removeprefix("+86")
    if MOBILE.fullmatch(number) or TOLL_NUMBER.fullmatch(number):
        return number
    area = 2 if number.startswith(TWO_DIGIT_AREAS) else 3
    return f"0{number[:area]}-{number[area:]}"


def _landline(number: str) -> str:
    """Return the kept form of `0774-5550110-8` in any punctuation, or nothing."""
    for candidate in (number, number.replace("-", "", 1), number.replace("-", "")):
        if (found := LANDLINE.fullmatch(candidate)) and _has_local_part(found[1]):
            return f"+86{found[1]}" + (f"-{found[2]}" if found[2] else "")
    return ""


def _has_local_part(national: str) -> bool:
    area = 2 if national.startswith(TWO_DIGIT_AREAS) else 3
    return len(national) - area in {7, 8} and national[area] in "23456789"


def _tidy(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw)
    text = re.sub(rf"[{DASHES}]", "-", text)
    text = re.sub(r"[()]", "-", text)
    text = re.sub(r"[\s.·]", "", text)
    text = re.sub(r"-+", "-", text).strip("-")
    return re.sub(r"^00(?=[1-9])", "+", text)


def _complaint(digits: str) -> str:
    if re.fullmatch(r"1[0-9]{5,}", digits):
        return gettext("手机号码应是 11 位，您写了 %(count)s 位或号段不对，请再核对一遍。") % {"count": len(digits)}
    return gettext("这不像一个电话号码。手机写 11 位，固定电话写区号和号码，例如 0774-5550110；不愿留电话可以空着。")
