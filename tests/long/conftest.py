import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "wire"))

from instance import Instance  # noqa: E402
from publishing import Publishing  # noqa: E402


@pytest.fixture
def instance():
    one = Instance()
    one.start("--limits-enabled", "false")
    yield one
    one.close()


@pytest.fixture
def publishing(instance):
    return Publishing(instance)
