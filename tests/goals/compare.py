"""compare.py SEED COUNT SCRATCH PROGRAM...: random goals in each program (tests/programs/goals) beside Icon, which evaluates the same expressions.

Prints the seed, and the first expression on which they differ. An expression is made in Icon's words and in those of goals.c at once."""
import os
import random
import subprocess
import sys

MOST = 60
PRELUDE = """global x
procedure note(n); write("n ", n); return n; end
procedure up(i, j); suspend i to j; end
procedure double(n); suspend n; suspend n * (2 to 3); end
"""


def both(icon, words):
    """Icon's text, with {} for each operand; the word before the operands in prefix form."""
    return lambda *e: ("(" + icon.format(*(t for t, _ in e)) + ")", " ".join([words, *(w for _, w in e)]))


class Maker:
    """Random expressions. Variables are dereferenced at once by Icon's '.', since an operand of kont's is a value."""

    def __init__(self, r):
        self.r = r

    def text(self, letters="abc", most=5):
        return "".join(self.r.choice(letters) for _ in range(self.r.randint(0, most)))

    def literal(self):
        n = self.r.randint(-3, 6)
        return (f"({n})", f"integer {n}")

    def leaf(self):
        kinds = [self.literal] * 4 + [self.looking] * 4 + [lambda: ("(.x)", "x"), lambda: ("(.&pos)", "&pos"), self.fails]
        return self.r.choice(kinds)()

    def fails(self):
        return ("(&fail)", "fail")

    def looking(self):
        name = self.r.choice(["find", "match", "upto", "any", "many", "bal", "pos"])
        if name == "pos":
            n = self.r.randint(-3, 4)
            return (f"pos({n})", f"pos {n}")
        s = self.text("ab", 2) or "a"
        quote = '"' if name in ("find", "match") else "'"
        return (f"{name}({quote}{s}{quote})", f'{name} "{s}')

    def number(self, depth):
        if depth == 0:
            return self.leaf()
        n, s, d = self.number, self.string, depth - 1
        k, step = self.r.randint(0, 4), self.r.choice([-2, -1, 1, 1, 2])
        operator = self.r.choice(["+", "-", "*", "<", "<=", ">", ">=", "=", "~="])
        kinds = [
            self.leaf,
            lambda: both("{} " + operator + " {}", operator)(n(d), n(d)), lambda: both("{} " + operator + " {}", operator)(n(d), n(d)),
            lambda: both("{} to {} by {}", "to")(n(d), n(d), (f"({step})", f"integer {step}")),
            lambda: both("{} | {}", "|")(n(d), n(d)), lambda: both("{} | {}", "|")(n(d), n(d)),
            lambda: both("{} & {}", "&")(self.either(d), n(d)), lambda: both("{} & {}", "&")(n(d), n(d)),
            lambda: both("{} \\ " + str(k), f"limit {k}")(n(d)), lambda: both("(|{}) \\ " + str(k), f"repeat {k}")(n(d)),
            lambda: both("if {} then {} else {}", "if")(self.either(d), n(d), n(d)), lambda: both("(not {}) & {}", "& not")(self.either(d), n(d)),
            lambda: both("{{{}; {}}}", ";")(self.either(d), n(d)), lambda: both("every {} do {}", "every")(n(d), self.either(d)),
            lambda: both(".(x := {})", "set")(n(d)), lambda: both(".(x <- {})", "try")(n(d)), lambda: both("note({})", "note")(n(d)),
            lambda: both("up({}, {})", "up")(n(d), n(d)), lambda: both("double({})", "double")(n(d)),
            lambda: both("{} ? {}", "?")(s(d), n(d)), lambda: both("{} ? {}", "?")(s(d), n(d)),
        ]
        return self.r.choice(kinds)()

    def string(self, depth):
        if depth == 0:
            s = self.text("ab(c)", 5)
            return self.r.choice([(f'"{s}"', f'string "{s}'), (f'"{s}"', f'string "{s}'), ("(.&subject)", "&subject")])
        n, s, d = self.number, self.string, depth - 1
        eaten = self.text("ab", 2)
        kinds = [
            lambda: s(0), lambda: both("!{}", "!")(s(0)), lambda: both("{} || {}", "||")(s(d), s(d)),
            lambda: both("{} == {}", "==")(s(d), s(d)), lambda: both("tab({})", "tab")(n(d)), lambda: both("tab({})", "tab")(n(d)),
            lambda: both("move({})", "move")(n(d)), lambda: (f'(="{eaten}")', f'eat "{eaten}'),
            lambda: both("{} ? {}", "?")(s(d), s(d)), lambda: both("{} ? {}", "?")(s(d), s(d)), lambda: both("{} | {}", "|")(s(d), s(d)),
            lambda: both("{} & {}", "&")(self.either(d), s(d)), lambda: both("if {} then {} else {}", "if")(self.either(d), s(d), s(d)),
        ]
        return self.r.choice(kinds)()

    def either(self, depth):
        return self.r.choice([self.number, self.string])(depth)

    def case(self):
        kind = self.r.choice("ns")
        depth = self.r.randint(1, 4)
        e = (self.number if kind == "n" else self.string)(depth)
        if self.r.random() < 0.6:
            subject = self.text("aab(c)b", 9)
            e = both("{} ? {}", "?")((f'"{subject}"', f'string "{subject}'), e)
        return e[0], f"{kind} {e[1]}"


def parted(output):
    """What follows each line "case N"."""
    cases = []
    for line in output.splitlines():
        if line.startswith("case "):
            cases.append([])
        else:
            cases[-1].append(line)
    return cases


def answers(command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command}: exit status {done.returncode}: {done.stderr.strip()[-500:]}")
    return parted(done.stdout)


def icon(cases, scratch):
    path = os.path.join(scratch, "goals.icn")
    with open(path, "w") as file:
        file.write(PRELUDE)
        for i, (text, _) in enumerate(cases, 1):
            file.write(f'procedure case{i}(); x := 0; write("case {i}"); every write({text}) \\ {MOST}; end\n')
        file.write("procedure main()\n" + "".join(f"case{i}()\n" for i in range(1, len(cases) + 1)) + "end\n")
    translated = os.path.join(scratch, "goals.icx")
    done = subprocess.run(["icont", "-s", "-o", translated, path], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("icont: " + done.stderr[-500:])
    return answers(["iconx", translated] if not os.access(translated, os.X_OK) else [translated])


def main():
    seed, count, scratch, programs = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    maker = Maker(random.Random(seed))
    cases = [maker.case() for _ in range(count)]
    expected = icon(cases, scratch)
    print(f"seed {seed}: {count} goals, {sum(map(len, expected))} lines of results")
    if len(expected) != count or sum(map(len, expected)) < count / 2:
        sys.exit("these goals give next to nothing")
    for program in programs:
        got = answers(program.split(), "".join(words + "\n" for _, words in cases))
        wrong = [i for i in range(count) if i >= len(got) or got[i] != expected[i]]
        if wrong:
            i = min(wrong, key=lambda i: len(cases[i][0]))
            sys.exit(f"{program} differs from Icon in {len(wrong)} goals, seed {seed}:\n{cases[i][0]}\n{cases[i][1]}\n"
                     f"Icon {expected[i]}\nkont {got[i] if i < len(got) else 'nothing'}")


main()
