"""What the commands of `qmt instruments` do, giving the lines that they print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pandas as pd

import qmethod as qm
from corpora.errors import StudyError
from corpora.places import check_free
from instruments.checks.instrument import check
from instruments.documents import document
from instruments.feedback import write_feedback
from instruments.findings import Finding
from instruments.guide import Item, TopicGuide
from instruments.packs.approval import approve
from instruments.packs.consistency import check_pack
from instruments.packs.material import instruments_in, read_material
from instruments.packs.pack import Pack, build_pack, findings_of
from instruments.page.texts import clean
from instruments.paper.views import Layout, Version
from instruments.plan import written
from instruments.scripts import LANGUAGES
from instruments.shelf import library, new
from instruments.source.form import read_guide
from instruments.source.names import shipped
from instruments.study.details import StudyDetails, read_details, write_template
from workbench.progress import bar
from workbench.reports.shown import counted

STUDY = "study.yaml"
_TOLD = {
    "fault": "to be mended before use",
    "prompt": "worth a second look",
    "note": "good to know",
}
_WIDTHS = (26, 18, 22, 9)
_UNDER = ("Prompt", "Probe", "Part", "Definition")


@dataclass(frozen=True)
class One:
    """What to build: a study, or one instrument in a version, layout and look."""

    what: str
    out: Path | None = None
    version: str = "interviewer"
    layout: str = "standard"
    template: Path | None = None


def list_lines() -> Iterator[str]:
    """What ships, a line each: name, kind, for whom, minutes and title."""
    table = library()
    yield _in_columns("name", "kind", "for", "minutes", "title")
    for row in table.reset_index().to_dict("records"):
        readers = ", ".join(part for part in (row["audience"], row["ages"]) if part)
        minutes = "" if pd.isna(row["minutes"]) else f"{row['minutes']:g}"
        yield _in_columns(row["name"], row["kind"], readers, minutes, row["title"])
    yield ""
    yield f"{counted(len(table), 'instrument')}. To edit one: qmt instruments new NAME --to FOLDER"


def _in_columns(*cells: str) -> str:
    *most, last = cells
    return "".join(f"{cell:{width}}" for cell, width in zip(most, _WIDTHS, strict=True)) + last


def show_lines(what: str, source: bool) -> Iterator[str]:
    """An instrument in outline, or its source as it is written."""
    guide = read_guide(what)
    if source:
        yield from clean(guide.text).splitlines()
        return
    minutes = f"{guide.minutes:g} minutes" if guide.minutes else ""
    facts = (guide.kind, guide.audience, guide.ages, minutes, f"version {guide.version}")
    yield clean(guide.title)
    yield ", ".join(fact for fact in facts if fact and not fact.endswith("version "))
    yield guide.path
    if guide.origin:
        yield clean(f"After: {guide.origin}")
    for section in guide.sections:
        time = written(section.allowance)
        yield ""
        yield clean(
            f"{section.title or '(before the first heading)'}{f' ({time})' if time else ''}"
        )
        yield from (clean(f"  Activity: {activity.title}") for activity in section.activities)
        for question in section.questions:
            yield clean(f"  {question.number}. {question.text}")
            yield from _below(question.items)


def _below(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if item.key in _UNDER:
            term = f" {item.term}" if item.term else ""
            yield clean(f"     {item.key}{term}: {item.text}")


def new_lines(names: Sequence[str], folder: Path, force: bool) -> Iterator[str]:
    """Copy instruments, or an empty study.yaml, into a folder of the team's own."""
    for name in names:
        if name.lower() in (STUDY, "study"):
            yield f"Wrote {write_template(folder, force=force)}: fill it in, once for every page."
        else:
            yield f"Wrote {new(name, folder, force=force)}: edit it in any editor."
    yield f"Then: qmt instruments check {folder}"


def check_lines(what: Sequence[str], study: Path | None) -> tuple[list[str], int]:
    """What the checks find in instruments, alone and together, and how many faults it is."""
    found, names = _checked(what, study)
    lines = [f"Checked {counted(len(names), 'instrument')}: {', '.join(names)}."]
    for severity, title in _TOLD.items():
        some = [finding for finding in found if finding.severity == severity]
        if some:
            lines.append(f"{len(some)} {title}:")
            lines += [f"  {_told(finding)}" for finding in some]
    faults = sum(finding.severity == "fault" for finding in found)
    if not faults:
        lines.append("Nothing must be mended.")
    return lines, faults


def _checked(what: Sequence[str], study: Path | None) -> tuple[Sequence[Finding], list[str]]:
    place = Path(what[0])
    if len(what) == 1 and study is None and _is_study(place):
        material = read_material(place)
        return findings_of(material), [guide.name for guide in material.guides]
    guides = [guide for one in what for guide in _guides(one)]
    details = None if study is None else read_details(study)
    found = [finding for guide in guides for finding in check(guide, details)]
    if len(guides) > 1 or details is not None:
        found += check_pack(guides, details)
    return sorted(set(found), key=lambda f: (f.path, f)), [guide.name for guide in guides]


