"""Files as other programs write them, small and invented."""

import io
from pathlib import Path

import docx
import pytest
from refi_files import (
    ANN,
    BOB,
    CODES,
    HOUSING,
    SUPPORT,
    TEXT,
    USERS,
    archive,
    coding,
    guid,
    inline_source,
    project_xml,
    selection,
    text_source,
)

from coding.codings import Memo
from coding.refi import read_exchange
from coding.refi.exchange import Exchange

TALK = "We found a flat 🏠 near the school.\r\nMy sister helped us a lot. Nobody asked.\r\n"


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read(tmp_path: Path, xml: str, files: dict[str, bytes] | None = None, **how: str) -> Exchange:
    return read_exchange(archive(tmp_path / "study.qdpx", xml, files, **how))


def quotes(exchange: Exchange) -> list[str]:
    texts = {source.id: source.text for source in exchange.sources}
    for passage in exchange.codings:
        coding = passage.coding
        assert texts[coding.source][coding.start : coding.end] == coding.quote
    return [passage.coding.quote for passage in exchange.codings]


def left(exchange: Exchange) -> str:
    return "\n".join(map(str, exchange.left_over))


def test_nvivo_for_windows(tmp_path: Path) -> None:
    """Byte-order mark, CR LF as two, UTF-16 positions, `Sources/`, names left empty."""
    marked = [
        selection(utf16(TALK[: TALK.index(q)]), utf16(TALK[: TALK.index(q) + len(q)]), number=n)
        for n, q in enumerate(["flat", "My sister helped us", "Nobody asked"])
    ]
    xml = project_xml(text_source("".join(marked)), origin="NVivo for Windows 12.6")
    found = read(tmp_path, xml, {"Sources/one.txt": b"\xef\xbb\xbf" + TALK.encode()})
    assert found.sources[0].text == TALK.replace("\r\n", "\n")
    assert quotes(found) == ["flat", "My sister helped us", "Nobody asked"]
    assert "UTF-16 units (an emoji counts as two), CR LF as two" in found.said[0]
    assert found.left_over == ()


def test_one_passage_after_an_emoji_is_enough_to_see_utf_16(tmp_path: Path) -> None:
    at = utf16(TALK[: TALK.index("My sister")])
    xml = project_xml(text_source(selection(at, at + len("My sister helped"))))
    found = read(tmp_path, xml, {"Sources/one.txt": TALK.encode()})
    assert quotes(found) == ["My sister helped"]


def test_qde_named_after_the_project(tmp_path: Path) -> None:
    xml = project_xml(text_source(selection(0, 8)), origin="ATLAS.ti")
    found = read(tmp_path, xml, {"sources/one.txt": TALK.encode()}, qde="Attitudes 2.qde")
    assert quotes(found) == ["We found"]


@pytest.mark.parametrize(
    "namespace",
    [
        ' xmlns="urn:QDA-XML:project:0:4"',
        ' xmlns="urn:QDA-XML:project:1:0"',
        ' xmlns="urn:QDA-XML:project:1.5"',
        "",
    ],
)
def test_other_namespaces(tmp_path: Path, namespace: str) -> None:
    xml = project_xml(text_source(selection(0, 8)), namespace=namespace)
    assert quotes(read(tmp_path, xml, {"sources/one.txt": TALK.encode()})) == ["We found"]


def test_identifiers_differ_in_braces_and_capitals(tmp_path: Path) -> None:
    xml = project_xml(text_source(selection(0, 8)))
    xml = xml.replace(f'guid="{HOUSING}"', f'guid="{{{HOUSING}}}"')
    xml = xml.replace(f'creatingUser="{ANN}"', f'creatingUser="{ANN.upper()}"')
    found = read(tmp_path, xml, {"sources/one.txt": TALK.encode()})
    assert [(p.coding.code, p.coding.coder) for p in found.codings] == [("Housing", "ann")]


