"""Where things lie. Whatever the project makes at run time goes below VAR_DIR."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()
