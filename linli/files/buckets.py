"""A private bucket behind the S3 protocol. Nobody is ever sent there: every byte goes through our own doors."""

from collections.abc import Iterator
from typing import IO

from storages.backends.s3 import S3Storage

from .storing import BLOCK


class BucketStorage(S3Storage):
    def get_default_settings(self) -> dict[str, object]:
        """Let nothing but our own settings count, and keep what is stored private."""
        return {**super().get_default_settings(), "default_acl": None, "querystring_auth": True, "gzip": False}

    def put(self, path: str, content: IO[bytes]) -> None:
        self.bucket.Object(path).put(Body=content)

    def pieces(self, path: str, first: int, length: int) -> Iterator[bytes]:
        if length > 0:
            wanted = f"bytes={first}-{first + length - 1}"
            yield from self.bucket.Object(path).get(Range=wanted)["Body"].iter_chunks(BLOCK)
