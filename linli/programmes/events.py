from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

THEME_BEGUN = verb("programmes.theme_begun", _("开展主题活动「{theme}」"))
THEME_CHANGED = verb("programmes.theme_changed", _("改了「{theme}」的时间或说明"))
ITEM_CONFIRMED = verb("programmes.item_confirmed", _("按街道的文件填了「{group} {order}」：{name}"))
ITEM_CLEARED = verb("programmes.item_cleared", _("「{group} {order}」改回待街道确认"))
PLEDGED = verb("programmes.pledged", _("{whose}认领了：{what}"))
PLEDGE_CHANGED = verb("programmes.pledge_changed", _("改了认领的内容"))
PLEDGE_ENDED = verb("programmes.pledge_ended", _("{whose}的认领结束：{what}"))
PLEDGE_WITHDRAWN = verb("programmes.pledge_withdrawn", _("撤回了一份认领：{what}"))
RECORD_JOINED = verb("programmes.record_joined", _("连上了一条记录"))
RECORD_PARTED = verb("programmes.record_parted", _("取下了一条记录"))
