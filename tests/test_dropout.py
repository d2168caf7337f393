"""Our dropout leaves out as many as torch's does, keeps the mean, and stands wherever torch's stood."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

import torch
from made_study import made_network
from torch import nn

from reproduce.dropout import Dropout, kept


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_share_is_left_out_and_the_mean_stays(share: float) -> None:
    torch.manual_seed(1)
    made = kept(torch.Size([301, 999]), share)
    assert float((made == 0).double().mean()) == pytest.approx(share, abs=0.003)
    assert float(made.double().mean()) == pytest.approx(1.0, abs=0.02)
    assert len(made.unique()) == 2


@pytest.mark.parametrize(("share", "wanted"), [(0.0, {1.0}), (1.0, {0.0})])
def test_nothing_and_everything(share: float, wanted: set[float]) -> None:
    assert set(kept(torch.Size([5000]), share).tolist()) == wanted


def test_it_depends_on_the_seed_alone_and_no_two_draws_are_alike() -> None:
    torch.manual_seed(7)
    first, second = kept(torch.Size([4096]), 0.5), kept(torch.Size([4096]), 0.5)
    torch.manual_seed(7)
    assert torch.equal(kept(torch.Size([4096]), 0.5), first)
    assert not torch.equal(first, second)
    # neighbours are four out of one draw, and know nothing of each other
    signs = (first.reshape(-1, 4) > 0).double() - 0.5
    assert float((signs.T @ signs / len(signs) - torch.eye(4) / 4).abs().max()) < 0.03


def test_the_gradient_goes_where_the_number_went() -> None:
    torch.manual_seed(3)
    given = torch.ones(50, 40, requires_grad=True)
    found = Dropout(0.1)(given)
    found.sum().backward()
    assert torch.equal(given.grad, found.detach())


def test_every_dropout_of_an_encoder_is_ours_and_rests_where_nothing_is_trained() -> None:
    network = made_network({}, words=20)
    those = [part for part in network.encoder.modules() if isinstance(part, nn.Dropout)]
    assert len(those) >= 5
    assert {type(part) for part in those} == {Dropout}
    given = torch.randn(3, 4)
    assert torch.equal(Dropout(0.5).eval()(given), given)