def test_same_name_under_two_parents_stays_two_codes(tmp_path: Path) -> None:
    codes = (
        f'<CodeBook><Codes><Code guid="{guid(1)}" name="Family" isCodable="false">'
        f'<Code guid="{guid(2)}" name="Support" isCodable="true"/></Code>'
        f'<Code guid="{guid(3)}" name="Services" isCodable="true">'
        f'<Code guid="{guid(4)}" name="Support" isCodable="true"/></Code></Codes></CodeBook>'
    )
    marked = selection(0, 8, code=guid(2)) + selection(0, 8, code=guid(4), number=2)
    xml = project_xml(text_source(marked), before=USERS + codes)
    found = read(tmp_path, xml, {"sources/one.txt": TALK.encode()})
    assert [p.coding.code for p in found.codings] == ["Family/Support", "Services/Support"]
    assert [code.id for code in found.frame if not code.codable] == ["Family"]
    assert found.frame["Services/Support"].parent == "Services"


def test_group_that_was_used_as_a_code_can_be_used(tmp_path: Path) -> None:
    xml = project_xml(text_source(selection(0, 8))).replace('isCodable="true"', 'isCodable="false"')
    found = read(tmp_path, xml, {"sources/one.txt": TALK.encode()})
    assert [code.id for code in found.frame if code.codable] == ["Housing"]
    assert any("calls groups" in said for said in found.said)


def test_who_coded_is_not_who_marked_first(tmp_path: Path) -> None:
    xml = project_xml(text_source(selection(0, 8, user=BOB, by=ANN)))
    found = read(tmp_path, xml, {"sources/one.txt": TALK.encode()})
    assert found.codings[0].coding.coder == "bob"
    assert any("one user marked first and another coded: 1" in said for said in found.said)


def test_coder_of_the_passage_stands_in_where_the_coding_names_none(tmp_path: Path) -> None:
    given = f'<Coding guid="{guid(1)}"><CodeRef targetGUID="{HOUSING}"/></Coding>'
    one = text_source(selection(0, 8, by=BOB, inner=given))
    two = inline_source("We found it.", selection(0, 8, inner=given, number=2)).replace(
        f' creatingUser="{ANN}"', ""
    )
    found = read(tmp_path, project_xml(one + two), {"sources/one.txt": TALK.encode()})
    assert [p.coding.coder for p in found.codings] == ["bob", "unknown coder"]
    assert any("name no coder" in said for said in found.said)


def test_several_codes_on_one_passage_are_several_codings(tmp_path: Path) -> None:
    both = coding(HOUSING, number=1) + coding(SUPPORT, user=BOB, number=2)
    xml = project_xml(text_source(selection(0, 8, inner=both)))
    found = read(tmp_path, xml, {"sources/one.txt": TALK.encode()})
    assert [(p.coding.code, p.coding.coder) for p in found.codings] == [
        ("Housing", "ann"),
        ("Support", "bob"),
    ]


def test_words_of_a_passage_become_the_reason_unless_they_are_its_copy(tmp_path: Path) -> None:
    copied = selection(0, 15, name="We found a flat", number=1)
    named = selection(0, 15, code=SUPPORT, name="good luck", number=2)
    said = "<Description>because they say so</Description>" + coding(number=3)
    described = selection(27, 33, inner=said, number=3)
    xml = project_xml(text_source(copied + named + described))
    found = read(tmp_path, xml, {"sources/one.txt": TALK.replace("🏠", "x").encode()})
    assert [p.coding.because for p in found.codings] == ["", "good luck", "because they say so"]


