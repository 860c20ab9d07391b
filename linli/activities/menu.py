from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(
    MenuItem(
        label=_("活动"),
        url_name="activities:coming",
        permission="activities.view_activities",
        icon="calendar",
        order=44,
        places=frozenset({"masthead", "me"}),
    )
)
add(
    MenuItem(
        label=_("社区活动"), url_name="activities:communities", icon="calendar", order=20, places=frozenset({"public"})
    )
)
