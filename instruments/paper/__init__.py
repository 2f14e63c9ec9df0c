"""From an instrument to what stands on its pages, before it is Word or a web page.

An instrument becomes a row of blocks: the same blocks go to every writer, so that the
Word file, the PDF and the web page can't say different things.
"""
