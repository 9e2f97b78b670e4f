"""The same scripts as gentrace's, run by Python's own generators: `python3 python.py FILE`.

Each definition becomes a generator function, with Python's yield, yield from, try, except and finally for those of the script. What is printed
is what gentrace has to print. The script is taken to be right.
"""
import inspect
import os
import sys

BUILT_IN = {x.__name__: x for x in (StopIteration, GeneratorExit, ValueError, TypeError, RuntimeError, AttributeError)}
OUTSIDE = ("next", "send", "throw", "close", "state")
classes = dict(BUILT_IN)
generators, kept, out = {}, [], []


def class_of(name):
    if name not in classes:
        classes[name] = type(name, (Exception,), {})
    return classes[name]


def show(value):
    return "none" if value is None else str(value)


def value_of(word):
    return None if word == "none" else int(word)


def say(me, text):
    out.append("  %s: %s" % (me, text))


def step(words):
    g = generators[words[1]]
    if words[0] == "next":
        return show(next(g))
    if words[0] == "send":
        return show(g.send(value_of(words[2])))
    if words[0] == "throw":
        return show(g.throw(class_of(words[2])()))
    if words[0] == "state":
        return inspect.getgeneratorstate(g)
    g.close()
    return "closed"


def outcome(x):
    if isinstance(x, StopIteration):
        return "StopIteration " + show(x.value)
    text = str(x).replace("non-None", "non-null").replace("list_iterator", "iterator")
    return "raises " + type(x).__name__ + (": " + text if text else "")


# ---- From a script to Python -------------------------------------------------------------------------------------------------------

def lines_of(path):
    with open(path) as script:
        for number, line in enumerate(script, 1):
            text = line.split("#")[0].strip()
            if text:
                yield number, text


def statement(text):
    """Python for one line of a body, and whether a block begins behind it."""
    words = text.split()
    word = words[0]
    if word == "say":
        return "say(me, %r)" % text[3:].strip(), False
    if word == "yield":
        return "say(me, 'got ' + show((yield %r)))" % value_of((words + ["none"])[1]), False
    if word == "from":
        return "say(me, %r + show((yield from generators[%r])))" % (text + " -> ", words[1]), False
    if word == "list":
        return "yield from iter(%r)" % [value_of(w) for w in words[1:]], False
    if word == "return":
        return "return %r" % value_of((words + ["none"])[1]), False
    if word == "raise":
        return "raise class_of(%r)()" % words[1], False
    if word == "loop":
        return "for _ in range(%d):" % int(words[1]), True
    if word == "try":
        return "try:", True
    assert word in OUTSIDE, text
    return "say(me, %r + step(%r))" % (text + " -> ", words), False


def translate(body):
    """A definition's lines as a generator function."""
    code, depth = ["def f(me):", "    if False: yield"], 1
    for text in body:
        words = text.split()
        if words[0] == "end":
            depth -= 1
        elif words[0] == "except":
            caught = "BaseException" if words[1] == "any" else "class_of(%r)" % words[1]
            code.append("    " * (depth - 1) + "except %s as x:" % caught)
            code.append("    " * depth + "say(me, 'except ' + type(x).__name__)")
        elif words[0] == "finally":
            code.append("    " * (depth - 1) + "finally:")
            code.append("    " * depth + "pass")
        else:
            line, opens = statement(text)
            code.append("    " * depth + line)
            if opens:
                depth += 1
                code.append("    " * depth + "pass")
    scope = dict(globals())
    exec("\n".join(code), scope)
    return scope["f"]


def depth_after(depth, text):
    word = text.split()[0]
    return depth + (word in ("loop", "try", "def")) - (word == "end")


def main(path):
    functions, body, depth = {}, None, 0
    for number, text in lines_of(path):
        words = text.split()
        inside, depth = depth > 0, depth_after(depth, text)
        if words[0] == "def":
            name, body = words[1], []
        elif inside and depth == 0:
            functions[name] = translate(body)
        elif inside:
            body.append(text)
        else:
            try:
                if words[0] == "new":
                    generators[words[1]] = functions[words[2]](words[1])
                    kept.append(generators[words[1]])   # nothing is dropped, and so closed
                    result = "made"
                else:
                    result = step(words)
            except BaseException as x:
                result = outcome(x)
            out.append("%d: %s -> %s" % (number, text, result))
    print("\n".join(out), flush=True)
    os._exit(0)                                         # without closing them


main(sys.argv[1])
