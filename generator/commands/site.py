"""The command `site`: a page that prints, practises and marks in the browser, with everything it needs."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import progress
from generator.files.kept import cache_folder


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--serve", is_flag=True, help="Then open it on this computer, and nowhere else, until Ctrl+C.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port for --serve; by default any that is free.")
@click.option(
    "--kept",
    type=click.Path(path_type=Path, file_okay=False),
    default=cache_folder,
    help="Where what was fetched is kept for the next time; by default ~/.cache/byhand.",
)
@click.option(
    "--docs",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of HTML to be put beside the page as its help, such as the documentation that zensical builds.",
)
def site(folder: Path, serve: bool, port: int | None, kept: Path, docs: Path | None) -> None:
    """Write a web page into DIR that makes, practises and marks worksheets in the browser.

    It needs no server but one that hands out files: put the folder on any web space. The first time, the engine is
    fetched with npm and pip.
    """
    from generator.site.builder import Site
    from generator.site.supplies import Supplies

    made = Site(Supplies(kept), docs)
    with progress("Site", made.steps) as done:
        lacking = made.write(folder, done)
    for error in lacking:
        click.echo(error, err=True)
    megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    click.echo(f"{folder}: the site is ready, {megabytes:.0f} MB; put it on a web space, or look at it with --serve")
    if serve:
        _serve(folder, port or 0)


def _serve(folder: Path, port: int) -> None:
    from generator.site.serving import server

    with server(folder, port) as running:
        address = f"http://localhost:{running.server_address[1]}/"
        click.echo(f"{address} (Ctrl+C ends it)")
        click.launch(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("ended")
