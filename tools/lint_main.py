"""The checks of tools/lint that look at lines, and the call of the one that looks at clang's syntax trees."""
import concurrent.futures
import glob
import os
import re
import sys

import lint_marks

LONGEST_FUNCTION = 80
LONGEST_FILE = 800
FOLDERS = ("include", "src", "tests", "examples", "papers", "tools", ".ci")
DATA = (".txt", ".expected", ".solutions", ".cases")
MACHINES = ("src/stack/", "src/cps/")


def files():
    """All files that people write, data left out."""
    for folder in FOLDERS:
        for path in glob.glob(folder + "/**", recursive=True):
            if os.path.isfile(path) and not path.endswith(DATA) and "__pycache__" not in path:
                yield path


def lengths(path, lines):
    if len(lines) > LONGEST_FILE:
        yield f"{path}: {len(lines)} lines, more than {LONGEST_FILE}"
    if not path.endswith((".c", ".h", ".cc")):
        return
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            if number - start - 1 > LONGEST_FUNCTION:
                yield f"{path}:{start}: a function of {number - start - 1} lines, more than {LONGEST_FUNCTION}"
            start = None


def target(path, name):
    """The file of the tree that an include finds, or None: one of the system's."""
    for folder in (os.path.dirname(path), "src", "include", "tests"):
        found = os.path.normpath(os.path.join(folder, name))
        if os.path.exists(found):
            return found
    return None


def crosses(path, found):
    """Why `path` may not include `found`."""
    if path == "src/machine.h" and found.endswith("/fast.h"):
        return None                                     # the seam takes in what its machine wants inlined above
    if path.startswith(("src/control/", "src/layers/")) or os.path.dirname(path) == "src":
        if found.startswith(MACHINES):
            return "a header of a machine, above the seam"
    if path.startswith("src/layers/"):
        if not found.startswith(("include/", "src/layers/")):
            return "a layer sees public headers only"
    if path.startswith(("examples/", "papers/", "tests/", "include/")) and found.startswith("src/"):
        return "not a public header"
    return None


def seam(path, lines):
    for number, line in enumerate(lines, 1):
        include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if include is None:
            continue
        found = target(path, include.group(1))
        why = found and crosses(path, found)
        if why:
            yield f"{path}:{number}: includes {include.group(1)}: {why}"


def check_lines():
    for path in sorted(files()):
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
        yield from lengths(path, lines)
        if path.endswith((".c", ".h", ".cc")):
            yield from seam(path, lines)


def marked_sources():
    """(file, whether it belongs to the library)"""
    for pattern in ("src/control/*.c", "src/layers/*.c"):
        yield from ((path, True) for path in glob.glob(pattern))
    for pattern in ("examples/**/*.c", "papers/**/*.c", "tests/*.c", "tests/support/*.c", "tests/reference/*.c", "tests/programs/*.c",
                    "tests/faults/*.c"):
        yield from ((path, False) for path in glob.glob(pattern, recursive=True))


def main(paths):
    sources = [(path, True) for path in paths] or sorted(marked_sources())
    found = [] if paths else list(check_lines())
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        for findings in pool.map(lint_marks.check, *zip(*sources)):
            found.extend(findings)
    for finding in dict.fromkeys(found):
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
