"""Codebooks in and out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from coding.frame import Code, CodingFrame
from coding.refi import read_codebook, write_codebook
from coding.refi.manual import described, manual
from corpora.errors import StudyError

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=40)
LINES = WORDS | st.sampled_from(["Use when: never", "\\Cues:", "Examples:\n- a", "Opposite: x"])


@pytest.fixture
def frame() -> CodingFrame:
    return CodingFrame(
        "codebook",
        (
            Code("HEALTH", "HEALTH (e.g. GP)", codable=False),
            Code("HEALTH/GP", "GP", "HEALTH", definition="Seen by a <doctor> & known"),
            Code(
                "HEALTH/GP/Yes", "Yes", "HEALTH/GP", use_when="Registered", examples=("a\nb", "c")
            ),
            Code("HEALTH/GP/No", "No", "HEALTH/GP", cues=("no GP",), opposite="HEALTH/GP/Yes"),
            Code("MONEY", "Money", colour="#aabbcc", not_when="Gifts\nUse when: said so"),
            Code("MONEY/GP", "GP", "MONEY"),
        ),
    )


@pytest.fixture
def schema(reference: Path) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(reference / "refi-qda" / "Codebook.xsd"))


def test_frame_comes_back_whole(frame: CodingFrame) -> None:
    assert read_codebook(write_codebook(frame)) == frame


def test_codebook_is_valid_and_has_no_byte_order_mark(
    frame: CodingFrame, schema: etree.XMLSchema
) -> None:
    written = write_codebook(frame)
    assert written.startswith(b"<?xml")
    schema.assertValid(etree.fromstring(written))


def test_same_frame_gives_same_bytes(frame: CodingFrame) -> None:
    assert write_codebook(frame) == write_codebook(frame)


def test_reads_the_samples(reference: Path) -> None:
    samples = reference / "refi-qda" / "samples"
    annex = read_codebook((samples / "spec-annex-example-1.qdc").read_bytes())
    assert [code.name for code in annex] == [
        "Topics", "Economy", "Health care", "Values", "Conservatives", "Liberals",
    ]  # fmt: skip
    assert [code.name for code in annex if not code.codable] == ["Topics", "Values"]
    assert annex["Economy"].definition == "Anything about jobs or taxes or business"
    other = read_codebook((samples / "qualcoder-4.0beta_example.qdc").read_bytes())
    assert other["Needs/Support/Informal support"].definition == "From kin & neighbours <all>"
    assert len(other) == 6


@given(definition=LINES, use_when=LINES, entries=st.lists(LINES.filter(bool), max_size=3))
def test_any_words_of_a_manual_come_back(
    definition: str, use_when: str, entries: list[str]
) -> None:
    code = Code("a", "a", definition=definition, use_when=use_when, cues=tuple(entries))
    said = manual(described(code))
    assert (said.definition, said.use_when, said.cues) == (definition, use_when, code.cues)


def test_label_in_the_words_of_a_definition_stays_a_word() -> None:
    code = Code("a", "a", definition="Housing.\nUse when: is a phrase here\nCues:\n- not one")
    said = manual(described(code))
    assert said.definition == code.definition
    assert said.cues == ()


def test_codes_of_one_name_stay_two() -> None:
    data = (
        b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
        b'<Code guid="11111111-1111-1111-1111-111111111111" name="A" isCodable="true">'
        b'<Code guid="11111111-1111-1111-1111-111111111112" name="x" isCodable="true"/></Code>'
        b'<Code guid="11111111-1111-1111-1111-111111111113" name="B" isCodable="true">'
        b'<Code guid="11111111-1111-1111-1111-111111111114" name="x" isCodable="true"/></Code>'
        b'<Code guid="11111111-1111-1111-1111-111111111115" name="A/x" isCodable="true"/>'
        b'<Code guid="11111111-1111-1111-1111-111111111116" name="B" isCodable="true"/>'
        b"</Codes></CodeBook>"
    )
    assert [c.id for c in read_codebook(data)] == ["A", "A/x", "B", "B/x", "A/x (2)", "B (2)"]
    assert read_codebook(write_codebook(read_codebook(data))) == read_codebook(data)


@pytest.mark.parametrize(
    "namespace",
    ["urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:2.0", ""],
)
def test_other_namespaces_are_read(namespace: str) -> None:
    data = f'<CodeBook xmlns="{namespace}"><Codes><Code name="x"/></Codes></CodeBook>'
    assert [code.id for code in read_codebook(data.encode())] == ["x"]


def test_sets_of_codes_are_listed() -> None:
    data = (
        b'<CodeBook><Codes><Code guid="{AAAAAAAA-1111-1111-1111-111111111111}" name="x"/></Codes>'
        b'<Sets><Set guid="11111111-1111-1111-1111-111111111119" name="Later"><Description>to do'
        b'</Description><MemberCode guid="aaaaaaaa-1111-1111-1111-111111111111"/></Set></Sets>'
        b"</CodeBook>"
    )
    assert read_codebook(data).history == (
        'The set "Later" (to do) of the codes x has no place in a frame.',
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<CodeBook><Codes/></CodeBook>", "no codes"),
        (b"<html/>", 'its root is "html"'),
        (b"<CodeBook><Codes>", "not well formed"),
        (b"", "not well formed"),
        (b"\xff\xfe\x00garbage", "not well formed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>', "document type"),
        (b"<!DOCTYPE CodeBook SYSTEM 'http://example.org/x.dtd'><CodeBook/>", "document type"),
        (b"<CodeBook><Codes>" + b"<Code name='x'>" * 5000, "levels deep"),
    ],
)
def test_what_is_no_codebook_is_told_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        read_codebook(data)


def test_frame_without_codes_is_not_written() -> None:
    with pytest.raises(StudyError, match="no codes"):
        write_codebook(CodingFrame("empty", ()))
