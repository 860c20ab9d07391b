"""Where this installation keeps what it writes."""

from pathlib import Path

from . import env

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.text("LINLI_VAR") or ROOT / "var").resolve()
