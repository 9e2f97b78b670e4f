"""Frames that wait on a segment (src/stack/switch.h). gdb looks at them through registers: these are set as they were where the prompt waits, and
set back. So there has to be a process, and nothing may run meanwhile."""
import contextlib

import gdb

from . import frames, values
from .running import BASE

SAVED = ("r15", "r14", "r13", "r12", "rbx", "rbp", "rip")       # switch_x86_64.S, from sp upwards
WORD = 8


def why_not(prompt):
    if gdb.selected_frame().architecture().name() != "i386:x86-64":
        return "its frames wait on a segment, which this script can look at on x86-64 only"
    home = prompt["home"].cast(values.need("struct kont__home").pointer())
    if int(home["resident"]) & ~1 != int(prompt.address):   # odd: CLAIM in src/stack/home.h
        return "its frames are not in place: those of another are, at home in the same segment"
    return None


def word(address):
    return int(gdb.Value(address).cast(values.need("unsigned long").pointer()).dereference())


def is_code(address):
    return not gdb.execute(f"info symbol {address:#x}", to_string=True).startswith("No symbol")


def registers(sp):
    """As they will be when the stack that waits at sp goes on; but in the call that it waits in, for its line. A library with KONT_FPENV has two
    words more there."""
    last = WORD * (len(SAVED) - 1)
    if not is_code(word(sp + last)):
        sp += 2 * WORD
    if not is_code(word(sp + last)):
        raise gdb.GdbError("kont: what is to be looked at is not in memory any more")
    found = {name: word(sp + WORD * i) for i, name in enumerate(SAVED)}
    found["rip"] -= 1
    found["rsp"] = sp + WORD * len(SAVED)
    return found


def set_registers(all_):
    for name, value in all_.items():
        gdb.execute(f"set ${name} = {value:#x}", to_string=True)


@contextlib.contextmanager
def standing_at(sp):
    wanted = registers(sp)
    selected = gdb.selected_frame()
    gdb.newest_frame().select()
    before = {name: int(gdb.parse_and_eval(f"(unsigned long)${name}")) for name in wanted}
    try:
        set_registers(wanted)
        yield
    except gdb.error as problem:
        raise gdb.GdbError(f"kont: frames on a segment can be looked at in a process that has stopped: {problem}") from None
    finally:
        gdb.newest_frame().select()
        set_registers(before)
        selected.select()


class Kept(frames.Frame):
    """What a frame was, while the registers were set for it."""

    waits = True

    def __init__(self, frame):
        self.name, self.file, self.line, self.path = frame.name, frame.file, frame.line, frame.source_file()
        self.kept = [self.keep(local) for local in frame.locals()]

    @staticmethod
    def keep(local):
        if local.value is None or local.value.is_optimized_out:
            return local
        local.value.fetch_lazy()
        return local

    def source_file(self):
        return self.path

    def locals(self):
        return self.kept


def frames_of(prompt):
    found = []
    with standing_at(int(prompt["sp"])):
        frame = gdb.newest_frame()
        while frame is not None:
            c_frame = frames.StackFrame(frame)
            if c_frame.c_name == BASE:
                break
            found.append(Kept(c_frame))
            frame = frame.older()
    return found


def waiting(part):
    """What a backtrace of it shows."""
    for prompt in part.prompts:
        reason = why_not(prompt)
        if reason is not None:
            raise gdb.GdbError(f"kont: {reason}")
        yield from frames_of(prompt)
        yield frames.Prompt(prompt)
