"""What `qmt instruments translate` does: tables out, tables back, and how far each text is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.errors import StudyError
from corpora.places import check_free, new_folder
from instruments.guide import TopicGuide
from instruments.language import (
    check_translation,
    fixed_table,
    held_back,
    kept_translation,
    read_glossary,
    read_translation,
    states,
    take_in,
    write_translation,
)
from instruments.packs.material import cards_name, instruments_in, read_material
from instruments.page.texts import clean
from instruments.qsort_papers import PAPERS
from instruments.scripts import LANGUAGES, language
from instruments.source.form import read_guide
from instruments.source.names import shipped
from instruments.study.details import read_details
from instruments.translation.fixed import LISTS
from instruments.translation.table import source_language
from qmethod.design import QSet
from qmethod.files.record_book import read_cards
from workbench.reports.shown import counted

SUFFIX = ".xlsx"


@dataclass(frozen=True)
class Text:
    """What is to be translated, its name, and the folder that its translations are kept in."""

    thing: TopicGuide | QSet | dict[str, str]
    name: str
    folder: Path

    def table(self, code: str) -> Any:
        """The translation as it is kept."""
        if isinstance(self.thing, dict):
            return fixed_table(self.name, code, self.folder)
        return kept_translation(self.thing, code, self.folder, name=self.name)


def translate_lines(
    what: str,
    code: str | None,
    out: Path | None,
    back: Path | None,
    folder: Path | None,
    glossary: Path | None,
    force: bool,
) -> Iterator[str]:
    """Write tables for a translator, take one back, or say how far the translations are."""
    if out is not None and back is not None:
        raise StudyError("A table goes out (--out) or comes back (--back); choose one of them.")
    texts = _texts(what, folder)
    codes = _codes(texts, what, code)
    if back is not None:
        yield from _taken(_only(texts, "--back"), _only(codes, "--back"), back, glossary, force)
    elif out is not None:
        yield from _sent(texts, codes, out, force)
    else:
        yield from _told(texts, codes)


def _texts(what: str, folder: Path | None) -> list[Text]:
    """The instruments of a study, one instrument, the cards of a Q-set or a list of words."""
    place = Path(what)
    if what in LISTS:
        return [Text(dict(LISTS[what]), what, folder or Path())]
    if place.is_dir() or place.suffix.lower() in (".yaml", ".yml"):
        return list(_of_study(place, folder))
    if place.suffix.lower() in (".md", "") or shipped(what):
        guide = read_guide(what)
        if folder is None and shipped(guide.name) == Path(guide.path):
            raise StudyError(
                f"{guide.name} ships with the toolkit; copy it with `qmt instruments new`, so that "
                "its translation is kept beside your own, or name a --folder."
            )
        return [Text(guide, guide.name, folder or Path(guide.path).parent)]
    if not place.is_file():
        raise StudyError(f"{place} is not there; check its name and folder.")
    return [Text(read_cards(place)[0], cards_name(place), folder or place.parent)]


def _of_study(place: Path, folder: Path | None) -> Iterator[Text]:
    """All that the pack of a study prints: instruments, fixed words, and those of its Q-sort."""
    beside = place if place.is_dir() else place.parent
    kept = folder or beside
    guides = instruments_in(beside)
    yield from (Text(guide, guide.name, kept) for guide in guides)
    yield Text(dict(LISTS["pages"]), "pages", kept)
    q_sort = read_material(place).q_sort if (beside / "study.yaml").is_file() else None
    if q_sort is None:
        return
    names = {guide.name for guide in guides}
    papers = [paper.name for paper in PAPERS if paper.name not in names]
    yield from (Text(read_guide(name), name, kept) for name in papers)
    yield Text(next(iter(q_sort.qsets.values())), cards_name(q_sort.path), kept)
    yield Text(dict(LISTS["cards"]), "cards", kept)


def _codes(texts: list[Text], what: str, code: str | None) -> list[str]:
    """The language named, or those of the study.yaml that some text is not in already."""
    if code is not None:
        return [language(code).code]
    place = Path(what)
    study = place / "study.yaml" if place.is_dir() else place.with_name("study.yaml")
    named = read_details(study).languages if study.is_file() else ()
    found = [
        name
        for name in named
        if not LANGUAGES[name].pseudo and any(_is_other(text, name) for text in texts)
    ]
    if not found:
        raise StudyError(
            "No language is named; add one, such as --language ar, or list the study's under "
            "languages: in study.yaml."
        )
    return found


def _only(found: list[Any], option: str) -> Any:
    if len(found) == 1:
        return found[0]
    raise StudyError(
        f"{option} takes one table for one instrument in one language; name that instrument and "
        "its --language."
    )


def _sent(texts: list[Text], codes: list[str], out: Path, force: bool) -> Iterator[str]:
    """Write each table: one as the file named, several into the folder named."""
    pairs = [(text, code) for text in texts for code in codes if _is_other(text, code)]
    if not pairs:
        raise StudyError("The source is in that language already; choose another --language.")
    if len(pairs) == 1 and out.suffix:
        (text, code), *_ = pairs
        check_free(out, force=force, inputs=[Path(getattr(text.thing, "path", "") or text.name)])
        table = text.table(code)
        yield f"Wrote {write_translation(table, out, force=force)}: {_counts(table)}."
        return
    if out.suffix:
        raise StudyError(
            f"{out}: {len(pairs)} tables go into a folder; name one without an ending."
        )
    with new_folder(out, force=force) as beside:
        for text, code in pairs:
            write_translation(text.table(code), beside / code / f"{text.name}{SUFFIX}")
    yield f"Wrote {counted(len(pairs), 'table')} into {out}, a folder for each language."


def _is_other(text: Text, code: str) -> bool:
    return language(source_language(text.thing)).code != code


def _taken(text: Text, code: str, back: Path, glossary: Path | None, force: bool) -> Iterator[str]:
    """Take a table in, and say what was left out and what is to be looked at."""
    words = None if glossary is None else read_glossary(glossary)
    taken = take_in(text.thing, back, code, text.folder, name=text.name, force=force)
    told = counted(taken.taken, "text")
    yield f"Took {told} from {back} into {text.name}: {_counts(taken.table)}."
    if len(taken.conflicts):
        yield f"{len(taken.conflicts)} left as they were; --force takes them in:"
        for row, conflict in taken.conflicts.iterrows():
            place = f"row {row}" if int(str(row)) > 0 else "a changed text"
            yield clean(f"  {place}: {conflict['source'][:60]}: {conflict['why']}")
    slips = check_translation(read_translation(back), glossary=words)
    if slips:
        yield f"{len(slips)} to look at:"
        yield from (clean(f"  row {s.line} ({s.rule}): {s.message}") for s in slips)


def _told(texts: list[Text], codes: list[str]) -> Iterator[str]:
    """How many texts are in which state, an instrument and language a line."""
    for code in codes:
        others = [text for text in texts if _is_other(text, code)]
        if others:
            yield f"{LANGUAGES[code].name} ({code})"
        for text in others:
            table = text.table(code)
            yield f"  {text.name:28}{_counts(table)}"
            if isinstance(text.thing, TopicGuide) and table["target"].str.strip().any():
                gaps = [f for f in held_back(text.thing, table) if f.severity == "fault"]
                if gaps:
                    lines = ", ".join(str(finding.line) for finding in gaps)
                    yield f"  {'':28}not printed before they are reviewed: lines {lines}"


def _counts(table: Any) -> str:
    counts = states(table)
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count)
