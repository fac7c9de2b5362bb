"""Where things lie. Whatever the project makes at run time goes below VAR_DIR."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
VAR_DIR = BASE_DIR / "var"
