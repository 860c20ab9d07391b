from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(MenuItem(label=_("排班"), url_name="rota:week", permission="rota.view_rota", icon="clock", order=50))
add(
    MenuItem(
        label=_("我的班"),
        short_label=_("班"),
        url_name="rota:mine",
        permission="rota.view_own_shifts",
        icon="clock",
        order=55,
        places=frozenset({"dock"}),
    )
)
