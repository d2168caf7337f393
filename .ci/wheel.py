"""Builds the wheel from the tree, installs it into an environment and a directory of its own, and uses it there.

Templates and data must ride inside. Prints the size of the base install. Needs only the standard library and pip.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIM_MB = 150
NOT_OURS = ("pip", "setuptools", "pkg_resources", "_distutils_hack")  # what a new environment holds before anything is installed


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
        subprocess.run([*pip, "wheel", "--no-deps", "-w", str(work), str(ROOT)], check=True)
        (wheel,) = work.glob("*.whl")
        venv.create(work / "env", with_pip=True)
        python = work / "env" / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "-c", str(ROOT / "constraints.txt"), str(wheel)],
            check=True,
        )
        elsewhere = work / "elsewhere"
        elsewhere.mkdir()
        seeds = ROOT / "data" / "seeds"
        synth = work / "env" / "bin" / "synth"
        audit = subprocess.run([synth, "audit", str(seeds), "--json", "--out", "page"], cwd=elsewhere, check=True, capture_output=True)
        assert json.loads(audit.stdout)["figures"]["claims"] == 51
        assert "</html>" in (elsewhere / "page" / "audit.html").read_text(encoding="utf-8")
        seed = min(seeds.iterdir())
        subprocess.run([synth, "import", str(seed), "-o", "one.json", "--quiet"], cwd=elsewhere, check=True)
        subprocess.run([synth, "render", "one.json", "--style", "source", "-o", "one.txt"], cwd=elsewhere, check=True)
        assert (elsewhere / "one.txt").read_bytes() == seed.read_bytes()
        numbers = "from synth.published import read_published; assert len(read_published()) > 6000"
        subprocess.run([python, "-c", numbers], cwd=elsewhere, check=True)
        claims = [synth, "check", str(ROOT / "data" / "claims"), "--measurements", str(ROOT / "data" / "published"), "--json"]
        checked = json.loads(subprocess.run(claims, cwd=elsewhere, check=True, capture_output=True).stdout)
        assert len(checked["claims"]) == 20
        subprocess.run([python, str(ROOT / ".ci" / "loopback.py")], cwd=elsewhere, check=True)
        subprocess.run([work / "env" / "bin" / "reproduce", "--version"], cwd=elsewhere, check=True, stdout=subprocess.DEVNULL)
        size = installed_mb(next((work / "env" / "lib").glob("python*/site-packages")))
        print(f"wheel {wheel.stat().st_size / 1e6:.1f} MB; the base install takes {size:.0f} MB (aim: {AIM_MB} MB)")
    return 0


def installed_mb(packages: Path) -> float:
    """What the base install put there, compiled files not counted."""
    files = (file for entry in packages.iterdir() if not entry.name.startswith(NOT_OURS) for file in [entry, *entry.rglob("*")])
    return sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".pyc") / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
