import pytest
from make import attendance as make
from make.attendance import Scene

from boiduong.campaigns.models import Campaign


@pytest.fixture
def scene(campaign: Campaign) -> Scene:
    return make.scene(campaign)
