from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(
    MenuItem(
        label=_("活动"),
        url_name="activities:coming",
        permission="activities.view_activities",
        icon="calendar",
        order=45,
        places=frozenset({"masthead", "dock"}),
    )
)
add(
    MenuItem(
        label=_("社区活动"), url_name="activities:communities", icon="calendar", order=20, places=frozenset({"public"})
    )
)
