"""The command `python -m benchmarks`: every figure from one run on one machine, as a small table or as JSON."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

import click

from benchmarks import classes, keys, layout, marks, memory, pages, starts
from benchmarks.figures import Figure

PARTS: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "layout": layout.figures,
    "pages": pages.figures,
    "keys": keys.figures,
    "marks": marks.figures,
    "starts": starts.figures,
    "classes": classes.figures,
    "memory": memory.figures,
}


@click.command()
@click.option("--only", "chosen", multiple=True, type=click.Choice([*PARTS]), help="Only this part; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def main(chosen: tuple[str, ...], as_json: bool) -> None:
    """Measure byhand beside its peers. Times are seconds of CPU on one core; memory takes some minutes."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}"
    if not as_json:
        click.echo(machine)
    found = []
    for name in chosen or PARTS:
        for figure in PARTS[name]():
            found.append(figure)
            if not as_json:
                click.echo("\n".join(figure.lines()))
                sys.stdout.flush()
    if as_json:
        click.echo(json.dumps({"machine": machine, "figures": [asdict(figure) for figure in found]}, indent=2))


if __name__ == "__main__":
    main()
