"""A hall to back up."""

import pytest

from tests.support.prepared import CopyHall, prepare


@pytest.fixture(scope="session")
def copy_hall(tmp_path_factory: pytest.TempPathFactory) -> CopyHall:
    return prepare(tmp_path_factory.mktemp("prepared"))
