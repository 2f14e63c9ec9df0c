"""The source form of an instrument: one Markdown file, read into a `TopicGuide` and written back.

`form` reads a whole file: its `head` and its `body`, whose times, ids and keys are `marks`;
`names` knows the files that ship, and `writing` gives a guide back as its source.
"""
