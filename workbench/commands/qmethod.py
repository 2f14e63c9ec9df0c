"""`qmt qmethod`: template, check, compare, analyse, bootstrap, rerun and convert."""

# The work is imported inside each command: `qmt --help` must not wait for pandas.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="By-person factor analysis of Q-sorts, in the order of the work.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

MOST = 100_000  # replicates; more would only take hours

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="The file of Q-sorts: .csv, .xlsx, .dat, or what KADE or a sorting page gave. After "
        "it, files of statements or participants, if they are kept apart.",
        show_default=False,
    ),
]
GridText = Annotated[
    str | None,
    typer.Option(
        "--grid",
        metavar="TEXT",
        help='The grid, lowest..highest: cards per column, like "-3..3: 2 4 5 6 5 4 2". By default '
        "that of the file, or of most sorts.",
    ),
]
Free = Annotated[
    bool | None,
    typer.Option(
        "--free/--forced",
        help="Sorts may leave the grid (--free), or none may (--forced). By default a lone slip "
        "is refused.",
    ),
]
Orientation = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help='"statements in rows" or "participants in rows", if the table was taken the wrong '
        "way round.",
    ),
]
Out = Annotated[
    Path, typer.Option("--out", "-o", metavar="FOLDER", help="A new folder for the results.")
]
Saved = Annotated[
    Path, typer.Argument(metavar="FILE", help="The analysis.json of a report folder.")
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Write even if it is there; the old one is kept beside it."),
]
Factors = Annotated[
    int, typer.Option("--factors", "-k", metavar="NUMBER", help="How many factors to keep.")
]
Extraction = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="How factors are found: pca, centroid (Brown), horst or paf."
    ),
]
Rotation = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="How they are turned: varimax, none, quartimax, equamax, promax or oblimin.",
    ),
]
Correlation = Annotated[
    str,
    typer.Option(metavar="NAME", help="How sorts are compared: pearson, spearman or kendall."),
]
FlagLevel = Annotated[
    float, typer.Option(metavar="NUMBER", help="How significant a flagged loading is at least.")
]


@app.command()
def template(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to write.")] = Path(
        "q-study.xlsx"
    ),
    force: Force = False,
) -> None:
    """Write an example workbook to type over."""
    from workbench.tasks import template_lines

    typer.echo("\n".join(template_lines(path, force)))


@app.command()
def check(
    files: Files, grid: GridText = None, free: Free = None, orientation: Orientation = None
) -> None:
    """List every problem of a file at once.

    The exit code is 0 for a sound file, 1 for one with problems and 2 for one that can't be
    read at all.
    """
    from workbench.tasks import Reading, check_lines

    lines, faults = check_lines(Reading(tuple(files), grid, free, orientation))
    typer.echo("\n".join(lines))
    if faults:
        raise typer.Exit(1)


@app.command()
def compare(
    files: Files,
    smallest: Annotated[
        int, typer.Option("--from", metavar="NUMBER", help="The fewest factors.")
    ] = 2,
    largest: Annotated[int, typer.Option("--to", metavar="NUMBER", help="The most factors.")] = 7,
    extraction: Extraction = "pca",
    rotation: Rotation = "varimax",
    seed: Annotated[
        int, typer.Option(min=0, metavar="NUMBER", help="Seed of the parallel analysis.")
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FOLDER", help="A new folder for the tables and the plot."
        ),
    ] = None,
    grid: GridText = None,
    free: Free = None,
    orientation: Orientation = None,
    force: Force = False,
) -> None:
    """Weigh how many factors to keep."""
    from workbench.tasks import Reading, compare_lines

    reading = Reading(tuple(files), grid, free, orientation)
    for line in compare_lines(
        reading, range(smallest, largest + 1), extraction, rotation, seed, out, force
    ):
        typer.echo(line)


