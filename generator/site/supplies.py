"""What the engine consists of besides byhand: fetched once by npm and pip, checked against a hash, and kept."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from generator.errors import ByhandError

RUNTIME = "pyodide@314.0.7"
RUNTIME_HASH = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
"""The SHA-512 of the package, as npm writes it."""
RUNTIME_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PACKS = ("print", "mark", "world")
"""The lists of Python packages beside this module, each `NAME.txt`."""
PLATFORMS = ("pyemscripten_2026_0_wasm32", "manylinux_2_17_x86_64")
PYTHON = "3.14"


@dataclass(frozen=True)
class Supplies:
    """Where fetched files are kept: a folder for the runtime, and one of wheels for each pack."""

    folder: Path

    def runtime(self) -> Path:
        """The folder of the runtime's files. Raises ByhandError if they are not kept and cannot be fetched."""
        folder = self.folder / RUNTIME.replace("@", "-")
        if not folder.is_dir():
            with self._draft() as draft:
                self._run("npm", ["npm", "pack", RUNTIME, "--silent", "--pack-destination", draft])
                (package,) = Path(draft).glob("*.tgz")
                _check(package)
                unpacked = Path(draft) / "unpacked"
                with tarfile.open(package) as archive:
                    members = [archive.getmember(f"package/{name}") for name in RUNTIME_FILES]
                    archive.extractall(unpacked, members, filter="data")
                shutil.move(unpacked / "package", folder)
        return folder

    def wheels(self, pack: str) -> tuple[Path, ...]:
        """The wheels of a pack. Raises ByhandError if they are not kept and cannot be fetched."""
        listed = (files("generator.site") / f"{pack}.txt").read_bytes()
        folder = self.folder / f"{pack}-{hashlib.sha256(listed).hexdigest()[:12]}"
        if not folder.is_dir():
            with self._draft() as draft:
                wanted = Path(draft) / "wanted.txt"
                wanted.write_bytes(listed)
                wheels = Path(draft) / "wheels"
                platforms = [part for platform in PLATFORMS for part in ("--platform", platform)]
                options = [
                    "--no-deps",
                    "--only-binary=:all:",
                    "--require-hashes",
                    "--python-version",
                    PYTHON,
                    *platforms,
                ]
                pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
                self._run("pip", [*pip, *options, "--dest", str(wheels), "--requirement", str(wanted)])
                shutil.move(wheels, folder)
        return tuple(sorted(folder.glob("*.whl")))

    def _draft(self) -> tempfile.TemporaryDirectory[str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=self.folder, prefix="draft-")

    def _run(self, tool: str, command: list[str]) -> None:
        fetched = f"{RUNTIME} from the npm registry" if tool == "npm" else "packages from the Python package index"
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        except FileNotFoundError as error:
            raise ByhandError(
                f"{tool} is not installed, and {fetched} are not in {self.folder}; install {tool}"
            ) from error
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise ByhandError(
                f"{tool} could not fetch {fetched}: {said[-1] if said else 'it gave no reason'}; "
                f"the first `byhand site` needs a network, later ones use what is kept in {self.folder}"
            )


def _check(package: Path) -> None:
    found = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != RUNTIME_HASH:
        raise ByhandError(f"{package.name}: the SHA-512 is {found}, expected {RUNTIME_HASH}; it was not used")
