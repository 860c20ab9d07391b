from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "linli.accounts"

    def ready(self) -> None:
        from . import menu, rules  # noqa: F401  declares permissions and menu entries
