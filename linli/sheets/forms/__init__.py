from .imports import SAMPLES, BringForm, ColumnsForm, SheetForm
from .ledgers import LedgerForm, OrderForm, TakeForm, TemplateColumnsForm, TemplateForm

__all__ = [
    "SAMPLES", "BringForm", "ColumnsForm", "LedgerForm", "OrderForm", "SheetForm", "TakeForm", "TemplateColumnsForm",
    "TemplateForm",
]  # fmt: skip
