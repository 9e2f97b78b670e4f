"""Writes a random script for gentrace: `random_script.py SEED`."""
import random
import sys

DEFINITIONS, GENERATORS, STEPS = 4, 5, 40
NAMES = ["StopIteration", "GeneratorExit", "Oops", "Bad", "ValueError", "RuntimeError", "TypeError"]


def value(r):
    return "none" if r.random() < 0.25 else str(r.randrange(-9, 100))


def generator(r):
    return "g%d" % r.randrange(GENERATORS)


def step(r):
    word = r.choice(["next"] * 6 + ["send", "send", "throw", "close", "state"])
    more = {"send": value(r), "throw": r.choice(NAMES)}.get(word, "")
    return ("%s %s %s" % (word, generator(r), more)).strip()


def block(r, depth):
    for _ in range(r.randrange(1, 5)):
        yield from statement(r, depth)


def statement(r, depth):
    kind = r.random()
    if kind < 0.3:
        yield "yield" + r.choice(["", " " + value(r)])
    elif kind < 0.5:
        yield "from " + generator(r)
    elif kind < 0.56:
        yield "list " + " ".join(value(r) for _ in range(r.randrange(4)))
    elif kind < 0.61:
        yield "return" + r.choice(["", " " + value(r)])
    elif kind < 0.66:
        yield "raise " + r.choice(NAMES)
    elif kind < 0.72:
        yield step(r)
    elif kind < 0.76:
        yield "say something"
    elif depth > 0 and kind < 0.82:
        yield "loop %d" % r.randrange(4)
        yield from block(r, depth - 1)
        yield "end"
    elif depth > 0:
        yield "try"
        yield from block(r, depth - 1)
        catches = r.random() < 0.8
        if catches:
            yield "except " + r.choice(NAMES + ["any", "any"])
            yield from block(r, depth - 1)
        if not catches or r.random() < 0.4:
            yield "finally"
            yield "say finally %d" % r.randrange(100)
        yield "end"
    else:
        yield "yield 1"


def script(r):
    for d in range(DEFINITIONS):
        yield "def d%d" % d
        yield from block(r, 3)
        yield "end"
    for g in range(GENERATORS):
        yield "new g%d d%d" % (g, r.randrange(DEFINITIONS))
    for _ in range(STEPS):
        if r.random() < 0.08:
            yield "new %s d%d" % (generator(r), r.randrange(DEFINITIONS))
        else:
            yield step(r)


print("\n".join(script(random.Random(int(sys.argv[1])))))