def _is_study(place: Path) -> bool:
    """Whether a place is a study.yaml or a folder that holds one."""
    return place.suffix.lower() in (".yaml", ".yml") or (place / STUDY).is_file()


def _guides(what: str) -> Sequence[TopicGuide]:
    return instruments_in(Path(what)) if Path(what).is_dir() else [read_guide(what)]


def _told(finding: Finding) -> str:
    name = Path(finding.path).name
    where = f"{name}, line {finding.line}" if finding.line else name
    message = finding.message if finding.message.endswith((".", "?")) else f"{finding.message}."
    return clean(f"{where} ({finding.rule}): {message}")


def build_lines(one: One, formats: Sequence[str], force: bool) -> Iterator[str]:
    """Build the pack of a study, or one document where one instrument is named."""
    if _is_instrument(one.what):
        yield from _one_lines(one, formats, force)
        return
    if (one.version, one.layout, one.template) != (One.version, One.layout, None):
        raise StudyError(
            "--version, --layout and --template are for one instrument; a pack holds every version "
            "and layout, and study.yaml names its template."
        )
    with bar("Building the pack"):
        pack = build_pack(one.what, one.out, formats=formats or None, force=force)
    codes = dict.fromkeys(pack.documents["language"])
    names = ", ".join(LANGUAGES[code].name for code in codes)
    yield f"Built {counted(len(pack.documents), 'document')} ({names}) into {pack.folder}."
    yield from _first_look(pack)
    yield f"Open {pack.folder / 'index.html'}: what is in it, for whom, and who signs."


def _is_instrument(what: str) -> bool:
    """Whether a text names an instrument rather than a study."""
    return Path(what).suffix.lower() == ".md" or (not Path(what).exists() and bool(shipped(what)))


def _first_look(pack: Pack) -> Iterator[str]:
    faults = [finding for finding in pack.findings if finding.severity == "fault"]
    if faults:
        yield f"{counted(len(faults), 'fault')} to be mended before use; the first:"
        yield from (f"  {_told(finding)}" for finding in faults[:5])
    names = list(dict.fromkeys(pack.unfilled["placeholder"]))
    if names:
        yield f"Not filled, and marked on the pages: {', '.join(names)}."
    for code in dict.fromkeys(missing.code for missing in pack.missing):
        count = sum(missing.code == code for missing in pack.missing)
        yield f"Not translated into {LANGUAGES[code].name} yet: {counted(count, 'page')}."
    if pack.approval is not None:
        told = counted(len(pack.changes), "text")
        yield f"{told} changed since version {pack.approval.version}; changes.docx lists them."


def _one_lines(one: One, formats: Sequence[str], force: bool) -> Iterator[str]:
    """Write one document of one instrument."""
    if one.out is None or formats:
        raise StudyError(
            "For one instrument name the file to write, such as --out guide.docx; its ending says "
            "the form."
        )
    guide = read_guide(one.what)
    check_free(one.out, force=force, inputs=[Path(guide.path)])
    made = document(
        guide,
        version=cast(Version, one.version),
        layout=cast(Layout, one.layout),
        template=one.template,
        details=_details_beside(guide),
    )
    yield f"Wrote {made.save(one.out, force=force)}."


def _details_beside(guide: TopicGuide) -> StudyDetails | None:
    """The study.yaml that stands beside an instrument, if one does."""
    beside = Path(guide.path).with_name(STUDY)
    return read_details(beside) if beside.is_file() else None


def approve_lines(study: Path, version: str, by: str, on: str | None, force: bool) -> Iterator[str]:
    """Record what was approved, and say what comes of it."""
    path = approve(study, version=version, by=by, on=on, force=force)
    yield f"Recorded version {version}, approved by {by.strip()}, in {path}."
    yield "From now on a pack that is built shows what changed since."


def results_lines(
    analysis: Path, out: Path, least: int, traits: Sequence[str], names: Sequence[str], force: bool
) -> Iterator[str]:
    """Write the pages that give results back, for the team to edit before they are printed."""
    paths = write_feedback(
        qm.load(analysis), out, names=_named(names), least=least, traits=traits, force=force
    )
    yield f"Wrote {counted(len(paths), 'page')} into {out}, to be edited before they are printed:"
    yield from (f"  {path.name}" for path in paths)
    yield f"Read {paths[0].name} first. To print one:"
    yield f"  qmt instruments build {paths[-1]} --version participant --out brief.docx"


def _named(names: Sequence[str]) -> dict[str, str]:
    """Factor -> the name of its viewpoint, from texts such as "F1=Safe and heard"."""
    found = {}
    for text in names:
        factor, sign, name = text.partition("=")
        if not (sign and factor.strip() and name.strip()):
            raise StudyError(
                f'The name "{text}" was not understood; write it like "F1=A safe base".'
            )
        found[factor.strip()] = name.strip()
    return found
