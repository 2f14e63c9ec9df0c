"""`qmt coding`: frame, suggest, start, review, evaluate, learn, agreement, export and import."""

# The work is imported inside each command: `qmt --help` must not wait for spaCy.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Coding of case summaries and transcripts with a frame.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

TextFiles = Annotated[
    list[Path],
    typer.Argument(
        help="Files or folders of texts: .txt .md .docx .odt .rtf .pdf .vtt .srt, or tables "
        ".csv .xlsx .jsonl with a column of texts.",
        show_default=False,
    ),
]
TextColumn = Annotated[str | None, typer.Option(help="The column of a table that holds the texts.")]
IdColumn = Annotated[str | None, typer.Option(help="The column that holds their ids.")]
CaseColumn = Annotated[str | None, typer.Option(help="The column that holds their cases.")]
Encoding = Annotated[
    str | None, typer.Option(help="Of text files and tables, where the one found is wrong.")
]
Database = Annotated[
    str, typer.Argument(help="The project: a file, or the address of a PostgreSQL database.")
]
FrameName = Annotated[
    str, typer.Option("--frame", help="closure-summaries, transcripts, or a file with a frame.")
]
Model = Annotated[
    str | None, typer.Option(help="An installed spaCy model that sharpens the rules.")
]
Learned = Annotated[
    Path | None, typer.Option(help="A model that `learn` wrote, blended with the rules.")
]
Coder = Annotated[str, typer.Option(help="Who is coding.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write even if it exists; what was there is kept beside.")
]


@app.command()
def frame(
    name: Annotated[
        str, typer.Argument(help="closure-summaries, transcripts, or a file.")
    ] = "closure-summaries",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write it as .yaml .csv .xlsx .qdc or .json."),
    ] = None,
    force: Force = False,
) -> None:
    """Show a coding frame, or write it in another form."""
    from workbench.coding_tasks import frame_lines

    for line in frame_lines(name, out, force):
        typer.echo(line)


@app.command()
def suggest(
    texts: TextFiles,
    out: Annotated[Path, typer.Option("--out", "-o", help="The .jsonl file to write.")],
    frame: FrameName = "closure-summaries",
    model: Model = None,
    mentions: Annotated[
        bool, typer.Option("--mentions", help="Also what the text mentions but does not assert.")
    ] = False,
    learned: Learned = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    case_column: CaseColumn = None,
    encoding: Encoding = None,
    processes: Annotated[
        int, typer.Option(help="How many processes share the work; for many texts.")
    ] = 1,
    force: Force = False,
) -> None:
    """Write what a coder might code, one JSON object a suggestion."""
    from workbench.coding_tasks import Texts, suggest_lines

    read = Texts(tuple(texts), text_column, id_column, case_column, encoding)
    for line in suggest_lines(read, out, frame, model, mentions, learned, force, processes):
        typer.echo(line)


@app.command()
def start(
    project: Database,
    texts: TextFiles,
    frame: Annotated[
        str | None,
        typer.Option(
            "--frame",
            help="closure-summaries, transcripts, or a file; else the project's own, or "
            "closure-summaries where it has none.",
        ),
    ] = None,
    model: Model = None,
    learned: Learned = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    case_column: CaseColumn = None,
    encoding: Encoding = None,
) -> None:
    """Make a project of texts, with suggestions that wait for a coder, or add texts to one."""
    from workbench.coding_tasks import Texts, start_lines

    read = Texts(tuple(texts), text_column, id_column, case_column, encoding)
    for line in start_lines(project, read, frame, model, learned):
        typer.echo(line)


@app.command()
def review(
    project: Database,
    coder: Coder,
    code: Annotated[str | None, typer.Option(help="Only suggestions of this code.")] = None,
    order: Annotated[
        str, typer.Option(help="text, score, uncertain, or teach: what teaches the model most.")
    ] = "text",
    least: Annotated[
        float, typer.Option(min=0, max=1, help="The lowest score that is shown; 0 shows all.")
    ] = 0.5,
) -> None:
    """Decide on suggestions in the terminal, one key each."""
    from workbench.review import review_suggestions

    typer.echo(review_suggestions(project, coder, code, order, least))


@app.command()
def evaluate(
    suggestions: Annotated[Path, typer.Argument(help="The .jsonl file of `suggest`.")],
    gold: Annotated[
        Path, typer.Argument(help='A .jsonl file of {"id", "gold": [{"code"}]} or {"id", "code"}.')
    ],
    frame: FrameName = "closure-summaries",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A folder for the tables and mistakes.")
    ] = None,
    force: Force = False,
) -> None:
    """Hold suggestions against a gold standard."""
    from workbench.coding_results import evaluate_lines

    for line in evaluate_lines(suggestions, gold, frame, out, force):
        typer.echo(line)


@app.command()
def learn(
    project: Database,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file of the model.")],
    fewest: Annotated[int, typer.Option(help="Examples that a code needs at least.")] = 8,
    seed: Annotated[int, typer.Option(help="Seed of the cross-validation.")] = 1,
    embeddings: Annotated[
        str | None, typer.Option(help="A folder with a sentence-embedding model.")
    ] = None,
    force: Force = False,
) -> None:
    """Train a model on reviewed codings and show how well it does before it is used."""
    from workbench.coding_tasks import learn_lines

    for line in learn_lines(project, out, fewest, seed, embeddings, force):
        typer.echo(line)


@app.command()
def agreement(
    project: Database,
    unit: Annotated[str, typer.Option(help="passage, sentence, paragraph or source.")] = "sentence",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A .csv file for the table.")
    ] = None,
    force: Force = False,
) -> None:
    """Show how far coders agree, by code and overall."""
    from workbench.coding_results import agreement_lines

    for line in agreement_lines(project, unit, out, force):
        typer.echo(line)


@app.command()
def export(
    project: Database,
    out: Annotated[
        Path,
        typer.Argument(
            help=".qdpx for other programs, .qdc for the frame, or a folder for report and tables."
        ),
    ],
    force: Force = False,
) -> None:
    """Write the project for NVivo, ATLAS.ti, MAXQDA and QualCoder, or its report and tables."""
    from workbench.coding_results import export_lines

    for line in export_lines(project, out, force):
        typer.echo(line)


@app.command(name="import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="A .qdpx of another program, or a framework.xlsx that was filled in."),
    ],
    project: Database,
    coder: Annotated[str, typer.Option(help="Who wrote the summaries of a framework.xlsx.")] = "",
) -> None:
    """Read another program's project, or summaries; what has no place here is listed."""
    from workbench.coding_tasks import import_lines

    for line in import_lines(file, project, coder):
        typer.echo(line)
