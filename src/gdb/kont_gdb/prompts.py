"""Chains of prompts: the part of a computation that a value names. Which values: `kont bt EXPR`."""
import gdb

from . import frames, values

NEW, RUNNING, SUSPENDED, FROZEN, DONE = 1, 2, 3, 4, 5   # enum kont__state in machine.h
ESCAPE = 2                                              # enum kont__shape


def frames_of(prompt):
    """The frames of one prompt that wait in the heap, innermost first."""
    address = int(prompt["sp"])
    while address != 0:
        frame = frames.HeapFrame(address)
        yield frame
        address = frame.next


def chain(inner, outer):
    """The prompts inner..outer, by their addresses."""
    address = int(inner)
    while address != 0:
        prompt = values.prompt_at(address)
        yield prompt
        if address == int(outer):
            return
        address = int(prompt["link"])


def named(value):
    """The name of the type that a pointer points to."""
    type_ = value.type.strip_typedefs()
    if type_.code != gdb.TYPE_CODE_PTR:
        return None
    target = type_.target().unqualified()
    return target.strip_typedefs().tag or target.name or str(target)


class Part:
    """What is to be shown of a value: a line about it, and the prompts to show."""

    def __init__(self, about, prompts=()):
        self.about, self.prompts = about, list(prompts)


def of_object(prompt):
    address, state = int(prompt.address), int(prompt["state"])
    if state == NEW:
        return Part(f"it has not begun: it will run {values.shown(prompt['body']['fn'])}")
    if state == DONE:
        return Part("it has ended")
    if state == SUSPENDED:
        return Part(None, chain(prompt["inner"], address))
    me = values.self_()
    if me is not None and any(int(p.address) == address for p in chain(me["here"], 0)):
        return Part("it runs: `kont bt` shows it")
    return Part("it runs on another thread, or is part of a captured continuation")


def of_k(k):
    if int(k["shape"]) == ESCAPE:
        return Part("an escape, which has no frames of its own")
    if k["inner"] == 0:
        return Part("it is used up")
    return Part(None, chain(k["inner"], k["outer"]))


def of_search(search):
    point = search["top"]
    if point == 0:
        return Part("no choice in it has alternatives left")
    part = of_k(point["k"])
    first, last = int(point["next"]), int(point["high"])
    if first <= last:
        part.about = f"at its latest choice: {first}..{last} are left"
    else:
        part.about = "at its latest choice, " + ("whose alternatives are produced" if point["produce"] != 0 else "which has none left")
    return part


def of(value):
    kind = named(value)
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR and value == 0:
        raise gdb.GdbError("kont: a null pointer")
    if kind in ("kont_generator", "kont_object", "kont__prompt"):
        return of_object(values.prompt_at(value))
    if kind == "kont":
        return of_k(value.cast(values.need("struct kont").pointer()).dereference())
    if kind == "kont_search":
        return of_search(value.cast(values.need("struct kont_search").pointer()).dereference())
    raise gdb.GdbError(f"kont: not a kont *, kont_generator *, kont_object * or kont_search *, but: {value.type}; a cast says which it is")


def waiting(part):
    """What a backtrace of it shows, on the machine with frames in the heap."""
    for prompt in part.prompts:
        yield from frames_of(prompt)
        yield frames.Prompt(prompt)
