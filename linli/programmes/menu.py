from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(
    MenuItem(
        label=_("主题活动"),
        url_name="programmes:themes",
        permission="programmes.view_themes",
        icon="handover",
        order=59,
        places=frozenset({"masthead", "me"}),
    )
)
