"""Office files to the byte (文件归一): the same content is the same file, whenever it is made."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

MADE_AT = (1980, 1, 1, 0, 0, 0)  # the first moment that the format can hold
CREATED = datetime(1980, 1, 1)  # noqa: DTZ001  # the office formats keep it without a zone


def settled(content: bytes) -> bytes:
    """The same archive without the moments at which its members were written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, MADE_AT)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return made.getvalue()
