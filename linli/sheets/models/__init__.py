from .layout import Layout
from .run import ExportRun, ImportRun, RunRow
from .workbook import Workbook

__all__ = ["ExportRun", "ImportRun", "Layout", "RunRow", "Workbook"]
