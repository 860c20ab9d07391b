"""The product's settings, made quick and quiet for tests. `tests/database.py` fills in where the database is."""

import os

os.environ.setdefault("SECRET_KEY", "for tests only")

from linli.config.settings import *  # noqa: F403

DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405  a pool would outlive the database of a single test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash guards people, not tests
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
ALLOWED_HOSTS = ["*"]
