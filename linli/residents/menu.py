from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(
    MenuItem(
        label=_("个人信息申请"),
        url_name="residents:requests",
        permission="residents.answer_request",
        icon="shield",
        order=62,
        counted="""SELECT count(*) FROM residents_rightsrequest
            WHERE closed_at IS NULL AND community_id = ANY(%(communities)s)""",
        count_words=_("件没有答复"),
    )
)
add(
    MenuItem(
        label=_("我的信息"),
        url_name="residents:own_data",
        permission="residents.view_own_data",
        icon="shield",
        order=60,
        places=frozenset({"me"}),
    )
)
add(
    MenuItem(
        label=_("居民"), url_name="residents:register", permission="residents.view_register", icon="people", order=42
    )
)
