import pytest
from make import doors as make
from make.doors import Scene

from boiduong.campaigns.models import Campaign


@pytest.fixture
def scene(campaign: Campaign) -> Scene:
    return make.scene(campaign)
