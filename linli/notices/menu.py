from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

UNREAD = """SELECT count(*) FROM notices_notice
    WHERE community_id = ANY(%(communities)s) AND reader_id = %(user)s AND read_at IS NULL"""

add(
    MenuItem(
        label=_("通知"),
        url_name="notices:list",
        permission="notices.read_notices",
        icon="bell",
        order=80,
        places=frozenset({"dock"}),
        counted=UNREAD,
        count_words=_("条没看"),
    )
)
