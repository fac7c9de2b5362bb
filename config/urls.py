"""Addresses (路由)."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from oauth2_provider.views import AuthorizationView, RevokeTokenView, TokenView

from config import console, health
from config.rest.errors import handler400, handler403, handler404, handler500
from disputes.api.views.calendars import calendar

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# The admin's own form would by-pass lock-out messages and the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Not the library's own list: it lets every account register applications.
oauth2 = [
    path("authorize/", AuthorizationView.as_view(), name="authorize"),
    path("token/", TokenView.as_view(), name="token"),
    path("revoke_token/", RevokeTokenView.as_view(), name="revoke-token"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/console/")),
    path("console/", console.page, name="console"),
    path("console/<path:path>", console.page),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("o/", include((oauth2, "oauth2_provider"))),
    path("calendar.ics", calendar, name="calendar"),
    path("api/v1/", include("disputes.api.urls")),
    path("api/v1/", include("reporting.api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    # The split view keeps its script out of the page, as the content security policy demands.
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]
