from .layout import Layout
from .ledger import Ledger, Template
from .run import ExportRun, ImportRun, RunRow
from .workbook import Workbook

__all__ = ["ExportRun", "ImportRun", "Layout", "Ledger", "RunRow", "Template", "Workbook"]
