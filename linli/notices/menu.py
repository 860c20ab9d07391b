from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

from .queries import unread_of

add(
    MenuItem(
        label=_("通知"),
        url_name="notices:list",
        permission="notices.read_notices",
        icon="bell",
        order=80,
        places=frozenset({"dock"}),
        counted=unread_of,
        count_words=_("条没看"),
    )
)
