"""Signing (签名): a provider signs bytes; which one, and with which key, is configuration.

Ed25519 with a key from the environment by default. A device (SM2) takes its place by the setting
EDITION_SIGNER and an entry in `verifier.ALGORITHMS`; nothing else knows the algorithm.
"""

from __future__ import annotations

from typing import Any, Protocol, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.module_loading import import_string

from disputes.errors import RuleViolation
from reporting.editions import verifier


class Signer(Protocol):
    """Signs messages with one key; `public_key` in lower-case hexadecimal digits."""

    algorithm: str
    key_id: str
    public_key: str

    def sign(self, message: bytes) -> bytes: ...


class Ed25519Signer:
    """RFC 8032, with the first key of EDITION_KEYS: 32 bytes, the seed."""

    algorithm = "Ed25519"

    def __init__(self) -> None:
        if not settings.EDITION_KEYS:
            raise RuleViolation(
                "未配置签发密钥，请系统管理员设置 EDITION_KEYS", code="SIGNING_KEY_MISSING"
            )
        self.key_id, seed = next(iter(settings.EDITION_KEYS.items()))
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        self.public_key = self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def signer() -> Signer:
    """The configured provider. Raises RuleViolation (SIGNING_KEY_MISSING) without a key."""
    return cast(Signer, import_string(settings.EDITION_SIGNER)())


def sealed(schema: str, content: dict[str, Any], by: Signer) -> dict[str, Any]:
    """The envelope of a content: its digest, and a signature over the digest and itself."""
    envelope: dict[str, Any] = {
        "schema": schema,
        "content": content,
        "digest": verifier.sm3(verifier.canonical(content)),
        "signature": {"algorithm": by.algorithm, "key_id": by.key_id, "public_key": by.public_key},
    }
    envelope["signature"]["value"] = by.sign(verifier.message(envelope)).hex()
    return envelope


def public_keys() -> list[dict[str, str]]:
    """Every key that has signed or may sign, as it is published: the current one first."""
    own = {
        key_id: Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        .public_key()
        .public_bytes_raw()
        .hex()
        for key_id, seed in settings.EDITION_KEYS.items()
    }
    return [
        {"key_id": key_id, "algorithm": "Ed25519", "public_key": public_key}
        for key_id, public_key in (own | settings.EDITION_PUBLIC_KEYS).items()
    ]


def trusted_keys() -> set[str]:
    """The published keys."""
    return {key["public_key"] for key in public_keys()}
