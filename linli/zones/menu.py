from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(MenuItem(label=_("责任区"), url_name="zones:zones", permission="zones.view_zones", icon="pin", order=58))
add(MenuItem(label=_("责任区公示"), url_name="zones:all_boards", icon="pin", order=30, places=frozenset({"public"})))
