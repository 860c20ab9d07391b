"""Where uploaded files are kept: a folder of this machine, or a private bucket behind the S3 protocol."""

from pathlib import Path
from typing import Any

from . import env


def file_store(folder: Path) -> dict[str, Any]:
    """Return the entry of STORAGES: a bucket when FILES_BUCKET names one. Raises WrongSetting when half is missing."""
    bucket = env.text("FILES_BUCKET")
    if not bucket:
        return {"BACKEND": "linli.files.storing.FolderStorage", "OPTIONS": {"location": folder, "base_url": None}}
    key, secret = env.text("FILES_BUCKET_KEY"), env.text("FILES_BUCKET_SECRET")
    if bool(key) != bool(secret):
        raise env.WrongSetting("FILES_BUCKET_KEY and FILES_BUCKET_SECRET belong together: set both, or neither.")
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.text("FILES_BUCKET_ENDPOINT") or None,
        "region_name": env.text("FILES_BUCKET_REGION") or None,
        "access_key": key or None,
        "secret_key": secret or None,
        "addressing_style": "path" if env.yes("FILES_BUCKET_BY_PATH") else None,
    }
    return {"BACKEND": "linli.files.buckets.BucketStorage", "OPTIONS": {k: v for k, v in options.items() if v}}
