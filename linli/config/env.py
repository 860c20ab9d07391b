"""Typed readers of environment variables. A wrong value stops the program with a sentence."""

import os
import secrets
from pathlib import Path


class WrongSetting(Exception):
    """A setting cannot be used. The message names the variable, its value and how to mend it."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    """Return the whole number in `name`; raise WrongSetting when it is not one or lies outside the bounds."""
    raw = text(name)
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise WrongSetting(f"{name}={raw!r} is not a whole number.") from None
    if (least is not None and value < least) or (most is not None and value > most):
        raise WrongSetting(f"{name}={value} is outside {least}–{most}.")
    return value


def yes(name: str, *, default: bool = False) -> bool:
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise WrongSetting(f"{name}={raw!r} is neither yes nor no.")


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return the comma-separated words in `name`."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def secret(name: str, *, kept_in: Path) -> str:
    """Return a secret from `name`, from the file `NAME_FILE` names, or from `kept_in`, made there on first use.

    The file is created for its owner alone. Whoever moves the installation moves this file too.
    """
    if raw := text(name):
        return raw
    if given := text(f"{name}_FILE"):
        try:
            return Path(given).read_text().strip()
        except OSError as why:
            raise WrongSetting(f"{name}_FILE={given!r} cannot be read: {why.strerror}.") from None
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept_in.with_suffix(f".{os.getpid()}"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(kept_in.with_suffix(f".{os.getpid()}"), kept_in)  # two first starts at once keep one secret
        except FileExistsError:
            pass
        finally:
            kept_in.with_suffix(f".{os.getpid()}").unlink()
    return kept_in.read_text().strip()
