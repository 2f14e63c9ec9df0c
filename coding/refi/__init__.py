"""REFI-QDA, the exchange format of qualitative-analysis programs: .qdc codebooks, .qdpx projects.

Between the XML and a project stands `exchange.Exchange`, which knows neither.
"""
