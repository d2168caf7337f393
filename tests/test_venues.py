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
        ("IEEE Conf. Comput. Vis. Pattern Recog.", "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)", "same"),
        ("Int. Conf. Comput. Vis.", "2019 IEEE/CVF International Conference on Computer Vision (ICCV)", "same"),
        ("Proc. IEEE Int. Conf. Robot. Autom.", "2018 IEEE International Conference on Robotics and Automation (ICRA)", "same"),
        ("Proc. IEEE Int. Conf. Acoust., Speech Signal Process.", "ICASSP 2020 - 2020 IEEE International Conference on Acoustics", "same"),
        ("Proc. Natl. Acad. Sci. U.S.A.", "Proceedings of the National Academy of Sciences", "same"),
        ("Proc. Nat. Acad. Sci. USA", "Proceedings of the National Academy of Sciences of the United States of America", "same"),
        ("Adv. Neural Inform. Process. Syst.", "Neural Information Processing Systems", "same"),
        ("Eur. Conf. Comput. Vis.", "Computer Vision – ECCV 2018", "same"),
        ("Brit. Mach. Vis. Conf.", "Procedings of the British Machine Vision Conference 2016", "same"),
        (
            "Proc. SIGCHI Conf. Human Factors Comput. Syst.",
            "Proceedings of the 2019 CHI Conference on Human Factors in Computing Systems",
            "same",
        ),
        ("Med. Image Comput. Comput.-Assist. Interv.", "Medical Image Computing and Computer Assisted Intervention – MICCAI 2018", "same"),
        ("J. Chem. Theory Comput. (JCTC)", "Journal of Chemical Theory and Computation 2019", "same"),
        ("Int. Conf. Comput. Vis.", "International Journal of Computer Vision", "different"),
        ("Eur. Conf. Comput. Vis.", "IEEE/CVF Conference on Computer Vision and Pattern Recognition", "different"),
        ("Int. Conf. Comput. Vis. Workshops", "ICCV", "different"),
        ("Curran Associates, Inc.", "Neural Information Processing Systems", "not told"),
        ("Springer International Publishing", "Computer Vision – ECCV 2018", "not told"),
        ("Lecture Notes in Computer Science", "Computer Vision – ECCV 2018", "not told"),
        ("IEEE Computer Society", "CVPR", "not told"),
        ("Comput. Linguist. Assoc. Annu. Meet.", "Annual Meeting of the Association for Computational Linguistics", "not told"),
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
