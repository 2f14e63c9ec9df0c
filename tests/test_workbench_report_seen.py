"""What people see: the report as LibreOffice and Chromium lay it out."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

import qmethod as qm
from workbench.reports import qmethod_report, write_html, write_word

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report():
    return qmethod_report(qm.analyse(qm.demo_study(), factors=5))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_opens_and_every_page_says_that_the_data_are_synthetic(report, tmp_path: Path) -> None:
    path = write_word(report, tmp_path / "report.docx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    reader = PdfReader(tmp_path / "report.pdf")
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) > 20
    assert all("Synthetic data" in page for page in pages)
    assert "I have an adult in my life that I can trust" in " ".join(pages)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [500, 1280])
def test_the_page_fits_a_phone_and_a_desktop(report, tmp_path: Path, width: int) -> None:
    path = write_html(report, tmp_path / "report.html")
    probe = tmp_path / "probe.html"
    script = (
        "<script>document.title = document.documentElement.scrollWidth + ' of ' + "
        "document.documentElement.clientWidth</script></body>"
    )
    probe.write_text(path.read_text("utf-8").replace("</body>", script), encoding="utf-8")
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--hide-scrollbars", f"--window-size={width},900",
        f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", probe.as_uri(),
    ]  # fmt: skip
    seen = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()
    title = seen[seen.index("<title>") + 7 : seen.index("</title>")]
    needed, there = (int(number) for number in title.split(" of "))
    assert needed <= there
