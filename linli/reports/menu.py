from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(MenuItem(label=_("总览"), url_name="reports:figures", permission="reports.view_figures", icon="chart", order=48))
add(MenuItem(label=_("热点"), url_name="reports:hotspots", permission="reports.view_hot_spots", icon="alert", order=65))
add(
    MenuItem(
        label=_("我经手的事"),
        url_name="reports:mine",
        permission="accounts.use",
        icon="chart",
        places=frozenset({"me"}),
    )
)
