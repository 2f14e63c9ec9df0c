"""Reports in Word, HTML and Excel: what they say first, then how each form says it."""

from workbench.reports.excel import write_excel
from workbench.reports.folder import write_all, write_report
from workbench.reports.qmethod_content import qmethod_report
from workbench.reports.web import write_html
from workbench.reports.word import write_word

__all__ = [
    "qmethod_report",
    "write_all",
    "write_excel",
    "write_html",
    "write_report",
    "write_word",
]
