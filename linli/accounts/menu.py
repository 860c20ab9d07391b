from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(
    MenuItem(
        label=_("账号与职务"), url_name="accounts:people", permission="accounts.keep_accounts", icon="people", order=85
    )
)
add(MenuItem(label=_("审计"), url_name="accounts:audit", permission="accounts.view_audit", icon="book", order=90))
add(
    MenuItem(
        label=_("我"),
        url_name="accounts:me",
        permission="accounts.use",
        icon="person",
        order=99,
        places=frozenset({"dock"}),
    )
)
