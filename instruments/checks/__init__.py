"""What one instrument still needs: every check gives its findings, each with a line.

`instrument` puts all of them together: `slips` of the source, `completeness` by kind,
`timing`, the `wording` of questions, `acronyms`, `jargon`, how hard a text is for `reading`,
and `statistics_words` on pages of results. What sheets and forms must say is `consent`'s.
"""