def word_document(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_plain_text_beside_a_word_document_is_the_text(tmp_path: Path) -> None:
    source = text_source(selection(0, 8)).replace(
        " plainTextPath", ' richTextPath="internal://one.docx" plainTextPath'
    )
    files = {"sources/one.docx": word_document("Other"), "sources/one.txt": TALK.encode()}
    assert quotes(read(tmp_path, project_xml(source), files)) == ["We found"]


def test_word_document_alone_is_read_and_said(tmp_path: Path) -> None:
    source = text_source(selection(0, 8)).replace("plainTextPath", "richTextPath")
    source = source.replace("one.txt", "one.docx")
    files = {"sources/one.docx": word_document("We found a flat.", "And more.")}
    found = read(tmp_path, project_xml(source), files)
    assert quotes(found) == ["We found"]
    assert "positions may differ" in found.sources[0].found[0]


def test_pdf_has_its_text_and_its_regions_are_listed(tmp_path: Path) -> None:
    source = (
        f'<PDFSource guid="{TEXT}" name="Letter.pdf" path="internal://letter.pdf">'
        f'<PDFSelection guid="{guid(7)}" page="2" firstX="1" firstY="2" secondX="3" secondY="4" '
        f'name="stamp">{coding(SUPPORT, user=BOB, number=9)}</PDFSelection>'
        f'<Representation guid="{guid(8)}" name="Letter" plainTextPath="internal://letter.txt">'
        f"{selection(0, 8)}</Representation></PDFSource>"
    )
    files = {"sources/letter.pdf": b"%PDF-1.4", "sources/letter.txt": TALK.encode()}
    found = read(tmp_path, project_xml(source), files)
    assert [s.id for s in found.sources] == ["Letter.pdf"]
    assert quotes(found) == ["We found"]
    assert left(found) == (
        'coding "Support" by bob on the region 1,2 to 3,4 of page 2 of "Letter.pdf" (named '
        '"stamp"): it is no passage of a text that could be read'
    )


def test_pictures_and_recordings_are_listed_with_their_codings(tmp_path: Path) -> None:
    sources = (
        f'<PictureSource guid="{guid(11)}" name="map.png" path="internal://map.png">'
        f'<PictureSelection guid="{guid(12)}" firstX="1" firstY="2" secondX="3" secondY="4">'
        f"{coding()}</PictureSelection></PictureSource>"
        f'<AudioSource guid="{guid(13)}" name="talk" path="internal://talk.mp3">'
        f'<AudioSelection guid="{guid(14)}" begin="100" end="900">{coding(number=2)}'
        f'</AudioSelection><NoteRef targetGUID="{guid(15)}"/></AudioSource>'
    )
    after = (
        f'<Notes><Note guid="{guid(15)}"><PlainTextContent>loud</PlainTextContent></Note></Notes>'
    )
    found = read(tmp_path, project_xml(sources, after=after))
    assert found.codings == ()
    for words in (
        'picture "map.png": only texts',
        'sound recording "talk"',
        '"Housing" by ann on the region 1,2 to 3,4 of "map.png"',
        '"Housing" by ann on 100 to 900 ms of "talk"',
    ):
        assert words in left(found)
    assert found.memos == (Memo('On all of it of "talk": loud', "project", "", ""),)


def test_transcript_of_a_recording_is_a_text(tmp_path: Path) -> None:
    source = (
        f'<VideoSource guid="{guid(20)}" name="film" path="internal://film.mp4">'
        f'<Transcript guid="{guid(21)}" name="film, words"><PlainTextContent>We found a flat.'
        f'</PlainTextContent><SyncPoint guid="{guid(22)}" position="3" timeStamp="10"/>'
        f'<SyncPoint guid="{guid(23)}" position="8" timeStamp="20"/>'
        f'<TranscriptSelection guid="{guid(24)}" fromSyncPoint="{guid(22)}" '
        f'toSyncPoint="{guid(23)}">{coding()}</TranscriptSelection></Transcript></VideoSource>'
    )
    of_source = f'<SourceRef targetGUID="{guid(20)}"/>'
    case = f'<Cases><Case guid="{guid(30)}" name="P1">{of_source}</Case></Cases>'
    found = read(tmp_path, project_xml(source, before=USERS + CODES + case))
    assert quotes(found) == ["found"]
    assert found.sources[0].case == "P1"


def test_missing_text_is_listed_with_what_was_marked_in_it(tmp_path: Path) -> None:
    sources = text_source(selection(3, 8)) + inline_source("Here.", selection(0, 4, number=2))
    found = read(tmp_path, project_xml(sources))
    assert [s.id for s in found.sources] == ["Note 1"]
    assert 'text of the source "Interview 1": internal://one.txt is missing' in left(found)
    assert 'coding "Housing" by ann on 3 to 8 of "Interview 1"' in left(found)


def test_passage_outside_its_text_is_listed(tmp_path: Path) -> None:
    marked = "".join(
        selection(*place, number=n) for n, place in enumerate([(0, 4), (50, 60), (3, 3), (4, 2)])
    )
    found = read(tmp_path, project_xml(inline_source("Here it is.", marked)))
    assert quotes(found) == ["Here"]
    assert len(found.left_over) == 3
    assert "50 to 60" in left(found)


def test_unknown_codes_and_passages_without_code_are_listed(tmp_path: Path) -> None:
    marked = selection(0, 4, code=guid(99)) + selection(5, 7, inner="", number=2, name="it")
    found = read(tmp_path, project_xml(inline_source("Here it is.", marked)))
    assert "its code is not in the file's codebook" in left(found)
    assert 'passage 5 to 7 of "Note 1" ("it"): nobody gave it a code' in left(found)


def test_words_on_a_passage_without_a_code_are_a_memo_that_quotes_it(tmp_path: Path) -> None:
    """MAXQDA describes such a passage, NVivo links a note to it."""
    said = selection(5, 7, inner="<Description>who?</Description>", number=2)
    linked = selection(8, 10, inner="", number=3)
    after = (
        f'<Notes><Note guid="{guid(40)}"><PlainTextContent>when?</PlainTextContent></Note></Notes>'
        f'<Links><Link guid="{guid(41)}" originGUID="{guid(40)}" '
        f'targetGUID="{guid(1003)}"/></Links>'
    )
    found = read(tmp_path, project_xml(inline_source("Here it is.", said + linked), after=after))
    assert [(m.about, m.text, m.coder) for m in found.memos] == [
        ("source", 'On "it": who?', "ann"),
        ("source", 'On "is": when?', ""),
    ]


def test_source_coded_with_a_case_belongs_to_it(tmp_path: Path) -> None:
    case = f'<Cases><Case guid="{guid(30)}" name="Anna"/></Cases>'
    whole = selection(0, 11, code=guid(30)) + selection(5, 7, code=guid(30), number=2)
    found = read(
        tmp_path, project_xml(inline_source("Here it is.", whole), before=USERS + CODES + case)
    )
    assert found.sources[0].case == "Anna"
    assert found.left_over == ()


def test_part_of_a_source_coded_with_a_case_is_listed(tmp_path: Path) -> None:
    case = f'<Cases><Case guid="{guid(30)}" name="Anna"/></Cases>'
    part = selection(5, 7, code=guid(30), number=2)
    found = read(
        tmp_path, project_xml(inline_source("Here it is.", part), before=USERS + CODES + case)
    )
    assert left(found) == 'case "Anna" at 5 to 7 of "Note 1": cases hold whole sources here'


def test_case_without_a_name_holds_the_variables_of_its_source(tmp_path: Path) -> None:
    before = (
        f'<Variables><Variable guid="{guid(82)}" name="Area" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{guid(30)}"><VariableValue><VariableRef targetGUID="{guid(82)}"/>'
        f'<TextValue>North</TextValue></VariableValue><SourceRef targetGUID="{guid(50)}"/></Case>'
        "</Cases>"
    )
    found = read(tmp_path, project_xml(inline_source("Here."), before=USERS + CODES + before))
    assert found.cases == ()
    assert found.sources[0].attributes == {"Area": "North"}


def test_coding_that_comes_twice_is_kept_once_with_both_reasons(tmp_path: Path) -> None:
    marked = "".join(
        selection(0, 4, number=n, inner=f"<Description>{why}</Description>{coding(number=n)}")
        for n, why in enumerate(["one", "two"])
    )
    found = read(tmp_path, project_xml(inline_source("Here.", marked)))
    assert [p.coding.because for p in found.codings] == ["one\ntwo"]
    assert any("second time" in said for said in found.said)


def test_code_of_a_whole_source_covers_its_text(tmp_path: Path) -> None:
    found = read(tmp_path, project_xml(inline_source("Here it is.", coding())))
    assert quotes(found) == ["Here it is."]
    assert any("whole source" in said for said in found.said)


def test_sources_of_one_name_are_numbered(tmp_path: Path) -> None:
    sources = inline_source("One.", number=1) + inline_source("Two.", number=2)
    found = read(tmp_path, project_xml(sources))
    assert [(s.id, s.text) for s in found.sources] == [("Note 1", "One."), ("Note 1 (2)", "Two.")]


def test_sets_links_and_graphs_are_listed(tmp_path: Path) -> None:
    after = (
        f'<Links><Link guid="{guid(60)}" name="leads to" originGUID="{HOUSING}" '
        f'targetGUID="{SUPPORT}"/></Links>'
        f'<Sets><Set guid="{guid(61)}" name="Wave 1"><MemberSource targetGUID="{guid(50)}"/>'
        f"</Set></Sets>"
        f'<Graphs><Graph guid="{guid(62)}" name="map"><Vertex guid="{guid(63)}" firstX="0" '
        'firstY="0"/></Graph></Graphs>'
    )
    found = read(tmp_path, project_xml(inline_source("Here."), after=after))
    assert left(found).split("\n") == [
        'set "Wave 1": sets have no place here; it holds source "Note 1"',
        'graph "map": drawings have no place here; it has 1 points and 0 lines',
        'link "leads to" from code Housing to code Support: links have no place here',
    ]


def test_notes_become_memos_on_what_they_are_about(tmp_path: Path) -> None:
    def note(number: int, text: str, name: str = "") -> str:
        return (
            f'<Note guid="{guid(number)}" name="{name}" creatingUser="{ANN}"><PlainTextContent>'
            f"{text}</PlainTextContent></Note>"
        )

    def ref(number: int) -> str:
        return f'<NoteRef targetGUID="{guid(number)}"/>'

    codes = CODES.replace('name="Housing" isCodable="true"/>', 'name="Housing" isCodable="true">'
                          f"{ref(71)}</Code>")  # fmt: skip
    marked = selection(0, 4, inner=coding(inner=ref(72)) + ref(73))
    source = inline_source("Here.", marked + ref(74))
    notes = [note(71, "on the code"), note(72, "on the coding"), note(73, "on the passage"),
             note(74, "on the source"), note(75, "on all", "Plan"), note(76, "loose")]  # fmt: skip
    after = f"<Notes>{''.join(notes)}</Notes><Description>About it</Description>{ref(75)}{ref(77)}"
    found = read(tmp_path, project_xml(source, before=USERS + codes, after=after))
    assert {(m.about, m.target, m.text, m.coder) for m in found.memos} == {
        ("code", "Housing", "on the code", "ann"),
        ("coding", guid(1), "on the coding", "ann"),
        ("coding", guid(1), "on the passage", "ann"),
        ("source", "Note 1", "on the source", "ann"),
        ("project", "", "Plan\n\non all", "ann"),
        ("project", "", "loose", "ann"),
        ("project", "", "About it", ""),
    }
    assert left(found) == 'note on the project "": its words are not in the file'


def test_cases_and_variables(tmp_path: Path) -> None:
    def value(variable: int, words: str) -> str:
        return f'<VariableValue><VariableRef targetGUID="{guid(variable)}"/>{words}</VariableValue>'

    before = (
        f'<Variables><Variable guid="{guid(81)}" name="Age" typeOfVariable="Integer"/>'
        f'<Variable guid="{guid(82)}" name="Area" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{guid(83)}" name="P1"><Description>shy</Description>'
        f"{value(81, '<IntegerValue>31</IntegerValue>')}{value(82, '')}"
        f'<SourceRef targetGUID="{guid(50)}"/><SelectionRef targetGUID="{guid(1001)}"/></Case>'
        f'<Case guid="{guid(84)}" name="P2"><SourceRef targetGUID="{guid(50)}"/></Case></Cases>'
    )
    source = inline_source("Here.", selection(0, 4) + value(82, "<TextValue>North</TextValue>"))
    found = read(tmp_path, project_xml(source, before=USERS + CODES + before))
    assert found.sources[0].case == "P1"
    assert found.sources[0].attributes == {"Area": "North"}
    assert [(c.id, dict(c.attributes)) for c in found.cases] == [
        ("P1", {"Age": "31", "Area": ""}),
        ("P2", {}),
    ]
    assert found.memos == (Memo("shy", "case", "P1", ""),)
    assert left(found).split("\n") == [
        'case "P1" of a passage of "Note 1": cases hold whole sources here',
        'case "P2" of source "Note 1": a source has one case here, and this one has "P1"',
    ]


def test_relative_path_is_looked_for_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_bytes(TALK.encode())
    xml = project_xml(text_source(selection(0, 8), path="relative://texts/one.txt"))
    assert quotes(read(tmp_path, xml)) == ["We found"]


def test_backslashes_in_the_archive_are_folders(tmp_path: Path) -> None:
    xml = project_xml(text_source(selection(0, 8)))
    assert quotes(read(tmp_path, xml, {"Sources\\one.txt": TALK.encode()})) == ["We found"]


def test_decomposed_letters_are_composed_and_passages_follow(tmp_path: Path) -> None:
    raw = "Cafe\u0301 of Zoe\u0308. It was open."
    at = raw.index("open")
    xml = project_xml(text_source(selection(at, at + 4)))
    found = read(tmp_path, xml, {"sources/one.txt": raw.encode()})
    assert quotes(found) == ["open"]
    assert found.sources[0].text == "Café of Zoë. It was open."


def test_other_encodings_are_recognised(tmp_path: Path) -> None:
    xml = project_xml(text_source(selection(0, 8)))
    found = read(tmp_path, xml, {"sources/one.txt": b"\xff\xfe" + TALK.encode("utf-16-le")})
    assert quotes(found) == ["We found"]
    assert "UTF-16" in found.sources[0].found[0]


def test_codes_right_below_the_codebook_and_misspelt_attributes(tmp_path: Path) -> None:
    codes = f'<CodeBook><Code guid="{HOUSING}" name="Housing" isCodeble="true"/></CodeBook>'
    xml = project_xml(inline_source("Here.", selection(0, 4)), before=USERS + codes)
    assert quotes(read(tmp_path, xml)) == ["Here"]


def test_users_of_one_name_stay_two(tmp_path: Path) -> None:
    users = USERS.replace('name="bob"', 'name="ann"')
    marked = selection(0, 4) + selection(0, 4, user=BOB, number=2)
    found = read(tmp_path, project_xml(inline_source("Here.", marked), before=users + CODES))
    assert found.coders == ("ann", "ann (2)")
    assert len(found.codings) == 2


def test_lone_qde_is_read(tmp_path: Path) -> None:
    path = tmp_path / "study.qde"
    path.write_text(project_xml(inline_source("Here.", selection(0, 4))), encoding="utf-8")
    assert quotes(read_exchange(path)) == ["Here"]
