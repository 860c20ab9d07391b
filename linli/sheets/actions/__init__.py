from .checking import NothingMapped, TooManyRows, begin_checking, check_rows, map_columns, reading_of
from .exporting import TooOld, begin_export, carry_away, make_export
from .files import FileIsGone, forget_expired, workbook_of
from .importing import AlreadyBusy, begin_import, choose_sheet, forget_import
from .taking import NothingToTake, begin_taking, take_rows

__all__ = [
    "AlreadyBusy", "FileIsGone", "NothingMapped", "NothingToTake", "TooManyRows", "TooOld", "begin_checking",
    "begin_export", "begin_import", "begin_taking", "carry_away", "check_rows", "choose_sheet", "forget_expired",
    "forget_import",
    "make_export", "map_columns", "reading_of", "take_rows", "workbook_of",
]  # fmt: skip
