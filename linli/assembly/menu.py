from django.utils.translation import gettext_lazy as _

from linli.web.menu import MenuItem, add

add(MenuItem(label=_("议事"), url_name="assembly:home", permission="assembly.view_bodies", icon="people", order=42))
