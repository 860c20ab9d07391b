from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

from .models import OPEN_IN_SQL

BOTH = frozenset({"masthead", "dock"})
LATE = f"""SELECT count(*) FROM cases_case WHERE community_id = ANY(%(communities)s)
    AND status IN ({OPEN_IN_SQL}) AND next_due_at < %(now)s"""  # noqa: S608 - our own codes
ASKED = """SELECT count(*) FROM cases_offer
    WHERE community_id = ANY(%(communities)s) AND to_id = %(user)s AND answer = '' AND NOT is_by_link"""

add(
    MenuItem(
        label=_("接线台"),
        url_name="cases:desk",
        permission="cases.view_desk",
        icon="phone",
        order=10,
        key="g",
        counted=LATE,
        count_words=_("件已超时"),
    )
)
add(
    MenuItem(
        label=_("我的任务"),
        short_label=_("任务"),
        url_name="cases:tasks",
        permission="cases.view_tasks",
        icon="list",
        order=20,
        places=BOTH,
        counted=ASKED,
        count_words=_("件等您接单"),
    )
)
add(MenuItem(label=_("事项"), url_name="cases:list", permission="cases.list_cases", icon="archive", order=30, key="/"))
add(
    MenuItem(
        label=_("记一件事"),
        url_name="cases:intake",
        permission="cases.register_case",
        icon="plus",
        order=40,
        key="n",
        places=frozenset({"dock"}),
    )
)
add(
    MenuItem(
        label=_("答复用语"), url_name="cases:reply_texts", permission="cases.keep_reply_texts", icon="note", order=72
    )
)
add(MenuItem(label=_("规则"), url_name="cases:rules", permission="cases.keep_rules", icon="book", order=70))
add(MenuItem(label=_("查进度"), url_name="cases:progress", icon="search", order=10, places=frozenset({"public"})))
