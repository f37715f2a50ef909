"""The site as files: always the same bytes, all that the worker keeps is there, and clear words for what is lacking."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from generator.catalogue import OURS
from generator.cli import main
from generator.errors import ByhandError
from generator.language.words import Words, languages, translator
from generator.site.builder import MARKING, MEMORY, WORLD, Site, page_of
from generator.site.exhibits import entry_of, picture_of
from generator.site.memory import memory_of
from generator.site.packs import of_wheels, our_own, packed
from generator.site.supplies import PACKS, Supplies
from grader.browser.desk import ask

WHEEL = "plain-1.0-py3-none-any.whl"
QUESTION = json.dumps(
    {
        "choice": {"exercise": "gcn", "settings": {}, "seed": 7, "paper": "a4", "ink": "full", "language": "de"},
        "key": True,
    }
)
REMEMBERED = """
import { readFile } from "node:fs/promises";
import { inflateSync } from "node:zlib";
const [site, question] = process.argv.slice(-2);
const { begun, furnish } = await import(`${site}/page/start.mjs`);
const pack = async (name) => new Uint8Array(await readFile(`${site}/engine/${name}`));
const python = await begun(`${site}/engine/`, { memory: new Uint8Array(inflateSync(await pack("memory.bin"))) });
if (!python.runPython("import sys; 'grader.browser.sheets' in sys.modules")) {
    throw new Error("nothing is remembered");
}
furnish(python, await pack("libraries.zip"), await pack("byhand.zip"));
process.stdout.write(python.pyimport("grader.browser.desk").ask("preview", question, python.toPy({})).text);
"""


def wheel(folder: Path, name: str, *members: str) -> Path:
    with ZipFile(folder / name, "w") as archive:
        for member in members:
            archive.writestr(member, member)
    return folder / name


def test_a_pack_has_the_same_bytes_whenever_it_is_made() -> None:
    assert packed({"b": b"2", "a": b"1"}) == packed({"a": b"1", "b": b"2"})


def test_what_is_compiled_for_other_machines_is_left_out(tmp_path: Path) -> None:
    linux = wheel(tmp_path, "fast-1.0-cp314-cp314-manylinux_2_17_x86_64.whl", "fast/__init__.py", "fast/_c.so")
    ours = wheel(tmp_path, "shape-1.0-cp311-abi3-pyemscripten_2026_0_wasm32.whl", "shape/_c.so")
    plain = wheel(tmp_path, WHEEL, "plain.py", "plain-1.0.dist-info/METADATA")
    assert set(of_wheels([linux, ours, plain])) == {"fast/__init__.py", "shape/_c.so", "plain.py"}


def test_our_own_packages_go_in_whole_and_without_leftovers() -> None:
    members = our_own()
    assert {"generator/cli.py", "grader/browser/desk.py", "templates/de.po", "templates/site/site.js"} <= set(members)
    assert not [name for name in members if "__pycache__" in name or "mypy_cache" in name]


@pytest.mark.parametrize("pack", PACKS)
def test_every_package_of_the_engine_is_pinned_by_hash(pack: str) -> None:
    lines = (Path("generator") / "site" / f"{pack}.txt").read_text("utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert pinned
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+ --hash=sha256:[0-9a-f]{64}", line) for line in pinned)


def test_without_npm_the_site_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(main, ["site", str(tmp_path / "site"), "--kept", str(tmp_path / "kept")])
    assert done.exit_code == 2
    assert "npm is not installed" in done.output
    assert not (tmp_path / "site").exists()
    assert not list((tmp_path / "kept").iterdir())


def test_without_a_network_the_site_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ByhandError, match=r"pip could not fetch packages .* later ones use what is kept"):
        Supplies(tmp_path / "kept").wheels("mark")
    assert not list((tmp_path / "kept").iterdir())


def test_a_runtime_with_another_hash_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false = tmp_path / "npm"
    false.write_text('#!/bin/sh\nwhile [ "$1" != --pack-destination ]; do shift; done\necho false > "$2/p.tgz"\n')
    false.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ByhandError, match="SHA-512"):
        Supplies(tmp_path / "kept").runtime()
    assert not list((tmp_path / "kept").iterdir())


def test_every_exercise_has_a_picture_and_an_entry_that_programs_can_read() -> None:
    for exercise in OURS.all():
        assert picture_of(exercise, Words()).startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        entry = json.loads(json.dumps(entry_of(exercise, translator("de"))))
        assert [parameter["name"] for parameter in entry["parameters"]] == [one.name for one in exercise.parameters]


def test_a_folder_without_a_first_page_is_no_documentation(tmp_path: Path) -> None:
    with pytest.raises(ByhandError, match=r"there is no index\.html"):
        list(Site(Supplies(tmp_path), docs=tmp_path)._docs())


def kept_files(folder: Path) -> list[str]:
    found = re.search(r"const AT_ONCE = (\[.*\]);", (folder / "service-worker.js").read_text("utf-8"))
    assert found
    return [name for name in json.loads(found[1]) if name != "./"]


def test_the_worker_keeps_what_is_there(site_folder: Path) -> None:
    there = {path.relative_to(site_folder).as_posix() for path in site_folder.rglob("*") if path.is_file()}
    assert set(kept_files(site_folder)) == there - {MARKING, MEMORY, WORLD, ".nojekyll", "service-worker.js"}
    assert {page_of(language) for language in languages()} <= there


def test_the_first_visit_needs_less_than_25_megabytes(site_folder: Path) -> None:
    assert sum((site_folder / name).stat().st_size for name in kept_files(site_folder)) < 25e6


def test_what_is_kept_of_a_start_holds_nothing_compiled() -> None:
    program = "import sys; from grader.browser.loading import load; load(); assert 'uharfbuzz' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_memory_of_the_engine_is_the_same_wherever_it_is_made(site_folder: Path) -> None:
    parts = ("engine", "page")
    made = {
        path.relative_to(site_folder).as_posix(): path.read_bytes()
        for part in parts
        for path in (site_folder / part).rglob("*")
        if path.is_file() and path.name != Path(MEMORY).name
    }
    assert memory_of(made) == (site_folder / MEMORY).read_bytes()


def test_the_engine_goes_on_from_its_memory_and_draws_the_same_sheet(site_folder: Path, tmp_path: Path) -> None:
    program = tmp_path / "remembered.mjs"
    program.write_text(REMEMBERED, encoding="utf-8")
    command = ["node", str(program), str(site_folder), QUESTION]
    drawn = subprocess.run(command, capture_output=True, text=True, check=False)
    assert drawn.returncode == 0, drawn.stderr[-500:]
    assert drawn.stdout == ask("preview", QUESTION, {}).text


def test_a_site_without_a_memory_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ByhandError, match=r"node is not installed, .* install Node\.js"):
        memory_of({})
    (tmp_path / "node").write_text("#!/bin/sh\necho too old >&2\nexit 1\n")
    (tmp_path / "node").chmod(0o755)
    with pytest.raises(ByhandError, match=r"node cannot start the engine \(too old\), .* install Node\.js"):
        memory_of({})


def test_the_workflows_of_the_docs_publish_the_folder_that_they_write() -> None:
    yaml = pytest.importorskip("yaml")
    docs = (Path("docs") / "browser.md").read_text("utf-8")
    github, gitlab = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", docs, re.DOTALL))
    steps = github["jobs"]["page"]["steps"]
    (written,) = (step["run"].rpartition(" ")[2] for step in steps if "run" in step)
    assert [step["with"]["path"] for step in steps if "upload-pages" in step.get("uses", "")] == [written]
    assert gitlab["pages"]["script"][0].endswith(" public")
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
