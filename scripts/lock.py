"""Write requirements/*.lock from pyproject.toml: every package with its version and hashes, and no host named."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
COMMON = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
EXTRAS = {"run": "build", "dev": "dev"}  # an editable install needs the build backend at hand


def main() -> None:
    for name, extra in EXTRAS.items():
        lock = ROOT / "requirements" / f"{name}.lock"
        subprocess.run(
            [UV, "pip", "compile", "pyproject.toml", "--extra", extra, *COMMON, "--output-file", lock],
            cwd=ROOT,
            check=True,
        )
        hosts = [line for line in lock.read_text().splitlines() if "://" in line or line.startswith("-")]
        if hosts:
            sys.exit(f"{lock} names a host: {hosts[0]}")


if __name__ == "__main__":
    main()
