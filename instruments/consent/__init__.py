"""What sheets, forms and spoken records must say, by the age of those who read them.

`clauses` holds the table of clauses by age band; `recognition` finds on a page which passage
says which clause, by its mark, its words or its `likeness` to examples; `missing` names those
that no passage says, and `requirements` puts every finding about such a page together.
"""
