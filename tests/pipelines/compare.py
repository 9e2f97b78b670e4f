"""compare.py SEED COUNT PROGRAM...: random pipelines in each program (tests/programs/pipelines) beside the same made of itertools.

Prints the seed, and the first pipeline on which they differ, shortened as far as it still differs. The words are those of pipelines.c."""
import itertools as it
import random
import subprocess
import sys

MOST = 150


def weigh(v):
    if not isinstance(v, tuple):
        return v
    weight = 1
    for part in v:
        weight = (weight * 3 + abs(weigh(part))) % 1009
    return weight


def rem(a, b):
    """C's remainder: the sign is the dividend's."""
    return abs(a) % b * (1 if a >= 0 else -1)


def window(s, n):
    copies = it.tee(s, n)
    return zip(*(it.islice(copy, skip, None) for skip, copy in enumerate(copies)))


def batch(s, n):
    s = iter(s)
    return iter(lambda: tuple(it.islice(s, n)), ())


STAGES = {
    "add": lambda s, n: (weigh(v) + n for v in s),
    "indivisible": lambda s, n: (v for v in s if weigh(v) % n != 0),
    "take": lambda s, n: it.islice(s, n),
    "drop": lambda s, n: it.islice(s, n, None),
    "step": lambda s, n: it.islice(s, 0, None, n),
    "enumerate": lambda s, n: enumerate(s, n),
    "window": window,
    "batch": batch,
    "permutations": lambda s, n: it.permutations(s, n),
    "combinations": lambda s, n: it.combinations(s, n),
    "take_while": lambda s: it.takewhile(lambda v: weigh(v) < 500, s),
    "drop_while": lambda s: it.dropwhile(lambda v: weigh(v) % 2 != 0, s),
    "accumulate": lambda s: it.accumulate(s, lambda a, b: rem(weigh(a) + weigh(b), 1009)),
    "group_by": lambda s: ((k, *g) for k, g in it.groupby(s, lambda v: abs(weigh(v)) // 4)),
    "sort": lambda s: (v for v in sorted(s, key=weigh)),
    "cycle": it.cycle,
    "flatten": lambda s: it.chain.from_iterable(range(abs(weigh(v)) % 4) for v in s),
    "generator": lambda s: (v for v in s),
}
SOURCES = {"range": lambda a, b, c: iter(range(a, b, c)), "count": it.count, "repeat": it.repeat}
JOINS = {"chain": it.chain, "zip": zip, "product": it.product}


def python(words):
    stack = []
    for word, *numbers in words:
        if word in SOURCES:
            stack.append(SOURCES[word](*numbers))
        elif word == "tee":
            stack.extend(it.tee(stack.pop()))
        elif word in JOINS:
            second, first = stack.pop(), stack.pop()
            stack.append(JOINS[word](first, second))
        else:
            stack.append(STAGES[word](stack.pop(), *numbers))
    return " ".join(map(show, it.islice(stack.pop(), MOST)))


def show(v):
    return " ".join(["(", *map(show, v), ")"]) if isinstance(v, tuple) else str(v)


# ---- Random pipelines ----

def source(r):
    return r.choice([
        [("range", r.randint(-9, 9), r.randint(-9, 30), r.choice([-3, -2, -1, 1, 1, 2, 5]))],
        [("repeat", r.randint(-5, 600), r.randint(0, 9))],
        [("count", r.randint(-9, 9), r.randint(-3, 9)), *safe(r), ("take", r.randint(0, 25))],
    ])


def safe(r):
    """Stages that end on a sequence without end, as soon as values are asked for."""
    return [r.choice([("add", r.randint(-9, 9)), ("enumerate", r.randint(0, 9)), ("window", r.randint(1, 4)), ("step", r.randint(1, 4)),
                      ("drop", r.randint(0, 9)), ("accumulate",), ("generator",)]) for _ in range(r.randint(0, 2))]


def stage(r, nested):
    some = ("take", r.randint(0, 5))
    kinds = [
        safe(r), [("indivisible", r.randint(2, 4))], [("take", r.randint(0, 12))], [("take_while",)], [("drop_while",)],
        [("group_by",)], [("batch", r.randint(1, 4))], [("flatten",)], [("sort",)], [("cycle",), *safe(r), ("take", r.randint(0, 30))],
        [some, ("permutations", r.randint(0, 4))], [some, ("combinations", r.randint(0, 4))], [("tee",), *safe(r), join(r)],
    ]
    if not nested:
        kinds.append([some, *pipeline(r, 2, True), ("take", r.randint(0, 5)), ("product",)])
        kinds.append([*pipeline(r, 3, True), join(r)])
    return r.choice(kinds)


def join(r):
    return (r.choice(["chain", "zip"]),)


def pipeline(r, stages, nested=False):
    return source(r) + [word for _ in range(r.randint(0, stages)) for word in stage(r, nested)] + [("take", 200)]


# ---- Comparing ----

def lines(cases):
    return "".join(" ".join(" ".join(map(str, word)) for word in words) + "\n" for words in cases)


def answers(program, cases):
    done = subprocess.run(program.split(), input=lines(cases), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{program}: exit status {done.returncode}: {done.stderr.strip()}")
    return [" ".join(line.split()) for line in done.stdout.split("\n")]


def depth_is_right(words):
    depth = 0
    for word, *_ in words:
        depth += 1 if word in SOURCES or word == "tee" else -1 if word in JOINS else 0
        if depth < 1:
            return False
    return depth == 1


def differs(program, words):
    try:
        return answers(program, [words])[0] != python(words)
    except RuntimeError:
        return True


def shortened(program, words):
    for i in range(len(words)):
        fewer = words[:i] + words[i + 1:]
        bounded = not any(word[0] in ("cycle", "count") for word in fewer) or words[i][0] != "take"
        if bounded and depth_is_right(fewer) and differs(program, fewer):
            return shortened(program, fewer)
    return words


def main():
    seed, count, programs = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    r = random.Random(seed)
    cases = [pipeline(r, 8) for _ in range(count)]
    expected = [python(words) for words in cases]
    values = sum(len(line.split()) for line in expected)
    print(f"seed {seed}: {count} pipelines, {values} words of values")
    if not any("(" in line for line in expected) or values < count:
        sys.exit("these pipelines give next to nothing")
    for program in programs:
        got = answers(program, cases)
        for words, mine, theirs in zip(cases, got, expected):
            if mine != theirs:
                short = shortened(program, words)
                sys.exit(f"{program} differs from Python, seed {seed}:\n{lines([short])}python {python(short)}\nkont   {answers(program, [short])[0]}")


main()
