from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

SHIFT_PLANNED = verb("rota.shift_planned", _("排班：{who}，{starts_at}"))
ABSENCE_NOTED = verb("rota.absence_noted", _("请假：{who}，{starts_at} 起"))
