import ast
from pathlib import Path

import pytest

BELOW = {"corpora": "", "qmethod": "corpora", "coding": "corpora", "instruments": "corpora qmethod"}
ROOMS = {*BELOW, "workbench"}


@pytest.mark.parametrize("room", BELOW)
def test_a_room_imports_no_room_above_it(room):
    for path in Path(__file__).parents[1].joinpath(room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            above = {name.split(".")[0] for name in names} & ROOMS - {room, *BELOW[room].split()}
            assert not above, f"{path.name} imports {', '.join(above)}"
