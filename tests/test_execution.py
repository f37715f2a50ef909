"""Work in pieces: in order, bounded, and whole, whoever does it and whatever happens to them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from generator.assignment.description import Assignment, read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.roster import Student
from generator.errors import ByhandError
from generator.execution import HERE, Crew, hire
from generator.layout.pictures import Drawings
from generator.printing import PrintRun, PrintShop, style_of
from generator.sheet.boxes import Paper
from grader.marking.grading import grade_class
from grader.reports.publishing import PaperMaking, publish
from tests.simulated.homework import filled, make_homework, sheet_of

CLASS = [Student(f"s{number:02}", f"Student {number}") for number in range(12)]


class Slow(Executor):
    """Does nothing until a result is wanted, and then the pieces that came last first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, partial(fn, *args, **kwargs)))
        self.most = max(self.most, len(self.waiting))
        if len(self.waiting) == 3:
            while self.waiting:
                self.finish_last()
        return future

    def finish_last(self) -> None:
        future, work = self.waiting.pop()
        future.set_result(work())


def doubled(_tools: None, piece: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(2 * number for number in piece)


def killed_at_seven(_tools: None, piece: tuple[int, ...]) -> tuple[int, ...]:
    if 7 in piece:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece


def killed_once(_tools: None, piece: tuple[int, Path]) -> int:
    """The process that does this first does not live to tell."""
    number, marker = piece
    if number == 3 and not marker.exists():
        marker.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def counted(_tools: None, piece: tuple[int, ...]) -> int:
    return len(piece)


def interrupted(_tools: None, piece: tuple[int, ...]) -> bool:
    """What Ctrl-C does to a worker, which is to leave it to the one who gave it the work."""
    os.kill(os.getpid(), signal.SIGINT)
    return bool(piece)


def test_results_come_in_order_though_pieces_finish_in_another() -> None:
    crew = Crew(Slow(), in_flight=3, students_in_a_piece=2)
    assert list(crew.work(range(18), tuple, doubled, None)) == [(4 * n, 4 * n + 2) for n in range(9)]


def test_pieces_in_flight_are_bounded_and_made_when_they_are_due() -> None:
    made: list[int] = []

    def piece_of(part: tuple[int, ...]) -> tuple[int, ...]:
        made.extend(part)
        return part

    results = Crew(Slow(), in_flight=3, students_in_a_piece=1).work(range(10_000), piece_of, doubled, None)
    assert [next(results) for _ in range(4)] == [(0,), (2,), (4,), (6,)]
    assert len(made) <= 7


def test_a_small_class_is_done_here() -> None:
    executor = Slow()
    assert list(Crew(executor, least=100).work(range(99), tuple, counted, None)) == [32, 32, 32, 3]
    assert executor.most == 0


def test_what_is_left_over_is_cancelled_when_nobody_wants_it() -> None:
    executor = Slow()
    results = Crew(executor, in_flight=2, students_in_a_piece=1).work(range(9), tuple, doubled, None)
    executor.submit(doubled, None, ())  # so that the second piece is the third, and finishes them all
    next(results)
    waiting = [future for future, _ in executor.waiting]
    results.close()  # type: ignore[attr-defined]
    assert all(future.cancelled() for future in waiting)


def test_one_process_or_two_give_the_same_in_the_same_order() -> None:
    with hire(jobs=2) as crew:
        assert crew.executor is not None
        several = Crew(crew.executor, in_flight=4, students_in_a_piece=3)
        assert list(several.work(range(20), tuple, doubled, None)) == list(
            Crew(students_in_a_piece=3).work(range(20), tuple, doubled, None)
        )


def test_a_worker_leaves_ctrl_c_to_the_one_who_gave_it_the_work() -> None:
    with hire(jobs=2) as crew:
        assert list(Crew(crew.executor, students_in_a_piece=1).work(range(2), tuple, interrupted, None)) == [True, True]


def test_a_process_ended_from_outside_is_an_error_that_says_what_to_do() -> None:
    taken: list[tuple[int, ...]] = []
    with pytest.raises(ByhandError, match="run the command again"), hire(jobs=2) as crew:
        taken.extend(
            Crew(crew.executor, in_flight=1, students_in_a_piece=2).work(range(20), tuple, killed_at_seven, None)
        )
    assert taken == [(0, 1), (2, 3), (4, 5)][: len(taken)]


@pytest.mark.parametrize(("students", "started"), [(199, "False"), (200, "True")])
def test_processes_are_started_only_for_a_class_that_is_large_enough(students: int, started: str) -> None:
    program = (
        "import sys; from generator.execution import hire\n"
        "if __name__ == '__main__':\n"
        f"  with hire(jobs=2) as crew: list(crew.work(range({students}), tuple, max, ()))\n"
        "  print('multiprocessing' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == started


def test_one_job_is_this_process() -> None:
    with hire(jobs=1) as crew:
        assert crew is HERE


def test_an_engine_we_do_not_know_is_refused() -> None:
    with pytest.raises(ByhandError, match=r"give dask://HOST:PORT"), hire(address="ray://here"):
        pass


# A cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        yield cluster


@pytest.fixture
def address(cluster: LocalCluster) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    monkeypatch.setenv("BYHAND_SECRET", "for the tests")
    (tmp_path / "assignment.toml").write_text('title = "T"\n[[exercise]]\nname = "backpropagation"\n')
    return read_assignment(tmp_path)


def handed_out(assignment: Assignment, folder: Path, crew: Crew, done: Callable[[int], None]) -> dict[str, bytes]:
    """Draw and print the class from nothing; what is in the files."""
    assignment.issued_file.unlink(missing_ok=True)
    record = issue_missing(assignment, CLASS, done, crew)
    assert list(record) == [student.id for student in CLASS]
    PrintRun(PrintShop(style_of(assignment)), record, folder).write(
        list(record), whole_class=True, done=done, crew=crew
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_piece_whose_worker_was_killed_is_done_by_another(address: str, tmp_path: Path) -> None:
    def piece_of(part: tuple[int, ...]) -> tuple[int, Path]:
        return part[0], tmp_path / "killed"

    with hire(address=address) as crew:
        assert crew.in_flight >= 2
        several = Crew(crew.executor, crew.in_flight, students_in_a_piece=1)
        assert list(several.work(range(8), piece_of, killed_once, None)) == list(range(8))
    assert (tmp_path / "killed").exists()


def test_a_class_on_a_cluster_that_loses_a_worker_is_as_from_one_process(
    address: str, assignment: Assignment, tmp_path: Path
) -> None:
    alone: list[int] = []
    expected = handed_out(assignment, tmp_path / "alone", HERE, alone.append)
    together: list[int] = []

    def done(count: int) -> None:
        together.append(count)
        # Once while drawing, once while printing, with other pieces under way.
        if len(together) in (3, 18):
            with Client(address.replace("dask://", "tcp://"), set_as_default=False) as client:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    with hire(address=address) as crew:
        several = Crew(crew.executor, in_flight=4, students_in_a_piece=1)
        assert handed_out(assignment, tmp_path / "together", several, done) == expected
    assert together == alone
    assert len(expected) == 3 * len(CLASS) + 4, "with two class files, the ledger and the lock"


def test_a_piece_that_fails_for_itself_fails_the_run_as_it_would_here(address: str) -> None:
    with hire(address=address) as crew, pytest.raises(ZeroDivisionError):
        list(Crew(crew.executor).work(range(2), tuple, divided, None))


def divided(_tools: None, piece: tuple[int, ...]) -> float:
    return 1 / piece[0]


def test_two_processes_mark_and_publish_the_very_same(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    for student in ("ada", "ben"):
        path = homework / "in" / f"{student}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(filled(sheet_of(homework, student), {("lstm" if student == "ada" else "none", 1, 1): "7"}))
    assignment = read_assignment(homework)

    def published(folder: Path, crew: Crew) -> dict[str, bytes]:
        counted: list[int] = []
        making = PaperMaking(assignment, Drawings(Paper(assignment.paper)))
        graded = grade_class(assignment, [homework / "in"], making, crew, counted.append)
        publish(graded, folder, making, counted.append)
        assert sum(counted) == 2 * len(graded.reports)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    with hire(jobs=2) as crew:
        several = Crew(crew.executor, students_in_a_piece=1)
        assert published(tmp_path / "several", several) == published(tmp_path / "one", HERE)
    assert (tmp_path / "one" / "feedback" / "ada.html").exists()
    assert not (tmp_path / "one" / "feedback" / "cyd.html").exists()


ORPHANS = """
import os, sys, time
from generator.execution import Crew, hire

def busy(_tools, piece):
    os.write(1, f"{os.getpid()}\\n".encode())  # at once, as both write
    time.sleep(60)

if __name__ == "__main__":
    with hire(jobs=2) as crew:
        list(Crew(crew.executor, students_in_a_piece=1).work(range(2), tuple, busy, None))
"""


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_workers_end_when_the_process_that_gave_them_work_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as caller:
        assert caller.stdout is not None
        workers = [int(caller.stdout.readline()) for _ in range(2)]
        assert all(map(is_alive, workers))
        caller.kill()
    deadline = time.monotonic() + 10
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))
