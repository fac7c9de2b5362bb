"""Where attachments lie: a folder, or an S3-compatible storage when a bucket is named."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.paths import VAR_DIR


def attachments() -> dict[str, Any]:
    """The storage as Django's STORAGES takes it. Raises ImproperlyConfigured.

    Files are sealed before they get there, so a bucket needs no encryption of its own.
    """
    bucket = env.text("ATTACHMENTS_S3_BUCKET", "")
    if not bucket:
        root = env.text("ATTACHMENTS_ROOT", str(VAR_DIR / "attachments"))
        return {
            "BACKEND": "disputes.vault.DurableFiles",
            "OPTIONS": {"location": root, "file_permissions_mode": 0o600,
                        "directory_permissions_mode": 0o700},
        }  # fmt: skip
    if find_spec("storages") is None:
        raise ImproperlyConfigured(
            "ATTACHMENTS_S3_BUCKET：未安装附加依赖 s3 / needs the extra dependencies s3"
        )
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.text("ATTACHMENTS_S3_ENDPOINT", "") or None,
        "region_name": env.text("ATTACHMENTS_S3_REGION", "") or None,
        "access_key": env.text("ATTACHMENTS_S3_ACCESS_KEY", "") or None,
        "secret_key": env.text("ATTACHMENTS_S3_SECRET_KEY", "") or None,
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
