import pandas as pd
import pytest

from coding.case_files import short_names, write_case_table
from coding.codings import Coding
from coding.frame import Code, CodingFrame
from coding.matrix import co_occurrence, code_by_case, code_totals, counts_by
from coding.passages import cases, coded_passages
from corpora.errors import StudyError
from corpora.sources import Source

TEXT = "She goes to college. She likes her flat, and her tutor helps with the flat."
CODES = ("EDUCATION/Accessing", "EDUCATION/Not", "HOUSING/Suitable", "FACTORS/People/Tutor")
FRAME = CodingFrame(
    "f",
    (
        Code("EDUCATION", "EDUCATION", codable=False),
        Code("EDUCATION/Accessing", "Accessing", "EDUCATION"),
        Code("EDUCATION/Not", "Not", "EDUCATION"),
        Code("HOUSING", "HOUSING", codable=False),
        Code("HOUSING/Suitable", "Suitable", "HOUSING"),
        Code("FACTORS", "FACTORS", codable=False),
        Code("FACTORS/People", "People", "FACTORS", codable=False),
        Code("FACTORS/People/Tutor", "Tutor", "FACTORS/People"),
    ),
)


def source(name, case="", **attributes):
    return Source(id=name, text=TEXT, case=case, attributes=attributes)


def coding(name, quote, code, coder="Ann"):
    start = TEXT.index(quote)
    return Coding(name, start, start + len(quote), code, coder, quote)


@pytest.fixture
def sources():
    return [
        source("S1", "K1", area="Wales", year="2020"),
        source("S2", "K1", area="Wales", year="2021"),
        source("S3", "K2", area="North", year="2021"),
        source("S4", "K3", area="", year="2021"),
    ]


@pytest.fixture
def codings():
    return [
        coding("S1", "goes to college", CODES[0]),
        coding("S1", "goes to college", CODES[0], "Ben"),
        coding("S2", "She goes to college", CODES[0], "Ben"),
        coding("S1", "likes her flat", CODES[2]),
        coding("S3", "likes her flat", CODES[2]),
        coding("S3", "likes her flat, and her tutor helps", CODES[3]),
        coding("S3", "the flat", CODES[2]),
    ]


def test_counts_by_case_stand_with_the_attributes(codings, sources):
    table = code_by_case(codings, sources, frame=FRAME)
    assert list(table.columns) == ["area", "year", *CODES]
    assert table.loc["K1"].tolist() == ["Wales", "2020; 2021", 2, 0, 1, 0]
    assert table.loc["K2"].tolist() == ["North", "2021", 0, 0, 2, 1]
    assert table.loc["K3"].tolist() == ["", "2021", 0, 0, 0, 0]


def test_presence_is_0_or_1(codings, sources):
    table = code_by_case(codings, sources, values="presence", attributes=False)
    assert table.to_numpy().max() == 1
    assert table.loc["K2", "HOUSING/Suitable"] == 1


def test_totals_are_equal_in_every_table(codings, sources):
    passages = coded_passages(codings, sources)
    totals = code_totals(codings, sources, frame=FRAME)
    by_case = code_by_case(codings, sources, frame=FRAME, attributes=False)
    with_parents = code_by_case(codings, sources, frame=FRAME, attributes=False, parents=True)
    together = co_occurrence(codings, frame=FRAME)
    assert len(passages) == totals.loc["Total", "passages"] == by_case.to_numpy().sum() == 6
    for code in CODES:
        count = (passages["code"] == code).sum()
        assert count == totals.loc[code, "passages"] == by_case[code].sum()
        assert count == together.loc[code, code] == with_parents[code].sum()
        having = (by_case[code] > 0).sum()
        shown = counts_by(codings, "area", sources, frame=FRAME, threshold=1)
        assert having == totals.loc[code, "cases"] == shown.table.loc[code, "Total"]
    for parent in ("EDUCATION", "HOUSING", "FACTORS", "FACTORS/People"):
        assert with_parents[parent].sum() == totals.loc[parent, "passages"]
    assert totals.loc[totals["level"] == "code", "passages"].sum() == 6


def test_parents_stand_before_what_is_below_them(codings, sources):
    totals = code_totals(codings, sources, frame=FRAME)
    assert list(totals.index) == [*(code.id for code in FRAME), "Total"]
    assert totals.loc["HOUSING"].tolist() == ["parent", 3, 2, 2]
    assert totals.loc["EDUCATION/Not"].tolist() == ["code", 0, 0, 0]


def test_one_coder_can_be_counted_alone(codings, sources):
    assert code_by_case(codings, sources, coder="Ben", attributes=False).to_numpy().sum() == 2
    assert code_totals(codings, sources, coder="Ben").loc["Total", "passages"] == 2


def test_passages_come_with_words_around_and_all_their_coders(codings, sources):
    table = coded_passages(codings, sources, context=12)
    first = table.iloc[0]
    assert (first["quote"], first["coders"]) == ("goes to college", "Ann; Ben")
    assert (first["before"], first["after"]) == ("She ", ". She likes …")
    last = table.iloc[-1]
    assert (last["quote"], last["before"]) == ("the flat", "… helps with ")
    assert (last["case"], last["area"], last["number"]) == ("K2", "North", 6)


