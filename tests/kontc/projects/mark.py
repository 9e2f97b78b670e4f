#!/usr/bin/env python3
"""mark.py FOLDER FILE... -- FLAG...: marks functions of somebody else's C.

Every function that the FILEs define gets KONT before it, in its other declarations under FOLDER too, and a call of tick() as the first thing that it
does, so that a capture can be forced there. Left out is what can't be marked: main, variadic functions, those that never return, and functions whose address is taken, since the
pointers to them are not marked. FLAGs are what the FILEs are compiled with. Prints how many functions it has marked."""
import json
import os
import subprocess
import sys


def tree(path, flags):
    command = ["clang", "-Xclang", "-ast-dump=json", "-fsyntax-only", "-w", *flags, path]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


class Source:
    """What one file as compiled says about functions. The dump names a file only where it is not the one named last."""

    def __init__(self):
        self.file = None
        self.declarations = {}                          # of a name: where each begins, where its body does
        self.refused = set()
        self.pointed = set()

    def place(self, location):
        """Of a place in a macro, where the macro stands."""
        found = None
        for part in (location.get("spellingLoc"), location.get("expansionLoc"), location):
            if part and "offset" in part:
                self.file = part.get("file", self.file)
                found = (self.file, part["offset"])
        return found

    def visit(self, node, called=False):
        self.place(node.get("loc", {}))
        begin = self.place(node.get("range", {}).get("begin", {}))
        self.place(node.get("range", {}).get("end", {}))
        kind = node.get("kind")
        if kind == "DeclRefExpr" and node["referencedDecl"]["kind"] == "FunctionDecl" and not called:
            self.pointed.add(node["referencedDecl"]["name"])
        passes = kind in ("ImplicitCastExpr", "ParenExpr") and called
        body = None
        for i, child in enumerate(node.get("inner", [])):
            if kind == "FunctionDecl" and child.get("kind") == "CompoundStmt":
                body = self.place(child["range"]["begin"])
            self.visit(child, passes or (kind == "CallExpr" and i == 0))
        if kind == "FunctionDecl" and begin and not node.get("isImplicit"):
            self.declarations.setdefault(node["name"], []).append((begin, body))
            if node.get("variadic") or "noreturn" in node["type"]["qualType"]:
                self.refused.add(node["name"])


def insert(edits):
    for file in {file for file, _, _ in edits}:
        with open(file, "rb") as f:
            text = f.read()
        for _, offset, what in sorted((e for e in edits if e[0] == file), key=lambda e: -e[1]):
            text = text[:offset] + what + text[offset:]
        with open(file, "wb") as f:
            f.write(text)


def main():
    folder = os.path.abspath(sys.argv[1])
    split = sys.argv.index("--")
    declarations, defined, excluded = {}, set(), {"main"}
    for path in sys.argv[2:split]:
        source = Source()
        source.visit(tree(os.path.abspath(path), sys.argv[split + 1:]))
        excluded |= source.refused | source.pointed
        for name, places in source.declarations.items():
            declarations.setdefault(name, set()).update(places)
            if any(body for _, body in places):
                defined.add(name)
    marked = {n for n in defined - excluded if all(os.path.realpath(b[0]).startswith(folder) for b, _ in declarations[n])}
    edits = set()
    for name in marked:
        for begin, body in declarations[name]:
            edits.add((os.path.realpath(begin[0]), begin[1], b"KONT "))
            if body:
                edits.add((os.path.realpath(body[0]), body[1] + 1, b" tick(0);"))
    insert(edits)
    print(len(marked))


main()
