"""Sign-in rules (登录): who may open an account, and from which address somebody comes."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

from disputes.models import Officer


def client_ip(request: HttpRequest) -> str:
    """The visitor's address behind PROXY_COUNT proxies, as the throttles see it."""
    return BaseThrottle().get_ident(request)


class SignIn(AuthenticationBackend):  # type: ignore[misc]
    """Passwords and sessions. Whoever asks is read with the unit, which every rule of scope needs."""

    def get_user(self, user_id: int) -> Officer | None:
        officer = Officer.objects.select_related("unit").filter(pk=user_id).first()
        return officer if officer and self.user_can_authenticate(officer) else None


class Accounts(DefaultAccountAdapter):
    """Accounts are opened by an administrator, never by their owner."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)
