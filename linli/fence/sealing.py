"""Sealed columns: what must not be read in a stolen backup (phones, identity numbers, hardship notes).

`SealedTextField` encrypts with Fernet over `settings.SEALING_KEYS`: the first key seals, all of them open, so a key is
replaced by putting the new one first and saving rows again. A sealed column cannot be searched: the same words are
sealed differently every time. Where equality matters (one person once, a caller's earlier cases), store
`keyed_hash(kind, value)` in a column beside it. It is keyed with `SECRET_KEY`, which must therefore move with the data.
"""

import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class SealBroken(Exception):
    """A stored value opens with none of the sealing keys: a key is missing, or the row was changed from outside."""


class SealedTextField(Text):
    """Text that only the running program can read. An empty string is stored as it is: there is nothing to hide."""

    description = "Sealed text"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        return self._refuse(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        return self._refuse(lookup_name)

    def _refuse(self, lookup_name: str) -> NoReturn:
        raise FieldError(
            f"{self.model.__name__}.{self.name} is sealed and cannot be searched ({lookup_name}); "
            f"compare a keyed_hash stored beside it."
        )


def seal(text: str) -> str:
    return _keys(tuple(settings.SEALING_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text under the seal; raise SealBroken when no key opens it."""
    try:
        return _keys(tuple(settings.SEALING_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken("none of SEALING_KEYS opens a stored value") from None


def seal_bytes(content: bytes) -> bytes:
    """Seal a whole file; the result is a third longer."""
    return _keys(tuple(settings.SEALING_KEYS)).encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """Return the file under the seal; raise SealBroken when no key opens it."""
    try:
        return _keys(tuple(settings.SEALING_KEYS)).decrypt(sealed)
    except InvalidToken:
        raise SealBroken("none of SEALING_KEYS opens a stored file") from None


def keyed_hash(kind: str, value: str) -> str:
    """Return 64 hexadecimal digits that only equal values of the same `kind` share.

    The kind ("phone", "identity") keeps hashes of different columns from being compared. Pass the normalised value.
    """
    keyed = _keyed(kind, settings.SECRET_KEY).copy()
    keyed.update(value.encode())
    return keyed.hexdigest()


@lru_cache(maxsize=64)
def _keyed(kind: str, secret: str) -> hmac.HMAC:
    """Return what Django's `salted_hmac` begins with, ready to be told a value: a tenth of its price."""
    return hmac.new(hashlib.sha256(f"linli {kind}{secret}".encode()).digest(), digestmod=hashlib.sha256)


@lru_cache(maxsize=8)
def _keys(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
