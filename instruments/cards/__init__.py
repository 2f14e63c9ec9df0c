"""The Q-sort pack on paper: cards, mats, sheets and labels from one geometry.

`geometry` says where each card lies and `fitting` how large its words are; `faces` puts them
together, and `pdf_writer` and `word_writer` print the same plan. `drawing` draws everything
else on sheets; `contents` lists what a pack holds.
"""
