"""`qmt instruments`: list, show, new, check, build, approve, translate and results."""

# The work is imported inside each command: `qmt --help` must not wait for pandas.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Guides, sheets, forms and the Q-sort pack, from plain text to print.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Force = Annotated[
    bool, typer.Option("--force", help="Write even if it exists; what was there is kept beside.")
]
Study = Annotated[
    Path,
    typer.Argument(
        metavar="STUDY", help="A study.yaml, or the folder that holds it beside the instruments."
    ),
]


@app.command(name="list")
def list_() -> None:
    """Show what ships: guides, sheets, forms, questionnaires and scripts."""
    from workbench.instruments_tasks import list_lines

    typer.echo("\n".join(list_lines()))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The name of one that ships, or a file.")],
    source: Annotated[
        bool, typer.Option("--source", help="The whole text, as it is written.")
    ] = False,
) -> None:
    """Show an instrument in outline."""
    from workbench.instruments_tasks import show_lines

    typer.echo("\n".join(show_lines(name, source)))


@app.command()
def new(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", help="Names of what ships, or study.yaml."),
    ],
    to: Annotated[
        Path, typer.Option("--to", metavar="FOLDER", help="The folder of your study.")
    ] = Path(),
    force: Force = False,
) -> None:
    """Copy instruments to edit, or an empty study.yaml to fill in."""
    from workbench.instruments_tasks import new_lines

    for line in new_lines(names, to, force):
        typer.echo(line)


@app.command()
def check(
    what: Annotated[
        list[str],
        typer.Argument(help="Names or files of instruments, a folder, or a study.yaml."),
    ],
    study: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The study.yaml to hold the instruments against."),
    ] = None,
) -> None:
    """List what instruments still need, alone and held against each other.

    The exit code is 1 where something must be mended; prompts and notes do not count.
    """
    from workbench.instruments_tasks import check_lines

    lines, faults = check_lines(what, study)
    typer.echo("\n".join(lines))
    if faults:
        raise typer.Exit(1)


@app.command()
def build(
    what: Annotated[
        str,
        typer.Argument(help="A study.yaml or its folder for the whole pack, or one instrument."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="PLACE",
            help="The new folder of the pack; for one instrument a .docx, .pdf or .html.",
        ),
    ] = None,
    form: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="docx, pdf or html, for the whole pack; may be given again. Word, and PDF where "
            "LibreOffice is, if none is named.",
        ),
    ] = None,
    version: Annotated[
        str,
        typer.Option(metavar="NAME", help="Of one instrument: interviewer, participant or notes."),
    ] = "interviewer",
    layout: Annotated[
        str,
        typer.Option(metavar="NAME", help="Of one instrument: standard, large print, easy read."),
    ] = "standard",
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Of one instrument: a Word file of your own look."),
    ] = None,
    force: Force = False,
) -> None:
    """Make the whole pack of a study, or one document."""
    from workbench.instruments_tasks import One, build_lines

    for line in build_lines(One(what, out, version, layout, template), form or [], force):
        typer.echo(line)


@app.command()
def approve(
    study: Study,
    version: Annotated[str, typer.Option(metavar="NAME", help="The version, such as 1.0.")],
    by: Annotated[str, typer.Option(metavar="TEXT", help="Who approved it.")],
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day, such as 2027-06-30; else today.")
    ] = None,
    force: Force = False,
) -> None:
    """Record what a committee approved, so that later packs show what changed."""
    from workbench.instruments_tasks import approve_lines

    for line in approve_lines(study, version, by, on, force):
        typer.echo(line)


@app.command()
def translate(
    what: Annotated[
        str,
        typer.Argument(
            help="An instrument, a folder or study.yaml, a file with the cards of a Q-sort, or "
            "pages or cards for their fixed words."
        ),
    ],
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="CODE", help="Such as ar; else all of the study."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="PLACE",
            help="Write the table for the translator, .xlsx or .po; of many, a folder.",
        ),
    ] = None,
    back: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take in a table that came back."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where translations are kept, if not beside it."),
    ] = None,
    glossary: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A table of words settled on, to check against."),
    ] = None,
    force: Force = False,
) -> None:
    """Send texts to a translator, take them back, or see how far they are.

    No text is translated by a machine.
    """
    from workbench.translation_tasks import translate_lines

    for line in translate_lines(what, language, out, back, folder, glossary, force):
        typer.echo(line)


@app.command()
def results(
    analysis: Annotated[
        Path, typer.Argument(metavar="FILE", help="The analysis.json of a report folder.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FOLDER", help="The folder for the pages.")
    ],
    least: Annotated[
        int, typer.Option(min=2, metavar="NUMBER", help="Groups under this are not described.")
    ] = 5,
    trait: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A column of participants that the brief may tell of."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help='The name of a viewpoint: "F1=A safe base".'),
    ] = None,
    force: Force = False,
) -> None:
    """Write pages that give the results back, for the team to edit."""
    from workbench.instruments_tasks import results_lines

    for line in results_lines(analysis, out, least, trait or [], name or [], force):
        typer.echo(line)
