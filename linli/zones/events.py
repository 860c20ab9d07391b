from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

BORDER_MOVED = verb(
    "zones.border_moved",
    _("{name}的边界从 {on} 起改了：划入 {came} 个门牌，划出 {left} 个门牌。{reason}"),
    days=("on",),
)
BORDER_DRAWN = verb("zones.border_drawn", _("{name}的边界从 {on} 起重画了，门牌没有变。{reason}"), days=("on",))
ZONE_FOUNDED = verb("zones.founded", _("划定责任区：{name}，从 {on} 起，{came} 个门牌。{reason}"), days=("on",))
ZONE_ENDED = verb("zones.ended", _("撤销责任区：{name}，从 {on} 起，{left} 个门牌划走。{reason}"), days=("on",))
ZONE_NAMED = verb("zones.named", _("责任区改名：{before}改为{name}"))
BOARD_KEPT = verb("zones.board_kept", _("改了公示牌：{name}"))
BOARD_HUNG = verb("zones.board_hung", _("公示牌挂出：{name}，从 {on} 起"), days=("on",))
BOARD_TAKEN_DOWN = verb("zones.board_taken_down", _("公示牌取下：{name}，从 {on} 起"), days=("on",))
PHOTO_KEPT = verb("zones.photo_kept", _("放了公示牌上的照片：{keeper}"))
PHOTO_REMOVED = verb("zones.photo_removed", _("拿掉公示牌上的照片：{keeper}"))
LANE_ENTERED = verb("zones.lane_entered", _("登记街巷：{name}"))
LANE_NAMED = verb("zones.lane_named", _("街巷改名：{before}改为{name}。{aliases}"))
LANE_REMOVED = verb("zones.lane_removed", _("删去没有用过的街巷：{name}"))
DOORS_ENTERED = verb("zones.doors_entered", _("{name}登记了 {count} 个门牌：{doors}"))
BUILDING_NAMED = verb("zones.building_named", _("{name}的楼宇名称改为“{building}”"))
DOOR_PLACED = verb("zones.door_placed", _("{name}有了位置：{lon}，{lat}"))
DOOR_UNPLACED = verb("zones.door_unplaced", _("{name}的位置去掉了"))
DOOR_REMOVED = verb("zones.door_removed", _("删去没有用过的门牌：{name}"))
DWELLINGS_ENTERED = verb("zones.dwellings_entered", _("{name}登记了住处：{labels}"))
DWELLING_NAMED = verb("zones.dwelling_named", _("住处改名：{before}改为{name}"))
DWELLING_REMOVED = verb("zones.dwelling_removed", _("删去没有用过的住处：{name}"))
