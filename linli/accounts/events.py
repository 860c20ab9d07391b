from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

DUTY_GRANTED = verb("accounts.duty_granted", _("授予职务：{holder}，{role}"))
DUTY_ENDED = verb("accounts.duty_ended", _("结束职务：{holder}，{role}，到 {until_on} 为止"))
ACCOUNT_OPENED = verb("accounts.account_opened", _("开了账号：{holder}"))
PASSWORD_RESET = verb("accounts.password_reset", _("重设了密码：{holder}"))
ACCOUNT_LOCKED = verb("accounts.account_locked", _("停用了账号：{holder}"))
ACCOUNT_UNLOCKED = verb("accounts.account_unlocked", _("恢复了账号：{holder}"))
OVERRIDE_ENDING = verb(
    "accounts.override_ending", _("责任区人数例外到 {until_on} 为止，到时只有 {count} 名党员负责，请先安排好")
)
OVERRIDE_ENDED = verb(
    "accounts.override_ended", _("责任区人数例外 {until_on} 到期了，现在有 {count} 名党员负责，要 2 至 3 名")
)
KEEPERS_OVERRIDDEN = verb("accounts.keepers_overridden", _("准许责任区人数例外：{reason}"))
OVERRIDE_CUT = verb("accounts.override_cut", _("责任区人数例外提前结束，到 {until_on} 为止"))
PHONE_KEPT = verb("accounts.phone_kept", _("记下给同事打的电话：{holder}"))
