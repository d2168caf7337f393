"""Venues: one under many names, and what is only like it."""

from __future__ import annotations

import pytest

from synth.sources.venues import is_preprint, same_venue


@pytest.mark.parametrize(
    ("one", "other", "sameness"),
    [
        ("NIPS", "Advances in Neural Information Processing Systems 33", "same"),
        ("NeurIPS 2020", "Annual Conference on Neural Information Processing Systems", "same"),
        ("CVPR", "2022 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "same"),
        ("CVPR", "IEEE/CVF CONFERENCE ON COMPUTER VISION AND PATTERN RECOGNITION", "same"),
        ("ACL", "Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics", "same"),
        ("ICML", "Proceedings of the 38th International Conference on Machine Learning", "same"),
        ("AAAI", "Proceedings of the AAAI Conference on Artificial Intelligence", "same"),
        ("J. Mach. Learn. Res.", "Journal of Machine Learning Research", "same"),
        ("EMNLP", "Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing (EMNLP)", "same"),
        ("ACL", "EMNLP", "different"),
        ("ICML", "Journal of Machine Learning Research", "different"),
        ("ACL", "Findings of the Association for Computational Linguistics: ACL 2023", "different"),
        ("NeurIPS", "NeurIPS 2021 Workshop on Distribution Shifts", "different"),
        ("Symposium on Neural Scaling Laws", "Conference on Computer Vision and Pattern Recognition", "different"),
        ("Journal of Chemical Theory and Computation", "Journal of chemical theory and computation", "same"),
        ("Phys. Rev. Lett.", "Physical Review Letters", "same"),
        ("Proc. Natl. Acad. Sci.", "Proceedings of the National Academy of Sciences", "same"),
        ("Int. J. Numer. Methods Eng.", "International Journal for Numerical Methods in Engineering", "same"),
        ("Mach. Learn.", "Machine Learning", "same"),
        ("Comput. Linguistics", "Computational Linguistics", "same"),
        ("Phys. Rev. B", "Physical Review Letters", "different"),
        ("ICML", "Machine Learning", "different"),
        ("", "ICML", "not told"),
    ],
)
def test_sameness(one: str, other: str, sameness: str) -> None:
    assert same_venue(one, other) == sameness
    assert same_venue(other, one) == sameness


@pytest.mark.parametrize(
    "venue", ["arXiv", "CoRR", "arXiv preprint arXiv:2005.13013", "arXiv (Cornell University)", "ArXiv, abs/2005.13013", "bioRxiv"]
)
def test_preprints(venue: str) -> None:
    assert is_preprint(venue)
