from .checking import NothingMapped, TooManyRows, begin_checking, check_rows, map_columns, reading_of
from .exporting import TooOld, begin_export, carry_away, make_export
from .files import FileIsGone, forget_expired, workbook_of
from .importing import AlreadyBusy, begin_import, choose_sheet, forget_import
from .ledgers import NameIsTaken, NoColumns, arrange_ledger, change_ledger, forget_ledger, save_ledger, take_ledger
from .taking import NothingToTake, begin_taking, take_rows
from .templates import bring_template, forget_template, map_template

__all__ = [
    "AlreadyBusy", "FileIsGone", "NameIsTaken", "NoColumns", "NothingMapped", "NothingToTake", "TooManyRows", "TooOld",
    "arrange_ledger", "begin_checking", "begin_export", "begin_import", "begin_taking", "bring_template",
    "carry_away", "change_ledger", "check_rows", "choose_sheet", "forget_expired", "forget_import", "forget_ledger",
    "forget_template", "make_export", "map_columns", "map_template", "reading_of", "save_ledger", "take_ledger",
    "take_rows", "workbook_of",
]  # fmt: skip
