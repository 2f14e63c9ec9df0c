"""An analysis as a file: it plays back to the same numbers, or says in a sentence why not."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted import planted, with_sorts

import qmethod as qm
from corpora.errors import StudyError
from qmethod.saving import LARGEST, as_record

TABLES = (
    "correlations", "unrotated", "loadings", "flags", "z_scores", "factor_arrays",
    "characteristics", "factor_correlations", "se_of_differences",
)  # fmt: skip
Json = Any


def saved(analysis: qm.QAnalysis, folder: Path) -> Path:
    return qm.save(analysis, folder / "analysis.json")


def assert_same(ours: qm.QAnalysis, theirs: qm.QAnalysis) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(
            getattr(ours, name), getattr(theirs, name), check_names=False, atol=1e-9, rtol=0
        )
    assert ours.decisions == theirs.decisions
    assert ours.settings == theirs.settings
    assert ours.notices == theirs.notices
    assert ours.study.fingerprint == theirs.study.fingerprint


def turned(a: qm.QAnalysis, pick: Callable[[int], int], degrees: float) -> qm.QAnalysis:
    first = pick(len(a.factors))
    second = (first + 1) % len(a.factors)
    names = a.factors[first], a.factors[second]
    return qm.rotate_by_hand(a, *names, degrees=degrees, because='Because of "this", naïvely.')


def reflagged(a: qm.QAnalysis, pick: Callable[[int], int], degrees: float) -> qm.QAnalysis:
    name = a.study.names[pick(len(a.study.names))]
    return qm.reflag(a, name, a.factors[pick(len(a.factors))], flagged=degrees > 0)


def inverted(a: qm.QAnalysis, pick: Callable[[int], int], degrees: float) -> qm.QAnalysis:
    return qm.invert(a, a.factors[pick(len(a.factors))], because="It reads better.")


def split(a: qm.QAnalysis, pick: Callable[[int], int], degrees: float) -> qm.QAnalysis:
    return qm.split(a, a.factors[pick(len(a.factors))])


def aimed(a: qm.QAnalysis, pick: Callable[[int], int], degrees: float) -> qm.QAnalysis:
    target = a.loadings.round(1).iloc[:, ::-1].set_axis(a.factors, axis=1)
    return qm.rotate_to_target(a, target)


STEPS = st.lists(
    st.tuples(
        st.sampled_from([turned, reflagged, inverted, split, aimed]),
        st.integers(0, 1000),
        st.floats(-90, 90),
    ),
    max_size=6,
)


def after(analysis: qm.QAnalysis, steps: list[tuple[Any, int, float]]) -> qm.QAnalysis:
    """The analysis after those of the steps that it allows."""
    for step, number, degrees in steps:
        try:
            analysis = step(analysis, lambda size, n=number: n % size, degrees)
        except StudyError:
            continue
    return analysis


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from(["pca", "centroid"]))
def test_saving_and_loading_is_the_identity_after_any_steps(
    tmp_path: Path, steps: list[tuple[Any, int, float]], extraction: str
) -> None:
    analysis = after(qm.analyse(planted(), 3, extraction=extraction, heywood="clip"), steps)
    again = qm.load(saved(analysis, tmp_path))
    assert_same(again, analysis)
    assert as_record(again) == as_record(analysis)


@pytest.mark.parametrize("step", [turned, reflagged, inverted, aimed])
def test_every_kind_of_step_is_played_back(tmp_path: Path, step: Any) -> None:
    before = qm.analyse(planted(), 3)
    analysis = step(before, lambda size: size - 1, 30.0)
    assert len(analysis.steps) == 1
    assert_same(qm.load(saved(analysis, tmp_path)), analysis)


def test_a_split_and_what_follows_it_is_played_back(
    lipset_analysis: qm.QAnalysis, tmp_path: Path
) -> None:
    bipolar = qm.reflag(qm.invert(lipset_analysis, "F1"), "FR9", "F2", flagged=True)
    factor = next(
        f for f in bipolar.factors
        if bipolar.loadings.loc[bipolar.flags[f], f].agg(["min", "max"]).prod() < 0
    )  # fmt: skip
    halves = qm.reflag(qm.split(bipolar, factor), "US1", "F3", flagged=False, because="Tired.")
    assert f"{factor}a" in halves.factors
    assert_same(qm.load(saved(halves, tmp_path)), halves)


@pytest.mark.parametrize(
    "choices",
    [
        {"extraction": "horst"},
        {"extraction": "paf", "heywood": "clip"},
        {"rotation": "promax"},
        {"rotation": "oblimin"},
        {"correlation": "kendall", "flag_level": 0.01, "composite": "raw", "reliability": 0.9},
        {"factors": (1, 3), "order": "variance", "because": "F2 is noise."},
        {"flag_rule": "none"},
    ],
    ids=str,
)
def test_every_choice_is_played_back(tmp_path: Path, choices: dict[str, Any]) -> None:
    analysis = qm.analyse(planted(), **{"factors": 3, **choices})
    assert_same(qm.load(saved(analysis, tmp_path)), analysis)


@pytest.mark.parametrize("flagged", [True, False])
def test_given_loadings_are_played_back(
    lipset: qm.QStudy, lipset_analysis: qm.QAnalysis, tmp_path: Path, flagged: bool
) -> None:
    flags = lipset_analysis.flags if flagged else None
    analysis = qm.from_loadings(lipset, lipset_analysis.loadings, flags, because="From a paper.")
    analysis = qm.reflag(analysis, "US1", "F2", flagged=True)
    assert_same(qm.load(saved(analysis, tmp_path)), analysis)


def test_piles_attributes_comments_and_gaps_come_back(tmp_path: Path) -> None:
    study = qm.demo_study()
    sorts = study.sorts.copy()
    sorts.iloc[3, 2] = np.nan
    analysis = qm.analyse(with_sorts(study, sorts), 4)
    back = qm.load(saved(analysis, tmp_path)).study
    for name in ("sorts", "piles", "participants", "comments"):
        then, now = getattr(analysis.study, name), getattr(back, name)
        assert (then is None) == (now is None)
        if then is not None:
            pd.testing.assert_frame_equal(now, then, check_names=False, check_dtype=False)
    assert back.qset == study.qset
    assert back.synthetic == study.synthetic


def test_strange_names_and_an_unnamed_index_come_back(tmp_path: Path) -> None:
    study = planted()
    names = ["😀", "=A1", 'a "b", c', "l\nm", "שלום", *study.names[5:]]
    bare = with_sorts(study, study.sorts.set_axis(names, axis=1).rename_axis(index=None))
    assert qm.load(saved(qm.analyse(bare, 3), tmp_path)).study.names == names


def test_two_saves_give_the_same_bytes(lipset_analysis: qm.QAnalysis, tmp_path: Path) -> None:
    first = saved(lipset_analysis, tmp_path).read_bytes()
    assert saved(qm.load(tmp_path / "analysis.json"), tmp_path).read_bytes() == first


def test_saving_where_nothing_can_be_written_leaves_nothing(
    lipset_analysis: qm.QAnalysis, tmp_path: Path
) -> None:
    with pytest.raises(StudyError, match="could not be written"):
        qm.save(lipset_analysis, tmp_path / "no" / "such" / "analysis.json")
    (tmp_path / "taken").mkdir()
    with pytest.raises(StudyError, match="could not be written"):
        qm.save(lipset_analysis, tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


# ---- files that were changed or damaged --------------------------------------------------


@pytest.fixture(scope="module")
def record(lipset_analysis: qm.QAnalysis) -> dict[str, Any]:
    steps = qm.rotate_by_hand(lipset_analysis, "F1", "F2", degrees=7)
    return json.loads(json.dumps(as_record(steps)))


def refusal(folder: Path, content: Json | bytes) -> str:
    """The one sentence that loading this content gives."""
    path = folder / "analysis.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(StudyError) as caught:
        qm.load(path)
    text = str(caught.value)
    assert "\n" not in text
    assert str(path) in text
    return text


def changed(record: dict[str, Any], value: Json, *keys: str | int) -> dict[str, Any]:
    """The record with one value changed, or taken out where the value is `...`."""
    other = deepcopy(record)
    place: Any = other
    for key in keys[:-1]:
        place = place[key]
    if value is ...:
        del place[keys[-1]]
    else:
        place[keys[-1]] = value
    return other


@pytest.mark.parametrize(
    ("value", "keys", "wanted"),
    [
        (2.0, ("study", "sorts", "data", 0, 0), "statements, grid or sorts differ"),
        ("Other words", ("study", "qset", "statements", 0, "text"), "statements, grid or sorts"),
        (0.5, ("results", "loadings", "data", 0, 0), "loadings differ"),
        (None, ("results", "z_scores", "data", 3, 1), "z scores differ"),
        (9, ("results", "factor_arrays", "data", 3, 1), "factor arrays differ"),
        (False, ("results", "flags", "data", 0, 0), "flags differ"),
        ("US99", ("results", "loadings", "index", 0), "loadings differ"),
        (12.5, ("steps", 0, "arguments", "degrees"), "differ"),
        ([], ("steps",), "differ"),
        (2, ("settings", "factors"), "loadings differ"),
        ("centroid", ("settings", "extraction"), "differ"),
    ],
    ids=str,
)
def test_a_tampered_file_is_refused(
    record: dict[str, Any], tmp_path: Path, value: Json, keys: tuple[str | int, ...], wanted: str
) -> None:
    assert wanted in refusal(tmp_path, changed(record, value, *keys))


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        (..., ("study",)),
        (..., ("study", "grid")),
        (..., ("study", "comments")),
        (..., ("settings",)),
        (..., ("settings", "factors")),
        (..., ("results",)),
        (..., ("results", "flags")),
        (..., ("steps",)),
        (..., ("fingerprint",)),
        ([], ("study",)),
        ("words", ("settings",)),
        (5, ("study", "name")),
        (5, ("study", "found")),
        (None, ("study", "sorts")),
        ({"a": 1}, ("study", "sorts")),
        ("high", ("study", "sorts", "data", 0, 0)),
        (float("nan"), ("study", "grid", "heights", 0)),
        ("many", ("settings", "factors")),
        (float("nan"), ("settings", "reliability")),
        ("melt", ("steps", 0, "name")),
        ({}, ("steps", 0, "arguments")),
        ([1], ("steps", 0)),
        (float("inf"), ("steps", 0, "arguments", "degrees")),
        ({"index": [0], "columns": ["a"], "data": [[1]]}, ("study", "comments")),
        (1e400, ("study", "sorts", "data", 0, 0)),
    ],
    ids=str,
)
def test_a_damaged_file_is_one_sentence(
    record: dict[str, Any], tmp_path: Path, value: Json, keys: tuple[str | int, ...]
) -> None:
    refusal(tmp_path, changed(record, value, *keys))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[1, 2]",
        b'"words"',
        b'{"format": "another"}',
        b'{"format": "qmethod-toolkit analysis 1"}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"\xff\xfe\x00\x01",
        b"\x00" * 100,
        b"PK\x03\x04 a workbook",
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_analysis_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    refusal(tmp_path, content)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "analysis.json"
    with path.open("wb") as stream:
        stream.truncate((LARGEST + 1) * 1024 * 1024)
    with pytest.raises(StudyError, match=f"no saved analysis is over {LARGEST}"):
        qm.load(path)


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(StudyError, match="could not be read"):
            qm.load(path)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 50), st.floats(), st.text(max_size=5),
    st.lists(st.integers(), max_size=3), st.just({"a": None}),
)  # fmt: skip


def places(record: Json, depth: int = 5) -> list[tuple[str | int, ...]]:
    """The way to every value of a record, down to some depth, two of each list."""
    if depth == 0 or not isinstance(record, dict | list):
        return []
    keys = list(record) if isinstance(record, dict) else list(range(len(record)))[:2]
    return [(key, *rest) for key in keys for rest in [(), *places(record[key], depth - 1)]]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_change_is_refused_in_a_sentence_or_harmless(
    record: dict[str, Any], tmp_path: Path, data: st.DataObject
) -> None:
    keys = data.draw(st.sampled_from(places(record)))
    path = tmp_path / "analysis.json"
    path.write_text(json.dumps(changed(record, data.draw(LEAVES), *keys)))
    try:
        analysis = qm.load(path)
    except StudyError as fault:
        assert "\n" not in str(fault)
        return
    assert as_record(analysis)["results"] == record["results"]
