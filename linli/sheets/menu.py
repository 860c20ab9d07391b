from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(MenuItem(label=_("台账"), url_name="sheets:ledgers", permission="sheets.use_ledgers", icon="book", order=60))
