import pytest

from tests.promised import guards_say_what_is_promised  # noqa: F401


@pytest.fixture(autouse=True)
def _stored(db):
    """Every scenario is stored, by the services and under the rules that hold in the field."""
