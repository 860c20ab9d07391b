from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

PERSON_ENTERED = verb("residents.person_entered", _("登记了一位居民"))
PERSON_CHANGED = verb("residents.person_changed", _("改了登记：{what}"))
UNIT_ENTERED = verb("residents.unit_entered", _("登记了驻区单位：{name}"))
