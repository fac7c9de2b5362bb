"""Where the embedded servers listen: addresses are known whether or not the servers run."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

from config.processes import CannotStart

SOCKET_PATH_BYTES = 103  # macOS; Linux takes 107
LONGEST_NAME = ".s.PGSQL.5432"


def socket_folder(folder: Path) -> Path:
    """`folder` itself, or a short one where its path is too long for a socket.

    The comma separates several folders in PostgreSQL's settings and addresses.
    """
    folder = folder.resolve()
    if len(os.fsencode(folder / LONGEST_NAME)) <= SOCKET_PATH_BYTES and "," not in str(folder):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"fengqiao-{digest}"


def database_url(data: Path, database: str = "fengqiao") -> str:
    """Address of a database of the embedded PostgreSQL in `data`."""
    sockets = quote(str(socket_folder(data / "postgres")), safe="")
    return f"postgresql://postgres@/{database}?host={sockets}&port=5432"


def redis_url(data: Path) -> str:
    """Address of the embedded Redis in `data`."""
    return f"unix://{quote(str(redis_socket(data)))}?db=0"


def redis_socket(data: Path) -> Path:
    return socket_folder(data / "redis") / "redis.sock"


def private_folder(folder: Path, owner: int) -> None:
    """Make `folder` for `owner` alone; refuse one that somebody else laid in our way."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
        raise CannotStart(
            f"{folder} 属于其他用户，请删除它，或用原来的用户启动",
            "it belongs to another user: remove it, or start as the user who made it",
        )
    folder.chmod(0o700)
    if found.st_uid != owner:
        os.chown(folder, owner, -1)
