"""Find a Chromium for the browser journeys, or install one where we may."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")  # without the font every Chinese character is a box


def find() -> str | None:
    """Return the browser's path, from CHROMIUM or the usual names."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> str | None:
    """Install browser and font with apt-get where we are root and there is one; return the browser's path."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("\n=== installing " + " ".join(PACKAGES), flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], env=environment, check=False
    )
    return find()


if __name__ == "__main__":
    print(find() or install() or "none")
