"""Secrets (密钥): made once for development, printed fresh for a new installation.

`python -m config.keys` prints what production asks for, ready for an environment file.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from config.env import KEY_BYTES

FRESH: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(64),
    "DATA_KEYS": lambda: f"k1:{secrets.token_hex(KEY_BYTES)}",
    "BLIND_INDEX_KEY": lambda: secrets.token_hex(KEY_BYTES),
    "AUDIT_KEY": lambda: secrets.token_hex(KEY_BYTES),
    "EDITION_KEYS": lambda: f"e1:{secrets.token_hex(KEY_BYTES)}",
}


def kept_in(folder: Path) -> dict[str, str]:
    """`<NAME>_FILE` → path for every secret, each made on the first call and readable by us alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {f"{name}_FILE": str(_kept(folder / name.lower(), make)) for name, make in FRESH.items()}


def _kept(path: Path, make: Callable[[], str]) -> Path:
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        try:
            os.link(draft, path)  # unlike a rename it never replaces what another process made
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path


if __name__ == "__main__":
    for name, make in FRESH.items():
        print(f"{name}={make()}")
