from datetime import timedelta

import pytest
from make.doors import STARTS_AT, TEST, Scene

from boiduong.doors import actions
from boiduong.doors.models import Device


@pytest.mark.parametrize("code", ["", "WRONG", "A" * 100])
def test_a_wrong_pairing_code_pairs_nothing(scene: Scene, code: str) -> None:
    with pytest.raises(actions.PairingUnknown):
        actions.pair_device(actor=TEST, code=code, at=STARTS_AT)


def test_a_pairing_code_works_once(scene: Scene) -> None:
    code = actions.invite_device(actor=TEST, class_session=scene.session, door="Cửa 2").code
    actions.pair_device(actor=TEST, code=code.lower(), at=STARTS_AT)

    with pytest.raises(actions.PairingUnknown):
        actions.pair_device(actor=TEST, code=code, at=STARTS_AT)


def test_a_pairing_code_ends_with_its_window_and_with_its_device(scene: Scene) -> None:
    late, gone = (actions.invite_device(actor=TEST, class_session=scene.session, door=f"Cửa {n}") for n in (2, 3))
    actions.revoke_device(actor=TEST, device=gone.device, at=STARTS_AT)

    with pytest.raises(actions.PairingUnknown):
        actions.pair_device(actor=TEST, code=late.code, at=scene.session.ends_at + timedelta(hours=3))
    with pytest.raises(actions.PairingUnknown):
        actions.pair_device(actor=TEST, code=gone.code, at=STARTS_AT)


def test_neither_code_nor_token_is_kept_and_a_revoked_device_is_unknown(scene: Scene) -> None:
    assert scene.token not in str(list(Device.objects.values()))

    actions.revoke_device(actor=TEST, device=scene.device, at=STARTS_AT)

    assert Device.objects.of_token(actions.digest(scene.token), heard_since=STARTS_AT) is None
