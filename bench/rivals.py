"""urlwatch and webchanges on the same pages, each installed into a folder of its own."""

from __future__ import annotations

import subprocess
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path

RIVALS = {"urlwatch": "urlwatch==2.29", "webchanges": "webchanges==3.37"}
JOB = "name: l{0}\nurl: {1}\nfilter:\n  - css: ul.list\n  - html2text\n"
LONGEST_SECONDS = 600.0


class Rival:
    """One installed program with jobs for all lists."""

    def __init__(self, name: str, folder: Path, urls: Sequence[str]) -> None:
        self.name = name
        self._folder = folder
        venv.create(folder / "venv", with_pip=True)
        pip = folder / "venv" / "bin" / "pip"
        subprocess.run([pip, "install", "--quiet", RIVALS[name]], check=True)
        jobs = "---\n".join(JOB.format(number, url) for number, url in enumerate(urls))
        (folder / "jobs.yaml").write_text(jobs, "utf-8")

    def sweep(self) -> float:
        """Return the seconds of one sweep, start and end of the process included."""
        program = self._folder / "venv" / "bin" / self.name
        jobs, config = self._folder / "jobs.yaml", self._folder / "config.yaml"
        kept = "--cache" if self.name == "urlwatch" else "--database"
        began = time.perf_counter()
        subprocess.run(
            [
                *(program, "--urls" if self.name == "urlwatch" else "--jobs", jobs),
                *("--config", config, kept, self._folder / "pages.db"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_SECONDS,
        )
        return time.perf_counter() - began


def install(folder: Path, urls: Sequence[str]) -> list[Rival]:
    """Install what can be installed; a rival that cannot is left out and told."""
    found = []
    for name in RIVALS:
        try:
            found.append(Rival(name, Path(tempfile.mkdtemp(dir=folder)), urls))
        except (OSError, subprocess.SubprocessError) as error:
            print(f"{name} is left out: {type(error).__name__}")
    return found
