"""Everything that a study takes to the field in one folder, and what a committee approved of it.

`material` is what a pack is made of, `pack` builds it and `index` says what is in it.
`consistency` holds its pages against each other and against study.yaml: the `facts` that each
page states and their `agreement`, the `acts` that sheets must name, who is `signing` what;
`purposes` says what each page is for. `approval` records every text that was approved,
`changes` finds what has changed since, and `committee` puts it in a table.
"""
