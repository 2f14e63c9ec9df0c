"""`qmt qmethod`: check, template, compare, analyse, bootstrap, convert and rerun."""

# The work is imported inside each command: `qmt --help` must not wait for pandas.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="By-person factor analysis of Q-sorts.", no_args_is_help=True, rich_markup_mode=None
)

MOST = 100_000  # replicates; more would only take hours

Files = Annotated[
    list[Path],
    typer.Argument(
        help="The file of Q-sorts, in any format of the field; then files of statements or "
        "participants, if they stand apart.",
        show_default=False,
    ),
]
GridText = Annotated[
    str | None,
    typer.Option("--grid", help='The grid, if the file does not hold it: "-3..3: 2 4 5 6 5 4 2".'),
]
Free = Annotated[
    bool | None,
    typer.Option("--free/--forced", help="Whether sorts may leave the grid; judged if not said."),
]
Orientation = Annotated[
    str | None,
    typer.Option(help='"statements in rows" or "participants in rows", if judged wrongly.'),
]
Out = Annotated[Path, typer.Option("--out", "-o", help="The folder or file to write.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write even if it exists; what was there is kept beside.")
]
Factors = Annotated[int, typer.Option("--factors", "-k", help="How many factors to keep.")]
Extraction = Annotated[str, typer.Option(help="pca, centroid, horst or paf.")]
Rotation = Annotated[
    str, typer.Option(help="varimax, none, quartimax, equamax, promax or oblimin.")
]
Correlation = Annotated[str, typer.Option(help="pearson, spearman or kendall.")]
FlagLevel = Annotated[float, typer.Option(help="Significance of a flagged loading.")]


@app.command()
def check(
    files: Files, grid: GridText = None, free: Free = None, orientation: Orientation = None
) -> None:
    """List every problem of a file at once; exit 1 if there is any."""
    from workbench.tasks import Reading, check_lines

    lines, faults = check_lines(Reading(tuple(files), grid, free, orientation))
    typer.echo("\n".join(lines))
    if faults:
        raise typer.Exit(1)


@app.command()
def template(
    path: Annotated[Path, typer.Argument(help="The workbook to write.")] = Path("q-study.xlsx"),
    force: Force = False,
) -> None:
    """Write a filled-in example workbook to type a study over."""
    from workbench.tasks import template_lines

    typer.echo("\n".join(template_lines(path, force)))


@app.command()
def compare(
    files: Files,
    smallest: Annotated[int, typer.Option("--from", help="The fewest factors.")] = 2,
    largest: Annotated[int, typer.Option("--to", help="The most factors.")] = 7,
    extraction: Extraction = "pca",
    rotation: Rotation = "varimax",
    seed: Annotated[int, typer.Option(min=0, help="Seed of the parallel analysis.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A folder for the tables and the plot.")
    ] = None,
    grid: GridText = None,
    free: Free = None,
    orientation: Orientation = None,
    force: Force = False,
) -> None:
    """Set solutions of different numbers of factors side by side."""
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
    flag_rule: Annotated[str, typer.Option(help="both, majority, significance or none.")] = "both",
    composite: Annotated[str, typer.Option(help="standardised or raw.")] = "standardised",
    reliability: Annotated[float, typer.Option(help="Reliability of a single sort.")] = 0.80,
    heywood: Annotated[str, typer.Option(help="refuse or clip loadings of 1 or more.")] = "refuse",
    turn: Annotated[
        list[str] | None,
        typer.Option(help='Turn two factors by hand: "F1 F2 -12"; may be given again.'),
    ] = None,
    because: Annotated[str, typer.Option(help="Why this many factors.")] = "",
    bootstrap: Annotated[
        int, typer.Option(min=0, max=MOST, help="Bootstrap replicates; 0 for none.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything random.")] = 1,
    grid: GridText = None,
    free: Free = None,
    orientation: Orientation = None,
    force: Force = False,
) -> None:
    """Analyse a study and write its report, tables, figures and analysis.json."""
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
    file: Annotated[Path, typer.Argument(help="An analysis.json of `qmt qmethod analyse`.")],
    out: Out,
    replicates: Annotated[
        int, typer.Option(min=2, max=MOST, help="How many times to resample.")
    ] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the resampling.")] = 1,
    flags: Annotated[
        str, typer.Option(help="renew or keep the flags in each replicate.")
    ] = "renew",
    force: Force = False,
) -> None:
    """Show how stable loadings, flags and z-scores are."""
    from workbench.tasks import bootstrap_lines

    for line in bootstrap_lines(file, out, replicates, seed, flags, force):
        typer.echo(line)


@app.command()
def convert(
    files: Files,
    out: Out,
    to: Annotated[
        str | None,
        typer.Option(help="csv, xlsx, kade-zip, dat or archive; else by the ending of --out."),
    ] = None,
    grid: GridText = None,
    free: Free = None,
    orientation: Orientation = None,
    force: Force = False,
) -> None:
    """Write a study in another program's format, or as an archive copy."""
    from workbench.tasks import Reading, convert_lines

    reading = Reading(tuple(files), grid, free, orientation)
    typer.echo("\n".join(convert_lines(reading, out, to, force)))


@app.command()
def rerun(
    file: Annotated[Path, typer.Argument(help="An analysis.json of `qmt qmethod analyse`.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A folder for the report, written anew.")
    ] = None,
    force: Force = False,
) -> None:
    """Run a saved analysis again and hold it against its own numbers."""
    from workbench.tasks import rerun_lines

    for line in rerun_lines(file, out, force):
        typer.echo(line)
