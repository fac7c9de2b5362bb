"""How to sign in to the demo: one password for people, a secret for the machine.

Both lie below VAR_DIR, readable by the account that runs the service, so that a later start can
show them again. They open invented data only.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from oauth2_provider.models import Application

from disputes.demo import ACCOUNTS, MACHINE
from disputes.models import Officer

PASSWORD, SECRET = "demo_password", "demo_export_secret"
MOBILE = "fengqiao-mobile"
REDIRECTS = ("fengqiao://callback", "http://127.0.0.1:8765/callback")


def are_open() -> bool:
    """Whether the demo is complete: this is what is written last."""
    return bool(Application.objects.filter(client_id=MACHINE).exists())


@transaction.atomic
def open_all(password: str) -> None:
    """Let the listed accounts sign in with one password, and the OAuth 2 clients ask for tokens.

    The machine has no password: it uses its client credentials.
    """
    people = [username for username, _ in ACCOUNTS if username != MACHINE]
    Officer.objects.filter(username__in=people).update(password=make_password(password))
    _open_applications()


def choose_password(given: str | None) -> str:
    """The password of all accounts: the given one, else DEMO_PASSWORD, else a new one; it is kept.

    Raises ValidationError for a weak one.
    """
    password = given or os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(12)
    validate_password(password)
    _keep(PASSWORD, password)
    return password


def kept(name: str) -> str:
    """What was kept under a name; empty when there is nothing."""
    path = _path(name)
    return path.read_text() if path.exists() else ""


def _open_applications() -> None:
    """The OAuth 2 clients: a public one for people with PKCE, a confidential one for the machine."""
    schemes = cast(list[str], settings.OAUTH2_PROVIDER["ALLOWED_REDIRECT_URI_SCHEMES"])
    Application.objects.create(
        client_id=MOBILE,
        name="枫桥移动端",
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(uri for uri in REDIRECTS if uri.partition(":")[0] in schemes),
        client_secret="",
        hash_client_secret=False,  # nothing to hash: the client proves itself by PKCE
    )
    secret = secrets.token_urlsafe(32)
    Application.objects.create(
        client_id=MACHINE,
        name="年报导出",
        user=Officer.objects.get(username=MACHINE),
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    _keep(SECRET, secret)


def _path(name: str) -> Path:
    return Path(settings.VAR_DIR) / "secrets" / name


def _keep(name: str, text: str) -> None:
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
