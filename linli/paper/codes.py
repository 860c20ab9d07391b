"""The code in the corner of a printed form: the number of its record, and nothing of anybody."""

import re

import segno

RECORD_NUMBER = re.compile(r"[A-Z0-9-]{3,40}")


def code_of(number: str) -> str:
    """Return the QR code of a record's number as SVG. What is no plain number is refused: it might name people."""
    if not RECORD_NUMBER.fullmatch(number):
        raise ValueError("only a record's number goes into a code")
    return _drawn(number)


def code_leading_to(address: str) -> str:
    """Return the QR code of an address of ours as SVG: for a sheet on the wall that phones open. It names nobody."""
    if not address.startswith(("https://", "http://")):
        raise ValueError("only an address leads anywhere")
    return _drawn(address)


def _drawn(text: str) -> str:
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=0)
    return str(drawn).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
