import shutil
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def empty_folder():
    """Begin every test with nothing stored."""
    for each in Path(settings.FILES_FOLDER).iterdir():
        shutil.rmtree(each)
