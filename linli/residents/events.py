from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

PERSON_ENTERED = verb("residents.person_entered", _("登记了一位居民"))
UNIT_ENTERED = verb("residents.unit_entered", _("登记了驻区单位：{name}"))
