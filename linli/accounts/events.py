from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

DUTY_GRANTED = verb("accounts.duty_granted", _("授予职务：{holder}，{role}"))
DUTY_ENDED = verb("accounts.duty_ended", _("结束职务：{holder}，{role}，到 {until_on} 为止"))
KEEPERS_OVERRIDDEN = verb("accounts.keepers_overridden", _("准许责任区人数例外：{reason}"))
