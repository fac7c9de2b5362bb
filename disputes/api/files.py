"""Files over HTTP: taken from a form, answered whole or in part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

RANGE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?")
NO_STORE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


class UploadTooLarge(APIException):
    status_code = 413
    default_code = "UPLOAD_TOO_LARGE"

    def __init__(self) -> None:
        most = settings.ATTACHMENT_MOST // settings.MEBIBYTE
        super().__init__(f"上传的文件不能超过{most}MB，请压缩或者分段后上传")


class FileUnavailable(APIException):
    status_code = 503
    default_code = "FILE_UNAVAILABLE"
    default_detail = "文件暂时无法读取，或者存储的内容已被改动，请联系管理员"


class UploadParser(MultiPartParser):
    """A form with a file, which stays in memory: nothing of it lies in the clear on a disk."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> Any:
        length = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise UploadTooLarge
        form = super().parse(stream, media_type, parser_context)
        both = form.data.copy()
        both.update(form.files)
        return both


class AnyRenderer(BaseRenderer):
    """Only negotiated with: a file is answered as what it is."""

    media_type = "*/*"
    format = "file"


def download(content: Iterable[bytes], media_type: str, name: str) -> HttpResponseBase:
    """A file to be saved, under a name of any characters (RFC 5987), never run by a browser."""
    return StreamingHttpResponse(content, content_type=media_type, headers=headers(name))


def headers(name: str) -> dict[str, str]:
    named = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return NO_STORE | {"Content-Disposition": named}


def ranged(
    request: Request,
    size: int,
    media_type: str,
    name: str,
    part: Callable[[int, int | None], Iterable[bytes]],
) -> HttpResponseBase:
    """A file of `size` bytes, or the one range of it that was asked for (RFC 9110, 14)."""
    accepts = {"Accept-Ranges": "bytes"}
    asked = _range(request.headers, size)
    if asked is None:
        answer = download(part(0, None), media_type, name)
        status, length = 200, size
    elif asked[0] >= asked[1]:
        return HttpResponse(status=416, headers=accepts | {"Content-Range": f"bytes */{size}"})
    else:
        start, stop = asked
        answer = download(part(start, stop), media_type, name)
        status, length = 206, stop - start
        answer["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    answer.status_code = status
    answer["Content-Length"] = str(length)
    answer["Accept-Ranges"] = "bytes"
    return answer


def _range(given: Mapping[str, str], size: int) -> tuple[int, int] | None:
    """Start and stop; None where the whole is meant, or what was asked for is not understood."""
    match = RANGE.fullmatch(given.get("Range", "").strip())
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if first is None:  # the last so many bytes
        return max(size - int(last), 0) if int(last) else size, size
    stop = min(int(last) + 1, size) if last is not None else size
    if last is not None and int(last) < int(first):
        return None
    return int(first), stop
