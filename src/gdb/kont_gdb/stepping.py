"""Steps that stay in the program's own source. What a step shows meanwhile is not printed (gdb 12 and later)."""
import contextlib

import gdb

from . import frames, running

MOST = 5000                                             # steps in the library
PLAIN = ("kont_int", "kont_to_int")                     # they call nothing


class Stops:
    """The last stop, and whether it was for something else than the end of a step."""

    def __init__(self):
        self.other = None
        gdb.events.stop.connect(self.note)

    def note(self, event):
        self.other = event if isinstance(event, (gdb.BreakpointEvent, gdb.SignalEvent)) else None


stops = Stops()


@contextlib.contextmanager
def quiet():
    def set_to(value):
        with contextlib.suppress(gdb.error):
            gdb.execute(f"set suppress-cli-notifications {value}", to_string=True)
    set_to("on")
    try:
        yield
    finally:
        set_to("off")


def is_over():
    return gdb.selected_inferior().pid == 0 or stops.other is not None


def is_in_program():
    frame = frames.StackFrame(gdb.newest_frame())
    return not (running.is_capturing() or frame.is_of_library() or frame.is_at_switch() or frame.is_entry())


def one_step(how):
    gdb.execute("next" if (gdb.newest_frame().name() or "") in PLAIN else how, to_string=True)


def to_program(how):
    one_step(how)
    for _ in range(MOST):
        if is_over() or is_in_program():
            break
        one_step("step")


def place():
    frame = gdb.newest_frame()
    return frame, frame.find_sal().line


def go(how):
    start = place()
    with quiet():
        to_program(how)
        if not is_over() and place() == start:          # back in the middle of the line, out of what it called
            to_program(how)
    if gdb.selected_inferior().pid == 0:
        return
    for breakpoint in getattr(stops.other, "breakpoints", ()):
        print(f"Breakpoint {breakpoint.number}")
    gdb.execute("frame")
