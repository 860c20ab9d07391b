"""Let the cast of the tests move into the installation LINLI_VAR names: a house that is ready in seconds.

    python -m tests.ops.small_town

`linli demo` takes it for the demo town it would otherwise build.
"""

PASSWORD = "linli-2026"
NEVER_STALE = "2199-01-01T00:00:00+00:00"  # there is no desk of the demo town to begin anew


def move_in() -> None:
    from linli.config import opening, reference, roles, stamps

    with opening.database_at_hand():
        opening.set_up_django("app")
        reference.load()
        _people()
        with roles.connect(opening.parts("owner"), opening.where()) as owner:
            stamps.write(owner, reference=stamps.reference_now(), desk=NEVER_STALE)


def _people() -> None:
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from linli.accounts.models import User
    from tests.cast import build_town

    with transaction.atomic():
        build_town()
        User.objects.update(password=make_password(PASSWORD))


if __name__ == "__main__":
    move_in()
