"""What a Word page is built of: styles, runs, lists, tables, pictures, footers, templates.

Nothing here knows what an instrument or a report is.
"""
