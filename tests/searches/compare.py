"""compare.py SEED COUNT PROGRAM...: random search programs in each program (tests/programs/searches) beside a model of what search.h says.

Prints the seed, and the first search program on which they differ, made as small as it gets."""
import random
import subprocess
import sys

from model import STATES, Raised, Search, TooLong, World


class Maker:
    def __init__(self, r):
        self.r = r

    def number(self):
        return self.r.randint(0, 4)

    def leaf(self):
        r = self.r
        kinds = [lambda: ("const", self.number())] * 3 + [lambda: ("x",)] * 4 + [lambda: ("cell",)] * 2 + [lambda: ("fail",)]
        kinds += [lambda: ("choose", r.randint(0, 2), r.randint(1, 4))] * 6 + [lambda: ("array", r.randint(0, 3))] * 2
        kinds += [lambda: ("raise", r.randint(1, 9))] * (r.random() < 0.3)
        return r.choice(kinds)()

    def expression(self, depth):
        if depth == 0 or self.r.random() < 0.08:
            return self.leaf()
        one = ["once", "not", "set", "poke", "search", "first", "count", "best", "cost"]
        two = ["+", "+", "+", "let", "let", "let", "try", "interleave", "bind"]
        numbered = ["require", "require", "most", "most", "undo", "undo", "say", "say", "generator"]
        if self.r.random() < 0.05:
            numbered.append("undo_raises")
        op = self.r.choice(one + two + two + numbered + ["if"])
        e = lambda: self.expression(depth - 1)
        if op in one:
            return (op, e())
        if op in two:
            return (op, e(), e())
        if op == "if":
            return (op, e(), e(), e())
        return (op, self.r.randint(2, 3) if op == "require" else self.number(), e())

    def options(self):
        r = self.r
        kind = r.choice(["", "", "", "depth", "deepen", "odd"])
        options = {"depth": {"depth": [r.randint(0, 6)]}, "deepen": {"deepen": [r.randint(0, 3), r.randint(1, 3)]}, "odd": {"odd": [r.randint(0, 5)]}}.get(kind, {})
        if kind == "deepen" and r.random() < 0.5:
            options["depth"] = [r.randint(0, 8)]
        if r.random() < 0.3:
            options["nodes"] = [r.randint(1, 5)]
        if r.random() < 0.2:
            options["close"] = [r.randint(0, 4)]
        return options

    def case(self):
        return self.options(), self.expression(self.r.randint(1, 6))


def words(e):
    return " ".join(str(w) if not isinstance(w, tuple) else words(w) for w in e)


def line(case):
    options, e = case
    return " ".join(["-", *(f"{name} {' '.join(map(str, n))}" for name, n in options.items()), "run", words(e)])


def modelled(case):
    options, e = case
    world = World()
    s = Search(world, e, 0)
    if "depth" in options:
        s.depth = s.most_depth = options["depth"][0]
    if "deepen" in options:
        s.step, s.rounds = options["deepen"][1], True
        s.depth = min(options["deepen"][0], s.most_depth)
    if "odd" in options:
        s.odd, s.most_odd, s.rounds = 0, options["odd"][0], True
    left = options.get("close", [-1])[0]
    raised = True
    while raised:
        raised = False
        try:
            while left != 0:
                v = s.next()
                if v is None:
                    break
                world.lines.append(f"= {v[0]}")
                left -= 1
            left = 0
            s.close()
        except Raised as why:
            world.lines.append(f"raised number {why.args[0]}")
            raised = True
    world.lines.append(f"state {STATES[s.state]}, {s.choices} choices, {s.failures} failures, {s.solutions} solutions, cell {world.cell}")
    return world.lines


def outputs(program, cases):
    """What the program prints of each case; where it does not come to the end, what it printed, and how it ended."""
    text = "".join(line(c) + "\n" for c in cases)
    done = subprocess.run(program.split(" "), input=text, capture_output=True, text=True, timeout=600)
    parts = []
    for printed in done.stdout.splitlines():
        if printed.startswith("case "):
            parts.append([])
        elif parts:
            parts[-1].append(printed)
    if done.returncode != 0 and parts:
        parts[-1].append(f"exit status {done.returncode}: {done.stderr.strip()[-300:]}")
    return parts


def smaller(e):
    """Expressions made of e by leaving something out."""
    for i, part in enumerate(e):
        if isinstance(part, tuple):
            yield part
    for i, part in enumerate(e):
        if isinstance(part, tuple):
            for less in smaller(part):
                yield e[:i] + (less,) + e[i + 1:]
    if e != ("x",):
        yield ("x",)


def size(e):
    return 1 + sum(size(part) for part in e if isinstance(part, tuple))


def differs(program, case):
    try:
        expected = modelled(case)
    except TooLong:
        return None
    got = outputs(program, [case])
    return (expected, got[0] if got else ["nothing"]) if got[:1] != [expected] else None


def shrunk(program, case):
    found = True
    while found:
        found = False
        options, e = case
        tries = [({k: v for k, v in options.items() if k != name}, e) for name in options] + [(options, less) for less in smaller(e) if size(less) < size(e)]
        for other in tries:
            if differs(program, other):
                case, found = other, True
                break
    return case


def main():
    seed, count, programs = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    print(f"SEED={seed}")
    r = random.Random(seed)
    cases, expected = [], []
    while len(cases) < count:
        case = Maker(r).case()
        try:
            expected.append(modelled(case))
        except TooLong:
            continue
        cases.append(case)
    for program in programs:
        got = outputs(program, cases)
        for i, case in enumerate(cases):
            if i >= len(got) or got[i] != expected[i]:
                case = shrunk(program, case) if differs(program, case) else case
                print(f"{program} differs from the model: case {i}, made smaller:", line(case), sep="\n")
                print("-- expected:", *modelled(case), "-- printed:", *(outputs(program, [case]) or [["nothing"]])[0], sep="\n")
                sys.exit(1)
    print(f"reached {count} cases, {sum(len(e) for e in expected)} lines")


sys.setrecursionlimit(20000)
main()
