"""Projects out and in again."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import coding as cd
from coding import Code, Coding, CodingFrame, Memo
from coding.project import Project
from coding.refi import read_exchange
from coding.refi.exchange import CodedPassage, Exchange
from coding.refi.write import write_exchange
from corpora.errors import StudyError
from corpora.sources import Source, Turn, fingerprint, normalised

FRAME = CodingFrame(
    "closures",
    (
        Code("HOME", "HOME (e.g. a flat)", codable=False),
        Code("HOME/Suitable", "Suitable", "HOME", definition="Safe & <dry>", colour="#336699",
             cues=("own room",), opposite="HOME/Unsuitable", rules={"weak": ["room"]}),
        Code("HOME/Unsuitable", "Unsuitable", "HOME", use_when="Damp", not_when="Moved on"),
        Code("SAFE", "SAFE", codable=False),
        Code("SAFE/Suitable", "Suitable", "SAFE", examples=("says so", "shown")),
    ),
    version="3",
    description="Of the study",
    history=("Split SAFE.",),
    words={"rooms": ("room", "flat")},
    one_of=(("HOME/Suitable", "HOME/Unsuitable"),),
)  # fmt: skip
TALK = (
    "Int: Where do you live?\nP1: In a flat 🏠 of my own, الحمد لله.\nInt: Since when?\nP1: May.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with cd.open_project(tmp_path / "study.db") as project:
        fill(project)
        yield project


def fill(project: Project) -> None:
    project.set_frame(FRAME)
    turns = (Turn("A", 0, 23, True), Turn("B", 24, 60))
    project.add_sources(
        [
            Source("one", TALK, "P1", "transcript", turns, {"year": "2024", "area": "North"},
                   fingerprint("raw"), ("Encoding: UTF-8.",)),
            Source("two & <three>", "Has own room. Damp walls.", kind="summary",
                   attributes={"year": "2023", "area": "", "seen": "2024-02-29"}),
            Source("empty", ""),
        ]
    )  # fmt: skip
    at = TALK.index("flat")
    ids = project.add_codings(
        [
            Coding("one", at, at + 6, "HOME/Suitable", "ann", "", "says “own”\n<so>"),
            Coding("one", at, at + 6, "HOME/Suitable", "bob", ""),
            Coding("one", at, at + 6, "SAFE/Suitable", "bob", ""),
            Coding("one", TALK.index("الحمد"), TALK.index(".\nInt"), "SAFE/Suitable", "ann", ""),
            Coding("two & <three>", 14, 18, "HOME/Unsuitable", "ann", ""),
        ]
    )  # fmt: skip
    project.add_coder("cleo")
    project.set_attributes("P1", {"age": "30-39"})
    project.add_case("P2", {"age": "16"})
    project.memo("On the whole", coder="ann")
    project.memo("On a source\nin two lines, longer than any name can be: " + "x" * 80,
                 about="source", target="one", coder="bob")  # fmt: skip
    project.memo("On a code", about="code", target="HOME", coder="ann")
    project.memo("On a coding", about="coding", target=ids[1], coder="ann")
    project.memo("On a case", about="case", target="P1", coder="bob")


def told(project: Project) -> dict[str, object]:
    """Everything that the two projects must share."""
    codings = project.codings()
    columns = ["source", "case", "start", "end", "code", "coder", "quote", "because"]
    where = {
        name: tuple(row) for name, row in zip(codings.index, codings[columns].values, strict=True)
    }
    return {
        "sources": project.sources(),
        "frame": project.frame,
        "rules": [code.rules for code in project.frame or ()],
        "words": project.frame.words if project.frame else None,
        "codings": sorted(where.values()),
        "memos": sorted(
            (m.about, str(where.get(m.target, m.target)), m.text, m.coder)
            for m in project.memos().itertuples()
        ),
        "cases": project.cases().to_dict("index"),
        "coders": list(project.coders().index),
    }


def xml_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as opened:
        return opened.read("project.qde")


def test_everything_comes_back(project: Project, tmp_path: Path) -> None:
    out = cd.export_refi(project, tmp_path / "study.qdpx")
    assert out.left_over == ()
    back = cd.import_refi(tmp_path / "study.qdpx", tmp_path / "again.db")
    assert back.left_over == ()
    assert told(back.project) == told(project)
    assert (back.sources, back.codings, back.memos) == (3, 5, 5)
    back.project.close()


def test_project_is_valid_and_laid_out_as_the_specification_says(
    project: Project, tmp_path: Path, reference: Path
) -> None:
    path = tmp_path / "study.qdpx"
    cd.export_refi(project, path)
    schema = etree.XMLSchema(file=str(reference / "refi-qda" / "Project.xsd"))
    root = etree.fromstring(xml_of(path))
    schema.assertValid(root)
    space = {"q": "urn:QDA-XML:project:1.0"}
    with zipfile.ZipFile(path) as opened:
        names = opened.namelist()
        assert names[0] == "project.qde"
        assert all(name.startswith("sources/") for name in names[1:])
        assert not any(opened.read(name).startswith(b"\xef\xbb\xbf") for name in names)
        for source in root.iterfind(".//q:Sources/q:TextSource", space):
            inside = "sources/" + source.get("plainTextPath").removeprefix("internal://")
            text = opened.read(inside).decode()
            assert text == project.source(source.get("name")).text
            for marked in source.iterfind("q:PlainTextSelection", space):
                quote = text[int(marked.get("startPosition")) : int(marked.get("endPosition"))]
                assert marked.get("name") == quote
    for marked in root.iterfind(".//q:PlainTextSelection", space):
        users = {c.get("creatingUser") for c in marked.iterfind("q:Coding", space)}
        assert users == {marked.get("creatingUser")}
    kinds = {v.get("name"): v.get("typeOfVariable") for v in root.iterfind(".//q:Variable", space)}
    assert kinds == {"year": "Integer", "area": "Text", "seen": "Date", "age": "Text"}


def test_file_has_what_other_readers_stumble_without(project: Project, tmp_path: Path) -> None:
    """QualCoder wants moments on passages and notes, and no two notes of one name."""
    project.memo("On the whole", about="source", target="one", coder="bob")
    cd.export_refi(project, tmp_path / "study.qdpx")
    root = etree.fromstring(xml_of(tmp_path / "study.qdpx"))
    space = {"q": "urn:QDA-XML:project:1.0"}
    for tag in ("TextSource", "PlainTextSelection", "Coding", "Note"):
        found = root.findall(f".//q:{tag}", space)
        assert found
        assert all(each.get("creationDateTime") for each in found)
    names = [note.get("name") for note in root.iterfind(".//q:Note", space)]
    assert len(set(names)) == len(names)
    for each in root.iterfind(".//q:Coding", space):
        assert each[0].tag.endswith("CodeRef")
    back = read_exchange(tmp_path / "study.qdpx")
    assert [m.text for m in back.memos].count("On the whole") == 2


def test_same_project_gives_the_same_bytes(project: Project, tmp_path: Path) -> None:
    cd.export_refi(project, tmp_path / "a.qdpx")
    cd.export_refi(project, tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_empty_project_is_valid(tmp_path: Path, reference: Path) -> None:
    with cd.open_project(tmp_path / "empty.db") as project:
        cd.export_refi(project, tmp_path / "empty.qdpx")
    schema = etree.XMLSchema(file=str(reference / "refi-qda" / "Project.xsd"))
    schema.assertValid(etree.fromstring(xml_of(tmp_path / "empty.qdpx")))
    with cd.import_refi(tmp_path / "empty.qdpx", tmp_path / "again.db").project as back:
        assert back.sources() == []


def test_sample_of_qualcoder_comes_in_whole(tmp_path: Path, reference: Path) -> None:
    sample = reference / "refi-qda" / "samples" / "qualcoder-4.0beta_example.qdpx"
    found = cd.import_refi(sample, tmp_path / "study.db")
    with found.project as project:
        assert [s.id for s in project.sources()] == ["Interview 01", "Case 17 closure"]
        frame = project.frame
        assert frame is not None
        assert [c.id for c in frame if not c.codable] == ["Needs"]
        assert [c.id for c in frame.codable] == [
            "Coping", "Needs/Housing", "Needs/Support", "Needs/Support/Formal support",
            "Needs/Support/Informal support",
        ]  # fmt: skip
        codings = project.codings()
        assert codings.groupby("coder").size().to_dict() == {"ann": 4, "bob": 4, "céline": 1}
        flat = codings[(codings["coder"] == "bob") & (codings["start"] == 73)]
        assert flat["quote"].tolist() == ["housing officer found us a flat 🏠"]
        assert project.cases().loc["P01", ["Age group", "Visits"]].tolist() == ["30-39", "4"]
        memos = project.memos()
        assert (
            "Field note\n\nA reflexive note." in memos.query("about == 'project'")["text"].tolist()
        )
        assert list(project.coders().index) == ["ann", "bob", "céline"]
    assert found.left_over == ()
    # The file's own names of passages hold the words that stand there.
    assert "9 of 9 passages" in found.said[0]


PIECES = st.sampled_from(
    ["a", "b ", "é", "e\u0301", "🏠", "👩\u200d👧", "سَلام ", "\r\n", "\r", "\n", "한", "ﬁ", "\t",
     "\u1112\u1161", "\u2028", "."]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=15).map("".join)
PLACES = st.tuples(st.floats(0, 1), st.floats(0, 1))
SAID = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r"))


def coded(number: int, text: str, place: tuple[float, float], why: str) -> Coding:
    low, high = sorted((int(place[0] * (len(text) - 1)), int(place[1] * len(text))))
    high = max(high, low + 1)
    return Coding(str(number), low, high, "x", "ann", text[low:high], why)


@given(
    texts=st.lists(st.tuples(TEXTS, PLACES, SAID), min_size=1, max_size=4),
    words=SAID.filter(lambda said: said == "" or said.strip()),
    memo=SAID,
)
def test_any_text_and_place_come_back(
    texts: list[tuple[str, tuple[float, float], str]], words: str, memo: str
) -> None:
    plain = [(normalised(text), place, why.strip()) for text, place, why in texts]
    passages = [CodedPassage(str(n), coded(n, *each)) for n, each in enumerate(plain)]
    frame = CodingFrame("f", (Code("x", "x", definition=words.replace("\r", "\n")),))
    before = Exchange(
        "study",
        frame,
        tuple(Source(str(n), text) for n, (text, _, _) in enumerate(plain)),
        tuple(passages),
        (Memo(f"a{memo}", "source", "0", "ann"),),
        coders=("ann",),
    )
    with TemporaryDirectory() as folder:
        write_exchange(before, Path(folder) / "a.qdpx")
        after = read_exchange(Path(folder) / "a.qdpx")
    assert after.frame == before.frame
    assert after.sources == before.sources
    assert [p.coding for p in after.codings] == [p.coding for p in before.codings]
    assert after.memos == before.memos
    assert after.left_over == ()


def test_text_that_was_not_normalised_is_written_so(tmp_path: Path) -> None:
    with cd.open_project(tmp_path / "a.db") as project:
        project.set_frame(CodingFrame("f", (Code("x", "x"),)))
        raw = "\ufeffCafe\u0301 🏠\r\nopen\r\n"
        project.add_sources([Source("s", raw, turns=(Turn("A", 9, 13),))])
        project.code("s", raw.index("open"), raw.index("open") + 4, "x", coder="ann")
        cd.export_refi(project, tmp_path / "a.qdpx")
    with cd.import_refi(tmp_path / "a.qdpx", tmp_path / "b.db").project as back:
        assert back.source("s").text == "Café 🏠\nopen\n"
        assert back.codings()[["start", "end", "quote"]].values.tolist() == [[7, 11, "open"]]


def test_codebook_out_and_in(project: Project, tmp_path: Path) -> None:
    out = cd.export_refi(project, tmp_path / "frame.qdc")
    assert out.codes == 5
    assert [each.kind for each in out.left_over] == ["rules"]
    back = cd.import_refi(tmp_path / "frame.qdc", tmp_path / "again.db")
    with back.project as again:
        assert again.frame is not None
        assert again.frame.codes == FRAME.codes
        assert again.sources() == []


def test_import_into_a_project_adds_and_is_undone_as_one(project: Project, tmp_path: Path) -> None:
    cd.export_refi(project, tmp_path / "study.qdpx")
    with cd.open_project(tmp_path / "other.db") as other:
        other.set_frame(CodingFrame("mine", (Code("HOME", "HOME", codable=False), Code("z", "z"))))
        other.add_sources([Source("mine", "My own text.")])
        other.code("mine", 0, 2, "z", coder="zoe")
        before = told(other)
        found = cd.import_refi(tmp_path / "study.qdpx", other)
        assert len(other.sources()) == 4
        assert len(other.codings()) == 6
        assert [c.id for c in other.frame or ()][:2] == ["HOME", "z"]
        assert any('code "HOME"' in str(each) for each in found.left_over)
        assert any("HOME" in m for m in other.memos()["text"])
        assert list((tmp_path / "other.db-backups").iterdir())
        cd.import_refi(tmp_path / "study.qdpx", other)
        assert len(other.codings()) == 6
        other.undo()
        after = told(other)
        del after["coders"], before["coders"]  # who took part is never taken back
        assert after == before


def test_another_text_of_the_same_name_stops_the_import(project: Project, tmp_path: Path) -> None:
    cd.export_refi(project, tmp_path / "study.qdpx")
    with cd.open_project(tmp_path / "other.db") as other:
        other.add_sources([Source("one", "Another text.")])
        before = told(other)
        with pytest.raises(StudyError, match="Source one"):
            cd.import_refi(tmp_path / "study.qdpx", other)
        assert told(other) == before


def test_pseudonyms_replace_names_and_the_file_says_so(project: Project, tmp_path: Path) -> None:
    names = {"P1": "Case A", "ann": "Coder 1", "one": "Text 1"}
    cd.export_refi(project, tmp_path / "study.qdpx", pseudonyms=names)
    xml = xml_of(tmp_path / "study.qdpx").decode()
    assert "replaced by pseudonyms" in xml
    assert not any(f'"{name}"' in xml for name in names)
    with cd.import_refi(tmp_path / "study.qdpx", tmp_path / "again.db").project as back:
        assert back.source("Text 1").case == "Case A"
        assert back.source("Text 1").turns == project.source("one").turns
        assert set(back.codings()["coder"]) == {"Coder 1", "bob"}
        assert set(back.memos()["target"]) >= {"Case A", "Text 1"}
        assert len(back.memos()) == len(project.memos())
    with pytest.raises(StudyError, match="would be called"):
        cd.export_refi(project, tmp_path / "b.qdpx", pseudonyms={"ann": "bob"})


def test_note_of_ours_changed_elsewhere_does_no_harm(project: Project, tmp_path: Path) -> None:
    cd.export_refi(project, tmp_path / "study.qdpx")
    with zipfile.ZipFile(tmp_path / "study.qdpx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for changed in (
        b"{}",
        b"no data",
        b'{"frame": {"rules": 3, "words": [], "one_of": 1}}',
        b"[1]",
    ):
        with zipfile.ZipFile(tmp_path / "changed.qdpx", "w") as new:
            for name, data in parts.items():
                new.writestr(name, changed if data.startswith(b'{"frame"') else data)
        (tmp_path / "again.db").unlink(missing_ok=True)
        with cd.import_refi(tmp_path / "changed.qdpx", tmp_path / "again.db").project as back:
            assert len(back.codings()) == 5
            assert [s.text for s in back.sources()] == [s.text for s in project.sources()]


def test_what_the_format_has_no_place_for_is_told(project: Project, tmp_path: Path) -> None:
    project.summarise("P1", "HOME", "Settled well", coder="ann")
    project.edit_text("two & <three>", "Has own room. All fine.")
    out = cd.export_refi(project, tmp_path / "study.qdpx")
    assert [each.kind for each in out.left_over] == ["coding", "1"]
    assert "summaries of the framework matrix" in str(out)


def test_other_endings_are_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"\.qdpx \(a project\)"):
        cd.export_refi(project, tmp_path / "study.xml")
    with pytest.raises(StudyError, match="can't be written"):
        cd.export_refi(project, tmp_path / "missing" / "study.qdpx")


def test_control_characters_are_shown_and_told(tmp_path: Path, reference: Path) -> None:
    with cd.open_project(tmp_path / "a.db") as project:
        project.set_frame(CodingFrame("f", (Code("x", "x", definition="a\x0bb"),)))
        project.add_sources([Source("s", "One\x0btwo.")])
        project.code("s", 0, 4, "x", coder="ann", because="c\x1fd")
        out = cd.export_refi(project, tmp_path / "a.qdpx")
        assert len(out.left_over) == 2
    schema = etree.XMLSchema(file=str(reference / "refi-qda" / "Project.xsd"))
    schema.assertValid(etree.fromstring(xml_of(tmp_path / "a.qdpx")))
    with cd.import_refi(tmp_path / "a.qdpx", tmp_path / "b.db").project as back:
        assert back.source("s").text == "One\x0btwo."
        assert back.codings()["quote"].tolist() == ["One\x0b"]
