"""Production's settings, with what tests must not share or wait for changed."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("FIELD_KEYS", f"tests:{'A' * 43}=")

from config.settings import *  # noqa: F403
from config.settings import DATABASES, PASSWORD_HASHERS, STORAGES

# Every process of a parallel run imports this and so has its own folder.
FOLDER = Path(tempfile.mkdtemp(prefix="inspection-tests-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In memory, as by default, nothing would wait for a lock or reach a disk.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
else:
    # Who waits for a lock as long as that waits for ever.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=120000"

MEDIA_ROOT = FOLDER / "media"
STATIC_ROOT = FOLDER / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    **STORAGES,
    # Templates may name files that nobody collected.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Argon2 costs 50 ms a sign-in; what tests it says so.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
