"""The console command `linli`: each command opens what it needs and has the work done elsewhere."""

import signal
import sys
from pathlib import Path
from typing import Any

import click

from . import env, lifeline
from .progress import complain
from .trouble import Trouble

PASS_ON: dict[str, Any] = {"ignore_unknown_options": True, "help_option_names": []}
WRONG_SETTING = 2

SETTINGS_HELP = """\b
Settings are environment variables; docs/running.md lists all of them.
  DATABASE_URL      a PostgreSQL 15 or later; without it an embedded server is used
  APP_DATABASE_URL  the role the application uses, where an administrator made it
  HOST, PORT        where pages are served (127.0.0.1, 8000)
  LINLI_VAR         where this installation keeps its files (var beside the program)
"""


@click.group(epilog=SETTINGS_HELP, context_settings={"max_content_width": 100})
@click.version_option(package_name="linli")
def cli() -> None:
    """邻里: every appeal heard, promised, kept, answered and counted.

    Try it with "linli demo". In production run "linli migrate" once for each release, then "linli serve" and
    "linli worker".
    """


@cli.command()
def demo() -> None:
    """Start everything with a demo town, until Ctrl-C.

    Makes what is missing first (tables, reference data, the town), then starts web and worker and keeps them alive.
    Starting again keeps the data. PORT chooses the port, DATABASE_URL another database.
    """
    from . import demo as house

    house.run()


@cli.command()
@click.option(
    "--processes", type=click.IntRange(1, 64), help="Web processes; else WEB_PROCESSES, else one for each core."
)
def serve(processes: int | None) -> None:
    """Serve the pages at HOST:PORT, until Ctrl-C.

    WEB_THREADS sets how many requests each process answers at once. Several may run against one database.
    """
    from . import opening, server

    processes = processes or server.processes_asked_for()
    if processes > 1:
        from . import crew

        sockets = server.listening_sockets(processes)  # first: a taken port is told before anything is started
        with opening.database_at_hand():
            opening.check_app()
            crew.serve_together(sockets)
        return
    with server.listening_socket() as listening, opening.database_at_hand():
        opening.check_app()
        server.serve(listening)


@cli.command()
def worker() -> None:
    """Run background jobs and watch the promises, until Ctrl-C.

    At least one worker has to run: without it nobody is warned of a deadline. Several may run against one database.
    """
    from . import opening

    with opening.database_at_hand():
        opening.check_app()
        opening.set_up_django("app")
        from . import memory
        from . import worker as duties

        memory.load_for_good()
        duties.work()


@cli.command()
@click.option("--quiet", is_flag=True, help="Say nothing of each migration.")
def migrate(quiet: bool) -> None:
    """Make or update the tables and the application's rights.

    Run it once for each release, before "serve" and "worker". It works as the owner that DATABASE_URL names, makes the
    application role where it is missing, and may be run at any time, also twice at once.
    """
    from . import opening, tables

    with opening.database_at_hand():
        tables.bring_up_to_date(quiet=quiet)


@cli.command()
def load_reference() -> None:
    """Load categories, code lists, policies and holidays from the files in data/.

    What is there already is brought up to date; nothing is deleted. Run it after "migrate".
    """
    from . import opening, reference

    with opening.database_at_hand():
        opening.check_app()
        opening.set_up_django("app")
        reference.load()


@cli.command()
@click.argument("name")
@click.option("--street", required=True, help="The street (街道) it belongs to, such as 八步街道.")  # catalogue: data
@click.option("--prefix", required=True, help="One to four capital letters its case numbers begin with, such as LF.")
@click.option("--hotline", required=True, help="The telephone number residents ring, such as 0774-5550110.")
def found_community(name: str, street: str, prefix: str, hotline: str) -> None:
    """Begin a community called NAME on a new installation.

    Prints two accounts with one-time passwords: one that opens all others, one that reads the audit page.
    """
    from . import opening

    with opening.database_at_hand():
        opening.check_app()
        opening.set_up_django("app")
        from . import founding

        for account in founding.found(name, street=street, prefix=prefix, hotline=hotline):
            click.echo(f"{account.username}  {account.password}  {account.what}")


@cli.command(hidden=True)
def build_town() -> None:
    """Load reference data and build the demo town where it does not stand yet."""
    from . import opening, reference

    with opening.database_at_hand():
        opening.check_app()
        opening.set_up_django("app")
        reference.load()
        reference.build_town()


