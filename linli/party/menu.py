from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(
    MenuItem(
        label=_("党务"), url_name="party:organisations", permission="party.view_organisations", icon="people", order=45
    )
)
add(
    MenuItem(
        label=_("我的党员登记"), url_name="party:own", permission="party.view_own_card", icon="people", order=60,
        places=frozenset({"me"}),
    )
)  # fmt: skip
