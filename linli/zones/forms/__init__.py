"""What people type about zones, made clean. Forms never save."""

from .boards import BoardForm, PhotoForm
from .borders import BorderForm, DrawForm, EndForm, NameForm, NewZoneForm
from .keepers import KeepersForm, OverrideForm

__all__ = [
    "BoardForm", "BorderForm", "DrawForm", "EndForm", "KeepersForm", "NameForm", "NewZoneForm",
    "OverrideForm", "PhotoForm",
]  # fmt: skip
