from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(
    MenuItem(
        label=_("我的责任区"),
        short_label=_("责任区"),
        url_name="care:zone",
        permission="care.view_zone",
        icon="home",
        order=25,
        places=frozenset({"masthead", "dock"}),
    )
)
add(MenuItem(label=_("关怀"), url_name="care:due", permission="care.view_visits", icon="people", order=46))
add(
    MenuItem(
        label=_("关怀"),
        url_name="care:due",
        permission="care.go_visiting",
        icon="people",
        order=26,
        places=frozenset({"dock"}),
    )
)
add(
    MenuItem(
        label=_("帮教联络"),
        url_name="care:supports",
        permission="care.view_supports",
        icon="lock",
        order=90,
        places=frozenset({"me", "masthead"}),
    )
)
