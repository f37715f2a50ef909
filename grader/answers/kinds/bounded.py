"""Reading within bounds of time and memory: a process of its own reads what libraries could choke on.

No library for PDF files or workbooks can be interrupted where a hostile file makes it run without an end, or take all
memory. The process is started with the first such file, reads one file after another, and is stopped and replaced when
it exceeds a bound. Where there are no processes, as in a browser, files are read here.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any

from generator.errors import ByhandError
from grader.answers.kinds.content import IN_A_CHILD, Kind, text_of

MOST_SECONDS = 5.0
"""For one file; a filled-in sheet takes a hundredth of it."""
MOST_START_SECONDS = 60.0
MOST_MEMORY = 128 << 20
"""What reading one file may take in addition to the process itself."""
MOST_TEXT = 32 << 20
_LENGTHS = struct.Struct("!II")
_LENGTH = struct.Struct("!I")
_READY = b"+"


class Reader:
    """Reads the content of files; a context manager, which ends the process it may have started."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def text(self, kind: Kind, name: str, content: bytes) -> str:
        """The text in a file of this kind; ByhandError, naming the file, if it cannot be read within the bounds."""
        if kind not in IN_A_CHILD or sys.platform == "emscripten":
            return text_of(kind, name, content)
        answer = self._ask(kind, name, content)
        if answer is None:
            raise ByhandError(
                "{file}: takes more than {seconds} seconds or {most} MiB to read; hand in the CSV file",
                file=name,
                seconds=int(MOST_SECONDS),
                most=MOST_MEMORY >> 20,
            )
        if "text" in answer:
            return str(answer["text"])
        raise ByhandError(answer["sentence"], **answer["values"])

    def _ask(self, kind: Kind, name: str, content: bytes) -> dict[str, Any] | None:
        """The answer of the process; None if it was stopped, or ended, before it had one."""
        process = self._process or _started()
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        label = json.dumps([kind.name, name]).encode()
        clock = Timer(MOST_SECONDS, process.kill)
        clock.start()
        try:
            process.stdin.write(_LENGTHS.pack(len(label), len(content)) + label + content)
            process.stdin.flush()
            packed = _exactly(process.stdout, _LENGTH.size)
            packed = _exactly(process.stdout, min(_LENGTH.unpack(packed)[0], MOST_TEXT))
            answer: dict[str, Any] = json.loads(packed)
        except (EOFError, OSError):
            self._stop()
            return None
        finally:
            clock.cancel()
        return answer

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _started() -> subprocess.Popen[bytes]:
    """A new process that is ready to read."""
    home = str(Path(__file__).parent.parent.parent)
    # The folder that byhand is called in may be one that students write to: nothing is imported from there.
    places = [home, *(place for place in sys.path if place and Path(place) != Path.cwd())]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "grader.answers.kinds.bounded"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places), "OPENBLAS_NUM_THREADS": "1"},
    )
    assert process.stdout is not None
    clock = Timer(MOST_START_SECONDS, process.kill)
    clock.start()
    try:
        if process.stdout.read(1) != _READY:
            process.communicate()
            raise ByhandError("no process for reading PDF files and workbooks could be started; run byhand again")
    finally:
        clock.cancel()
    return process


def _exactly(stream: IO[bytes], count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError
    return content


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Read one file after another, until there are no more."""
    _load_libraries()
    _limit_memory()
    answers.write(_READY)
    answers.flush()
    while header := requests.read(_LENGTHS.size):
        label, content = (_exactly(requests, count) for count in _LENGTHS.unpack(header))
        kind, name = json.loads(label)
        packed = json.dumps(_answer(Kind[kind], name, content)).encode()
        answers.write(_LENGTH.pack(len(packed)) + packed)
        answers.flush()


def _answer(kind: Kind, name: str, content: bytes) -> dict[str, Any]:
    try:
        return {"text": text_of(kind, name, content)}
    except ByhandError as error:
        return {"sentence": error.said.sentence, "values": dict(error.said.values)}


def _load_libraries() -> None:
    """Import what reads files, as far as it is installed, so that no file's time is spent on it."""
    for library in ("pypdf", "pypdf.generic", "openpyxl", "python_calamine"):
        try:
            __import__(library)
        except ImportError:
            continue


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    statm = Path("/proc/self/statm")
    if statm.exists():
        taken = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MOST_MEMORY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
