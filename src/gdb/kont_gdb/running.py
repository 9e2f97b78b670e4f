"""The selected thread's own computation: the C stack, and what waits in the heap further out, in one row.

With frames in the heap (src/cps/driver.h) the C stack has what was entered since. At each driver on it the frames that wait in the
prompts that it drives are put in. A prompt object may be entered without a driver (QUICK in src/cps/quick.h): then the function of its frame that was
entered was called by something else than a driver, and the object's other frames wait outside of that."""
import gdb

from . import frames, prompts, values

DRIVER = "kont__drive"
BASE = "__morestack"                                    # of a segment


def c_frames():
    frame, newer = gdb.newest_frame(), None
    while frame is not None and frame.is_valid():
        found = frames.StackFrame(frame)
        if not (found.is_entry() and newer is not None and newer.name == found.name):
            yield found
        newer, frame = found, frame.older()


class Heap:
    """The frames that wait, from the innermost prompt outwards."""

    def __init__(self, me):
        self.chain = list(prompts.chain(me["here"], 0))
        self.address = int(self.chain[0]["sp"])         # of the next frame
        self.driver = me["machine"]["driver"]

    def rest(self, base=0):
        """The frames of the prompt out to the one at `base`."""
        while self.address not in (0, base):
            frame = frames.HeapFrame(self.address)
            self.address = frame.next
            yield frame

    def end_prompt(self):
        yield from self.rest()
        if len(self.chain) > 1:
            yield frames.Prompt(self.chain.pop(0))
            self.address = int(self.chain[0]["sp"])

    def end_driver(self):
        if self.driver == 0:
            return
        driver = self.driver.dereference()
        while len(self.chain) > 1 and int(self.chain[0].address) != int(driver["stop"]):
            yield from self.end_prompt()
        yield from self.rest(int(driver["base"]))
        self.driver = driver["outer"]


def is_driven(frame):
    """Whether a driver entered it: between stand functions of the driver's own file."""
    older = frame.frame.older()
    while older is not None and older.name() != DRIVER:
        symtab = older.find_sal().symtab
        if symtab is None or not symtab.filename.endswith("cps/driver.c"):
            return False
        older = older.older()
    return older is not None


def with_heap(me):
    heap = Heap(me)
    for frame in c_frames():
        yield frame
        if frame.is_resumed() and not is_driven(frame):
            yield from heap.end_prompt()
        if frame.c_name == DRIVER:
            yield from heap.end_driver()


def with_segments(me):
    chain = list(prompts.chain(me["here"], 0))
    for frame in c_frames():
        yield frame
        if frame.c_name == BASE and len(chain) > 1:
            yield frames.Prompt(chain.pop(0))


def is_capturing():
    try:
        return int(gdb.parse_and_eval("kont__cps.flag")) != 0
    except gdb.error:
        return False


def entries():
    """What a backtrace shows, innermost first."""
    me = values.self_()
    if me is None:
        return c_frames()
    return with_heap(me) if values.has_frames_in_heap() else with_segments(me)
