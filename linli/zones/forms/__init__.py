"""What people type about zones, made clean. Forms never save."""

from .boards import BoardForm, PhotoForm
from .borders import BorderForm, DrawForm, EndForm, NameForm, NewZoneForm
from .keepers import KeepersForm, OverrideForm
from .places import BuildingForm, DoorsForm, DwellingForm, DwellingsForm, LaneForm, LaneNameForm, PositionForm

__all__ = [
    "BoardForm", "BorderForm", "BuildingForm", "DoorsForm", "DrawForm", "DwellingForm", "DwellingsForm", "EndForm",
    "KeepersForm", "LaneForm", "LaneNameForm", "NameForm", "NewZoneForm", "OverrideForm", "PhotoForm", "PositionForm",
]  # fmt: skip
