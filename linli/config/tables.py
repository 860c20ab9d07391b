"""`linli migrate`: tables, then rights, one process at a time; and what is compiled beside the program."""

from . import assets, opening, roles, stamps
from .progress import say


def bring_up_to_date(*, quiet: bool = False) -> None:
    """Migrate as the owner, make the cache's table and give the application role its rights. May run at any time."""
    owner_parts, app_parts = opening.parts("owner"), opening.parts("app")
    with roles.connect(owner_parts, opening.where()) as owner:
        roles.check_server(owner)
        roles.check_owner(owner)
        with roles.alone(owner):  # two releases started at once take turns
            roles.ensure_app_role(owner, app_parts)
            opening.set_up_django("owner")
            make_tables(quiet=quiet)
            roles.grant(owner, app_parts["user"])
            stamps.write(owner, tables=stamps.tables_now())
    assets.compile_catalogues()
    if not quiet:
        say(f"The tables are up to date; {app_parts['user']} may use them.")


def make_tables(*, quiet: bool) -> None:
    """Run every migration in the database Django is set up for."""
    from django.core.management import call_command

    from .redrawing import drawing_less

    with drawing_less():
        call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    call_command("createcachetable", verbosity=0)
