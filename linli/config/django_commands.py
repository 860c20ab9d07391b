"""`linli manage`: Django's own commands, over the right database in the right role."""

import os
from collections.abc import Sequence

from . import opening

AS_OWNER = {"createcachetable", "makemigrations", "migrate", "showmigrations", "sqlmigrate", "squashmigrations"}
WITHOUT_DATABASE = {"", "--help", "--version", "collectstatic", "diffsettings", "findstatic", "help", "version"}


def run(arguments: Sequence[str]) -> None:
    """Run one command; LINLI_DATABASE_ROLE=owner overrides the role chosen for it."""
    from django.core.management import execute_from_command_line

    name = arguments[0] if arguments else ""
    role = os.environ.get("LINLI_DATABASE_ROLE") or ("owner" if name in AS_OWNER else "app")
    os.environ["LINLI_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    argv = ["linli manage", *arguments]
    if name in WITHOUT_DATABASE or "--help" in arguments:
        execute_from_command_line(argv)
        return
    with opening.database_at_hand():
        execute_from_command_line(argv)