def test_overlapping_passages_occur_together(codings, sources):
    table = co_occurrence(codings)
    assert table.loc["HOUSING/Suitable", "FACTORS/People/Tutor"] == 1
    assert table.loc["EDUCATION/Accessing", "HOUSING/Suitable"] == 0
    assert table.equals(table.T)


@pytest.mark.parametrize(("within", "count"), [("sentence", 1), ("source", 1), ("case", 1)])
def test_codes_occur_together_in_larger_places(codings, sources, within, count):
    table = co_occurrence(codings, sources, within=within)
    assert table.loc["HOUSING/Suitable", "FACTORS/People/Tutor"] == count
    places = {"sentence": 2, "source": 2, "case": 2}
    assert table.loc["HOUSING/Suitable", "HOUSING/Suitable"] == places[within]
    in_case = co_occurrence(codings, sources, within="case")
    assert in_case.loc["EDUCATION/Accessing", "HOUSING/Suitable"] == 1


def test_small_counts_by_area_are_hidden_and_so_is_what_gives_them_away():
    sources = [source(f"S{i}", area="Wales" if i < 20 else "North") for i in range(40)]
    marked = [i for i in range(40) if i not in (0, 1)]
    rows = [coding(f"S{i}", "college", "A/most") for i in marked]
    rows += [coding(f"S{i}", "college", "A/few") for i in (3, 4, 25, 26, 27, 28, 29, 30)]
    shown = counts_by(rows, "area", sources)
    display = shown.display()
    assert display.loc["All cases"].tolist() == [20, 20, 40]
    # 18 of 20 would tell that two are without.
    assert display.loc["A/most", "Wales"] == "[c]"
    assert display.loc["A/few", "Wales"] == "[c]"
    assert not [name for name in display.index if name.startswith("without")]
    assert "from 1 to 4" in shown.legend()


def test_counts_by_parent_count_cases_once(codings, sources):
    shown = counts_by(codings, "year", sources, frame=FRAME, parents=True, threshold=1)
    assert list(shown.table.columns) == ["2020; 2021", "2021", "Total"]
    assert shown.table.loc["FACTORS", "Total"] == 1
    assert shown.table.loc["HOUSING", "Total"] == 2


def test_a_case_without_the_attribute_is_counted_as_not_known(codings, sources):
    shown = counts_by(codings, "area", sources, threshold=1)
    assert shown.table.loc["All cases", "not known"] == 1


def test_sources_may_be_a_table_or_plain_texts(codings, sources):
    table = pd.DataFrame(
        {
            "id": [s.id for s in sources],
            "case": [s.case for s in sources],
            "area": [s.attributes["area"] for s in sources],
            "year": [s.attributes["year"] for s in sources],
        }
    )
    pd.testing.assert_frame_equal(code_by_case(codings, table), code_by_case(codings, sources))
    plain = code_by_case(codings, {s.id: s.text for s in sources})
    assert list(plain.index) == ["S1", "S2", "S3", "S4"]
    assert list(cases(table).columns) == ["area", "year"]


def test_what_does_not_fit_is_told(codings, sources):
    with pytest.raises(StudyError, match="not among the sources"):
        code_by_case(codings, sources[:1])
    with pytest.raises(StudyError, match='"counts" or "presence"'):
        code_by_case(codings, sources, values="both")
    with pytest.raises(StudyError, match="passage, sentence, source or case"):
        co_occurrence(codings, sources, within="word")
    with pytest.raises(StudyError, match='no attribute "town"; they have area, year'):
        counts_by(codings, "town", sources)
    with pytest.raises(StudyError, match="text changed"):
        coded_passages([Coding("S1", 0, 4, "A", "Ann", "Then")], sources)
    with pytest.raises(StudyError, match="ids are unique"):
        code_by_case(codings, [*sources, sources[0]])


def test_short_names_are_unique_and_taken_by_statistics_programs():
    names = short_names(
        ["HEALTH/GP/Not registered", "X/Not registered", "Y/état", "Z/" + "long " * 20]
    )
    assert list(names.values())[:3] == ["c1_not_registered", "c2_not_registered", "c3_etat"]
    assert max(map(len, names.values())) <= 32


def test_the_case_table_is_written_for_r_spss_and_excel(codings, sources, tmp_path):
    files = write_case_table(codings, tmp_path, sources, frame=FRAME)
    assert [f.name for f in files] == ["cases.csv", "variables.csv", "cases.sps", "cases.R"]
    assert (tmp_path / "cases.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(tmp_path / "cases.csv", encoding="utf-8-sig", index_col="case")
    assert table.columns.tolist()[:3] == ["area", "year", "c1_accessing"]
    assert table.loc["K2", "c3_suitable"] == 1
    labels = pd.read_csv(tmp_path / "variables.csv", encoding="utf-8-sig", index_col="name")
    assert labels.loc["c4_tutor", "label"] == "FACTORS/People/Tutor"
    spss = (tmp_path / "cases.sps").read_text(encoding="utf-8-sig")
    assert "VALUE LABELS c1_accessing TO c4_tutor 0 'not coded' 1 'coded'." in spss
    assert "  c4_tutor 'FACTORS/People/Tutor'." in spss
    with pytest.raises(StudyError, match="no folder"):
        write_case_table(codings, tmp_path / "nowhere", sources)
