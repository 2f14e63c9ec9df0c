"""REFI-QDA, the exchange format of qualitative-analysis programs: .qdc codebooks, .qdpx projects.

Between the XML and a project stands `exchange.Exchange`, which knows neither. Reading goes
`archive` (the zip), `parse` (the XML, as `facts`), `counting` (what positions mean),
`understand` (an exchange), `into` (the project); writing goes `out`, `write`.
"""

from coding.refi.codebook import read_codebook, write_codebook
from coding.refi.into import Imported, import_refi, read_exchange
from coding.refi.out import Exported, export_refi

__all__ = [
    "Exported",
    "Imported",
    "export_refi",
    "import_refi",
    "read_codebook",
    "read_exchange",
    "write_codebook",
]
