import pytest


@pytest.fixture(autouse=True)
def _stored(db):
    """Every scenario is stored, by the services and under the rules that hold in the field."""
