"""Stored files: sealed chunk by chunk, read in parts, and not readable once altered."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from disputes import vault
from disputes.privacy import UnknownKey, Unsealable, sm3

SIZES = [0, 1, vault.CHUNK - 1, vault.CHUNK, vault.CHUNK + 1, 3 * vault.CHUNK]


def stored(content: bytes, name: str = "aa/file", step: int = 50_000) -> str:
    return vault.put(name, [content[n : n + step] for n in range(0, len(content), step)])


def raw(name: str) -> bytes:
    with vault.storage().open(name, "rb") as file:
        return file.read()


def replaced(content: bytes) -> str:
    return vault.storage().save("aa/altered", ContentFile(content))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_put_there_comes_back_and_lies_there_sealed(size):
    content = os.urandom(size)
    name = stored(content)
    assert b"".join(vault.read(name, size)) == vault.read_whole(name) == content
    assert vault.digest_of([content]) == (sm3(content), size)
    assert size < 64 or content[:64] not in raw(name)


BIG = os.urandom(200_000)


@settings(max_examples=60)
@given(st.integers(0, 200_010), st.integers(0, 200_010))
def test_any_part_is_read_without_the_rest(start, stop):
    name = _big()
    assert b"".join(vault.read(name, len(BIG), start, stop)) == BIG[start:stop]


def _big() -> str:
    if not vault.storage().exists("aa/big"):
        stored(BIG, "aa/big")
    return "aa/big"


def test_the_same_content_twice_looks_different():
    assert raw(stored(b"x" * 100)) != raw(stored(b"x" * 100))


@pytest.mark.parametrize(
    "harm",
    [
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[:40],
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:],
        # the last chunk is gone, the file ends where a chunk does
        lambda sealed: sealed[: -(vault.TAG + 10)],
        # two chunks have changed places
        lambda sealed: (
            sealed[: len(sealed) - 2 * (vault.CHUNK + vault.TAG) - 26]
            + sealed[len(sealed) - (vault.CHUNK + vault.TAG) - 26 : -26]
            + sealed[
                len(sealed) - 2 * (vault.CHUNK + vault.TAG) - 26 : len(sealed)
                - (vault.CHUNK + vault.TAG)
                - 26
            ]
            + sealed[-26:]
        ),
    ],
    ids=["shorter", "head only", "tag", "salt", "cut at a chunk", "swapped"],
)
def test_an_altered_file_is_not_read(harm):
    content = os.urandom(2 * vault.CHUNK + 10)
    name = replaced(harm(raw(stored(content))))
    with pytest.raises(Unsealable):
        b"".join(vault.read(name, len(content)))


def test_a_file_under_a_key_that_is_gone_says_which_key():
    name = stored(b"abc")
    with override_settings(DATA_KEYS={"t1": "11" * 32}), pytest.raises(UnknownKey, match="t2"):
        vault.read_whole(name)


def test_a_former_key_still_opens():
    with override_settings(DATA_KEY_CURRENT="t1"):
        name = stored(b"abc")
    assert vault.read_whole(name) == b"abc"


def test_a_folder_keeps_files_for_their_owner_alone_and_leaves_no_half_one(tmp_path, monkeypatch):
    place = vault.DurableFiles(
        location=tmp_path, file_permissions_mode=0o600, directory_permissions_mode=0o700
    )
    monkeypatch.setattr(vault, "storage", lambda: place)
    name = stored(b"abc" * 100)
    path = tmp_path / name
    assert oct(path.stat().st_mode)[-3:] == "600"
    assert oct(path.parent.stat().st_mode)[-3:] == "700"
    assert b"abc" not in path.read_bytes()
    assert isinstance(place, FileSystemStorage)
    assert list(vault.stored_before(place.get_modified_time(name))) == []
    assert stored(b"other", name) != name  # nobody's file is written over


@pytest.mark.slow
def test_a_bucket_keeps_files_like_a_folder(monkeypatch):
    boto3 = pytest.importorskip("boto3")
    from moto.server import ThreadedMotoServer
    from storages.backends.s3 import S3Storage

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        address = "http://{}:{}".format(*server.get_host_and_port())
        account = {"endpoint_url": address, "region_name": "us-east-1"}
        boto3.client(
            "s3", aws_access_key_id="x", aws_secret_access_key="y", **account
        ).create_bucket(Bucket="cases")
        place = S3Storage(
            bucket_name="cases", access_key="x", secret_key="y", file_overwrite=False, **account
        )
        monkeypatch.setattr(vault, "storage", lambda: place)
        name = stored(BIG)
        assert b"".join(vault.read(name, len(BIG))) == BIG
        assert b"".join(vault.read(name, len(BIG), 99_000, 99_010)) == BIG[99_000:99_010]
        assert stored(b"other", name) != name
        later = place.get_modified_time(name) + timedelta(days=1)
        assert len(list(vault.stored_before(later))) == 2
        vault.delete(name)
        with pytest.raises(FileNotFoundError):
            vault.read_whole(name)
    finally:
        server.stop()
