#!/usr/bin/env python3
"""Writes testdata/flamebearer from the recorded incident: no Pyroscope server runs where the recordings were made, so these
follow its render API's documented grammar (rows of bars; offset, total, self, name) with recorded numbers."""
import json
import pathlib

here = pathlib.Path(__file__).parent


def tree(path):
    root = {"name": "total", "self": 0, "total": 0, "children": {}}
    for line in (here / path).read_text().splitlines():
        stack, value = line.rsplit(" ", 1)
        node = root
        node["total"] += int(value)
        for name in stack.split(";"):
            node = node["children"].setdefault(name, {"name": name, "self": 0, "total": 0, "children": {}})
            node["total"] += int(value)
        node["self"] += int(value)
    return root


def merged(left, right):
    """One tree with the figures of both sides."""
    empty = {"self": 0, "total": 0, "children": {}}
    left, right = left or empty, right or empty
    names = sorted({**left["children"], **right["children"]})
    return {
        "left": (left["total"], left["self"]),
        "right": (right["total"], right["self"]),
        "children": [(name, merged(left["children"].get(name), right["children"].get(name))) for name in names],
    }


def levels(root, double):
    names, rows = {}, []

    def bar(name, node, x, depth):
        while len(rows) <= depth:
            rows.append({"bars": [], "end": [0, 0]})
        row = rows[depth]
        sides = (node["left"], node["right"]) if double else (node["left"],)
        values = []
        for side, (total, own) in enumerate(sides):
            values += [x[side] - row["end"][side], total, own]
            row["end"][side] = x[side] + total
        row["bars"] += values + [names.setdefault(name, len(names))]
        at = list(x)
        for child_name, child in node["children"]:
            bar(child_name, child, tuple(at), depth + 1)
            at = [at[0] + child["left"][0], at[1] + child["right"][0]]

    bar("total", root, (0, 0), 0)
    return list(names), [row["bars"] for row in rows]


def write(name, left, right=None):
    double = right is not None
    names, rows = levels(merged(left, right), double)
    ticks = left["total"] + (right["total"] if double else 0)
    answer = {
        "version": 1,
        "flamebearer": {"names": names, "levels": rows, "numTicks": ticks, "maxSelf": 0},
        "metadata": {"format": "double" if double else "single", "units": "lock_nanoseconds", "sampleRate": 0, "name": "wall", "spyName": ""},
    }
    (here / "flamebearer" / name).write_text(json.dumps(answer, separators=(",", ":")) + "\n")


before, after = tree("incident/recorded/before.wall.folded"), tree("incident/recorded/after.wall.folded")
write("single.json", before)
write("double.json", before, after)