@app.command()
def analyse(
    files: Files,
    factors: Factors,
    out: Out,
    extraction: Extraction = "pca",
    rotation: Rotation = "varimax",
    correlation: Correlation = "pearson",
    flag_level: FlagLevel = 0.05,
    flag_rule: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="What a flag asks for: a significant loading (significance), more than half of "
            "the communality (majority), both, or none to flag by hand.",
        ),
    ] = "both",
    composite: Annotated[
        str,
        typer.Option(metavar="NAME", help="How flagged sorts are added up: standardised or raw."),
    ] = "standardised",
    reliability: Annotated[
        float, typer.Option(metavar="NUMBER", help="Test-retest reliability of one sort.")
    ] = 0.80,
    heywood: Annotated[
        str,
        typer.Option(metavar="NAME", help="A loading of 1 or more: refuse it, or clip it."),
    ] = "refuse",
    turn: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help='Turn two factors by degrees, with a reason: "F1 F2 -12 US8 stands apart". May be '
            "given again.",
        ),
    ] = None,
    because: Annotated[
        str, typer.Option(metavar="TEXT", help="Why this many factors; it goes into the report.")
    ] = "",
    bootstrap: Annotated[
        int,
        typer.Option(
            min=0, max=MOST, metavar="NUMBER", help="How often to resample; 0 for no bootstrap."
        ),
    ] = 0,
    seed: Annotated[
        int, typer.Option(min=0, metavar="NUMBER", help="Seed of everything random.")
    ] = 1,
    grid: GridText = None,
    free: Free = None,
    orientation: Orientation = None,
    force: Force = False,
) -> None:
    """Analyse a study and write its report.

    The folder then holds report.docx, report.html, tables.xlsx, figures, every table as CSV,
    and analysis.json, which holds the sorts and plays the analysis back.
    """
    from workbench.tasks import Reading, analyse_lines

    choices = {
        "factors": factors,
        "extraction": extraction,
        "rotation": rotation,
        "correlation": correlation,
        "flag_level": flag_level,
        "flag_rule": flag_rule,
        "composite": composite,
        "reliability": reliability,
        "heywood": heywood,
        "because": because,
    }
    reading = Reading(tuple(files), grid, free, orientation)
    for line in analyse_lines(reading, choices, turn or [], out, bootstrap, seed, force):
        typer.echo(line)


@app.command()
def bootstrap(
    file: Saved,
    out: Out,
    replicates: Annotated[
        int, typer.Option(min=2, max=MOST, metavar="NUMBER", help="How often to resample.")
    ] = 2000,
    seed: Annotated[int, typer.Option(min=0, metavar="NUMBER", help="Seed of the resampling.")] = 1,
    flags: Annotated[
        str, typer.Option(metavar="NAME", help="renew or keep the flags each time.")
    ] = "renew",
    force: Force = False,
) -> None:
    """Show how stable loadings, flags and z-scores are."""
    from workbench.tasks import bootstrap_lines

    for line in bootstrap_lines(file, out, replicates, seed, flags, force):
        typer.echo(line)


@app.command()
def rerun(
    file: Saved,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FOLDER", help="A new folder for the report."),
    ] = None,
    force: Force = False,
) -> None:
    """Run a saved analysis again and compare."""
    from workbench.tasks import rerun_lines

    for line in rerun_lines(file, out, force):
        typer.echo(line)


@app.command()
def convert(
    files: Files,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write.")],
    to: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="csv, xlsx (KADE reads it), kade-zip, dat (PQMethod) or archive (without free "
            "text). By default the ending of --out tells.",
        ),
    ] = None,
    grid: GridText = None,
    free: Free = None,
    orientation: Orientation = None,
    force: Force = False,
) -> None:
    """Write a study in another program's format."""
    from workbench.tasks import Reading, convert_lines

    reading = Reading(tuple(files), grid, free, orientation)
    typer.echo("\n".join(convert_lines(reading, out, to, force)))


@app.command()
def enter(
    study: Annotated[
        Path,
        typer.Argument(
            metavar="STUDY",
            help="A file with the cards and the grid: a study, or the workbook of a Q-sort pack.",
            show_default=False,
        ),
    ],
    sheets: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SHEETS",
            help="Filled workbooks or CSV files of record sheets; without them, type here.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The study file to write, .xlsx.")
    ] = Path("q-sorts.xlsx"),
    by: Annotated[str, typer.Option(metavar="TEXT", help="Your initials.")] = "",
    second: Annotated[
        bool, typer.Option("--second", help="Type sheets again that another person has typed.")
    ] = False,
    settle: Annotated[
        bool, typer.Option("--settle", help="Settle the places where two entries differ.")
    ] = False,
    piles: Annotated[
        bool, typer.Option("--piles", help="Ask for the piles of the first sorting as well.")
    ] = False,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Only write an empty workbook for record sheets."),
    ] = None,
    grid: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help='The grid, like "-3..3: 2 4 5 6 5 4 2", if STUDY names none.'
        ),
    ] = None,
    free: Annotated[
        bool, typer.Option("--free", help="Columns may hold any number of cards.")
    ] = False,
    force: Force = False,
) -> None:
    """Type record sheets in and make a study of them.

    Every sheet is kept at once, so that you can stop and go on another day.
    """
    from workbench.entry_tasks import Entering, enter_lines, template_lines

    if template is not None:
        typer.echo("\n".join(template_lines(study, template, grid, force)))
        return
    entering = Entering(
        study, tuple(sheets or ()), out, by, second, settle, piles, grid, free, force
    )
    for line in enter_lines(entering, typer.echo):
        typer.echo(line)
