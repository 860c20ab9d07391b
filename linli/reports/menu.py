from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(MenuItem(label=_("总览"), url_name="reports:figures", permission="reports.view_figures", icon="chart", order=60))
