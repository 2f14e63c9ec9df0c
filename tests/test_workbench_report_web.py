import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import qmethod as qm
from qmethod.demo import demo_study
from qmethod.retention import retention
from workbench.reports import qmethod_report, write_html
from workbench.reports.content import Caution, Column, Heading, Report, Table
from workbench.reports.shown import number

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """A page read strictly: every tag closed, in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.ids, self.links, self.text = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if attributes.get("href", "").startswith("#"):
            self.links.append(attributes["href"][1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def analysis():
    return qm.analyse(demo_study(), 5)


@pytest.fixture(scope="module")
def report(analysis):
    return qmethod_report(analysis, figures=False)


@pytest.fixture(scope="module")
def html(report, tmp_path_factory):
    path = write_html(report, tmp_path_factory.mktemp("web") / "report.html")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pictured(lipset_analysis, tmp_path_factory):
    report = qmethod_report(lipset_analysis, retention=retention(lipset_analysis.study))
    path = write_html(report, tmp_path_factory.mktemp("pictured") / "report.html")
    return report, path.read_text(encoding="utf-8")


def test_the_page_is_well_formed_and_says_its_language(html):
    page = Page(html)
    assert html.startswith("<!DOCTYPE html>")
    assert dict(page.tags)["html"] == {"lang": "en-GB"}
    assert ("meta", {"charset": "utf-8"}) in page.tags


def test_the_page_needs_nothing_from_anywhere(pictured):
    _, html = pictured
    assert "http" not in html
    assert "//" not in re.sub(r"\s//|/\*.*?\*/", "", html)
    assert "@import" not in html
    tags = {tag for tag, _ in Page(html).tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed"}
    assert not re.search(r'\ssrc=|\son\w+="', html)


def test_no_name_stands_twice_and_every_link_leads_somewhere(pictured):
    _, html = pictured
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) <= set(page.ids)
    for name in re.findall(r"url\(#([^)]+)\)", html):
        assert name in page.ids


def test_every_picture_is_named_by_its_description(pictured):
    report, html = pictured
    drawn = [attributes for tag, attributes in Page(html).tags if tag == "svg"]
    assert [svg["aria-label"] for svg in drawn] == [figure.alt for figure in report.figures]
    assert all(svg["role"] == "img" for svg in drawn)
    for figure in report.figures:
        assert f"{report.labels[figure.name]}: {figure.caption}" in html


def test_every_table_has_a_caption_and_heads_with_their_scope(html, report):
    page = Page(html)
    tags = [tag for tag, _ in page.tags]
    on_paper = [t for t in report.tables if not t.workbook_only]
    assert tags.count("table") == tags.count("caption") >= len(on_paper)
    assert tags.count("thead") == tags.count("table")
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    for table in on_paper:
        assert f"{report.labels[table.name]}: {table.caption}" in html


def test_headings_go_down_a_step_at_a_time(html):
    levels = [int(t[1]) for t, _ in Page(html).tags if re.fullmatch(r"h\d", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_loadings_are_those_of_the_analysis_and_flags_are_told_in_words(html, report, analysis):
    place = report.labels["loadings"].lower().replace(" ", "-")
    start = html.index(f'id="{place}"')
    part = html[start : html.index("</table>", start)]
    row = re.search(r"<tr><th[^>]*>QYP1</th>(.*?)</tr>", part).group(1)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    for factor, shown in zip(analysis.factors, cells, strict=False):
        assert shown.startswith(number(analysis.loadings.at["QYP1", factor]))
        assert ("flagged" in shown) == analysis.flags.at["QYP1", factor]


def test_synthetic_and_illustrative_stand_at_the_top_and_the_end(html, report):
    for text in report.standing:
        assert html.count(text) >= 2
        assert html.index(text) < html.index("<main>")


def test_every_warning_is_a_note_with_its_title(html, report):
    boxes = [block for block in report.blocks if isinstance(block, Caution)]
    assert html.count('role="note"') == len(boxes)
    assert all(box.title in html for box in boxes)


def test_markup_in_names_and_statements_stays_text(tmp_path):
    nasty = "<script>alert(1)</script> & \"x\" 'y' \x07"
    columns = (Column("Sort", head=True), Column(nasty))
    table = Table.of_rows("t", nasty, nasty, columns, [(nasty, nasty)], notes=(nasty,))
    report = Report(nasty, (Heading(nasty), table, Caution(nasty, (nasty,))), standing=(nasty,))
    html = write_html(report, tmp_path / "r.html").read_text(encoding="utf-8")
    assert "script" not in {tag for tag, _ in Page(html).tags}
    assert "\x07" not in html


def test_text_takes_its_own_direction_and_language(tmp_path):
    columns = (Column("No.", "whole", head=True), Column("Statement", language="ar"))
    table = Table.of_rows("t", "c", "p", columns, [(1, "أشعر بالأمان")])
    html = write_html(Report("R", (table,)), tmp_path / "r.html").read_text(encoding="utf-8")
    assert '<td lang="ar" dir="auto">أشعر بالأمان</td>' in html
