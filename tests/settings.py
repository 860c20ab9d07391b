"""The product's settings, made quick and quiet for tests. `tests/database.py` fills in where the database is."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "for tests only")

from linli.config.settings import *  # noqa: F403

DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405  a pool would outlive the database of a single test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash guards people, not tests
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
ALLOWED_HOSTS = ["*"]
FILES_FOLDER = tempfile.mkdtemp(prefix="linli-files-")
atexit.register(shutil.rmtree, FILES_FOLDER, ignore_errors=True)
STORAGES["files"]["OPTIONS"] = {"location": FILES_FOLDER, "base_url": None}  # noqa: F405
