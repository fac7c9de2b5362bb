"""The staff console (工作台): one page of HTML, everything else are static files and the API."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

MISSING = "工作台尚未构建：请运行 make web；接口文档在 /api/docs/。"


@require_safe
@never_cache
@ensure_csrf_cookie
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The same page at every address of the console; its own router reads the address."""
    built = Path(settings.STATIC_ROOT) / "console" / "index.html"
    if not built.exists():
        return HttpResponse(MISSING, status=503, content_type="text/plain; charset=utf-8")
    html = built.read_bytes()
    if request.user.is_authenticated:  # else the page would have to ask, and be refused
        html = html.replace(b'<div id="app">', b'<div id="app" data-account>')
    return HttpResponse(html, content_type="text/html; charset=utf-8")
