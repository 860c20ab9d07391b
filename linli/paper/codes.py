"""The code in the corner of a printed form: the number of its record, and nothing of anybody."""

import io
import re

import segno

RECORD_NUMBER = re.compile(r"[A-Z0-9-]{3,40}")


def code_of(number: str) -> str:
    """Return the QR code of a record's number as SVG. What is no plain number is refused: it might name people."""
    if not RECORD_NUMBER.fullmatch(number):
        raise ValueError("only a record's number goes into a code")
    buffer = io.BytesIO()
    segno.make(number, error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False, svgns=True)
    return buffer.getvalue().decode()
