"""From paper to file: Word, the web page."""
