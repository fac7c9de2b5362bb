"""The API explains itself, without the internet and within the content security policy."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.disputes.api.addresses import ALL

pytestmark = pytest.mark.django_db
DOCS = "/api/docs/"
# Whoever was handed an edition checks its signatures, with or without an account.
OPEN_TO_ALL = {"/api/v1/editions/keys/", "/api/v1/editions/schema/"}


@pytest.fixture
def page(api):
    return api.get(DOCS)


def test_the_page_needs_nothing_from_elsewhere(page):
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.content.decode())

    assert addresses
    for address in addresses:
        assert address.startswith("/")
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address


def test_its_script_stands_outside_the_page_as_the_policy_asks(page, api):
    assert "default-src 'self'" in page["Content-Security-Policy"]
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page.content.decode(), re.DOTALL)
    assert all("src=" in attributes and not body.strip() for attributes, body in scripts)
    own = next(a for a, _ in scripts if "?script" in a)
    script = api.get(re.search(r'src="([^"]+)"', own)[1])
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/schema/" in script.content.decode()


def test_every_operation_is_described_in_chinese():
    described = Client().get("/api/schema/", {"format": "json"}).json()
    found = [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    ids = [operation["operationId"] for _, _, operation in found]
    chinese = re.compile("[\\u4e00-\\u9fff]")

    assert len(ids) == len(set(ids)) >= len(ALL)
    for path, method, operation in found:
        assert chinese.search(operation["summary"]), path
        assert chinese.search(operation["tags"][0]), path
        assert all(
            chinese.search(p["description"])
            for p in operation.get("parameters", [])
            if "description" in p
        )
        assert "400" in operation["responses"], (method, path)
        assert ("401" in operation["responses"]) == (path not in OPEN_TO_ALL), (method, path)


def test_every_address_of_ours_is_described():
    described = Client().get("/api/schema/", {"format": "json"}).json()["paths"]
    names = {re.sub(r"<int:pk>", "{id}", f"/api/v1/{op.route}") for op in ALL}

    assert {re.sub(r"<\w+:(\w+)>", r"{\1}", name) for name in names} <= described.keys()
