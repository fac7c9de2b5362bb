"""Where attachments lie: a folder unless a bucket is named, and then an S3-compatible storage."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import storing
from config.paths import VAR_DIR


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("BUCKET", "ENDPOINT", "REGION", "ACCESS_KEY", "SECRET_KEY"):
        monkeypatch.delenv(f"ATTACHMENTS_S3_{name}", raising=False)
    monkeypatch.delenv("ATTACHMENTS_ROOT", raising=False)


def test_a_folder_for_its_owner_alone_is_the_default(monkeypatch):
    options = storing.attachments()["OPTIONS"]
    assert options["location"] == str(VAR_DIR / "attachments")
    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (
        0o600,
        0o700,
    )
    monkeypatch.setenv("ATTACHMENTS_ROOT", "/srv/files")
    assert storing.attachments()["OPTIONS"]["location"] == "/srv/files"


def test_a_bucket_is_used_as_named_and_nothing_in_it_is_written_over(monkeypatch):
    monkeypatch.setattr(storing, "find_spec", lambda name: object())
    monkeypatch.setenv("ATTACHMENTS_S3_BUCKET", "cases")
    monkeypatch.setenv("ATTACHMENTS_S3_ENDPOINT", "https://s3.example")
    made = storing.attachments()
    assert made["BACKEND"] == "storages.backends.s3.S3Storage"
    assert made["OPTIONS"]["bucket_name"] == "cases"
    assert made["OPTIONS"]["endpoint_url"] == "https://s3.example"
    assert made["OPTIONS"]["file_overwrite"] is False
    assert made["OPTIONS"]["access_key"] is None


def test_a_bucket_without_the_extra_stops_the_start(monkeypatch):
    monkeypatch.setattr(storing, "find_spec", lambda name: None)
    monkeypatch.setenv("ATTACHMENTS_S3_BUCKET", "cases")
    with pytest.raises(ImproperlyConfigured, match="extra dependencies s3"):
        storing.attachments()
