"""What a study says of itself once, in its study.yaml, so that every page says it alike.

`entries` lists what is asked for, `file` reads it line by line, `details` holds it and fills
pages with it, and `gaps` says what is still open.
"""