@cli.command(hidden=True)
def freshen_town() -> None:
    """Begin what is on the demo town's desk anew; an installation without the demo town is left alone."""
    from . import opening

    with opening.database_at_hand():
        opening.check_app()
        opening.set_up_django("app")
        from linli.demo.freshen import freshen

        freshen()


@cli.command(context_settings=PASS_ON, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def figures(arguments: tuple[str, ...]) -> None:
    """Print a community's figures for a period, each with its definition."""
    from . import opening

    with opening.database_at_hand():
        if "--help" not in arguments:
            opening.check_app()
        opening.set_up_django("app")
        from linli.reports.command import figures as command

        command.main(args=list(arguments), prog_name="linli figures", standalone_mode=False)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--community", default="", metavar="NAME", help="Whose orders they are; needed where there are several.")
@click.option("--sender", required=True, metavar="NAME", help="Who sent them; a number is registered once a sender.")
@click.option("--sheet", default="", metavar="NAME", help="Which sheet; the first one shown by default.")
@click.option("--channel", default="12345", metavar="CODE", help="How rows without a channel came: 12345, letter, …")
@click.option("--by", default="", metavar="ACCOUNT", help="Who first received them; the secretary by default.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and register nothing.")
@click.option(
    "--corrected", type=click.Path(path_type=Path, dir_okay=False), help="Write a copy with wrong cells marked."
)
def import_orders(  # noqa: PLR0917  click passes options by name
    file: Path, community: str, sender: str, sheet: str, channel: str, by: str, dry_run: bool, corrected: Path | None
) -> None:
    """Register the orders or the old ledger in FILE (xlsx, xls, ods, csv), each number once.

    Header and columns are found, and remembered for the sender. A row with an end becomes a closed case with its own
    dates; one without is registered, promised and dispatched. Ends with 3 when rows were wrong: they are named, the
    right ones are taken, and the mended file may be brought again.
    """
    from . import opening

    with opening.database_at_hand():
        opening.check_app()
        opening.set_up_django("app")
        from . import importing

        sys.exit(
            importing.bring_orders(
                file, community=community, sender=sender, by=by, sheet=sheet, channel=channel, dry_run=dry_run,
                corrected=corrected,
            )
        )  # fmt: skip


@cli.command()
@click.option("--mend", is_flag=True, help="Mark what is lost, and destroy what is nobody's.")
def check_files(mend: bool) -> None:
    """Compare every photo and file with the bytes stored for it, both ways.

    Bytes younger than two days are left alone: they may be on their way in.
    """
    from . import opening

    with opening.database_at_hand():
        opening.check_app()
        opening.set_up_django("app")
        from django.utils import timezone

        from linli.files.actions import check

        found = check(mend=mend, by=None, at=timezone.now())
        click.echo(f"{found.lost} files have lost their bytes; {found.orphans} stored bytes belong to no file.")
        if (found.lost or found.orphans) and not mend:
            sys.exit(1)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the database and the uploaded files into FILE.

    Works while everything runs; the copy is of one moment. The secret key is not in it: keep it elsewhere.
    """
    from . import backup as copies
    from . import opening

    with opening.database_at_hand() as hold:
        copies.make(file, hold)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace what the database holds now.")
def restore(file: Path, replace: bool) -> None:
    """Bring FILE, written by "backup", into an empty database.

    Stop "serve" and "worker" first. Either everything is restored and counted, or nothing is changed.
    """
    from . import backup as copies
    from . import opening

    with opening.database_at_hand() as hold:
        copies.bring_back(file, hold, replace=replace)


@cli.command(context_settings=PASS_ON, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django management command (for developers)."""
    from . import django_commands

    django_commands.run(arguments)


def main() -> None:
    """Run the command; end with 0, 1 for trouble outside the program, 2 for a wrong setting or option."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    lifeline.hold_on()
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        complain("Stopped.")
        sys.exit(130)
    except env.WrongSetting as wrong_setting:
        complain(f"Wrong setting: {wrong_setting}")
        sys.exit(WRONG_SETTING)
    except Trouble as trouble:
        complain(str(trouble))
        sys.exit(1)
    except Exception as unforeseen:
        if not _database_is_away(unforeseen):
            raise
        complain(f"The database cannot be reached: {str(unforeseen).strip().splitlines()[0]}")
        sys.exit(1)


def _database_is_away(why: Exception) -> bool:
    import psycopg

    from_driver = (psycopg.OperationalError, psycopg.InterfaceError)
    return isinstance(why, from_driver) or isinstance(why.__cause__, from_driver)


if __name__ == "__main__":
    main()
