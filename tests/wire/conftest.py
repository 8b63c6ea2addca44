import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from accounts import Accounts  # noqa: E402
from instance import Instance  # noqa: E402
from publishing import Publishing  # noqa: E402


@pytest.fixture
def instance():
    """A fresh server without request limits, its own data folder and its own clock."""
    one = Instance()
    one.start("--limits-enabled", "false")
    yield one
    one.close()


@pytest.fixture(scope="module")
def shared():
    """One server for all tests of a file, for tests that do not mind each other."""
    one = Instance()
    one.start("--limits-enabled", "false")
    yield one
    one.close()


@pytest.fixture
def publishing(instance):
    return Publishing(instance)


@pytest.fixture
def accounts(instance):
    return Accounts(instance)


@pytest.fixture(scope="module")
def shared_publishing(shared):
    return Publishing(shared)
