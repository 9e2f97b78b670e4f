"""The commands."""
import re

import gdb

from . import frames, prompts, running, segments, stepping, values


class Kont(gdb.Command):
    """Continuations, prompts and generators of kont.

kont bt              the thread's computation, innermost first: the C stack and what waits in the heap, with the prompts between
kont bt EXPR         what a kont *, kont_generator *, kont_object * or kont_search * holds
kont frame [N]       select frame N of the last `kont bt`; its source line
kont locals          the variables of that frame
kont print EXPR      the value of an expression in that frame
kont next, kont step as next and step, to the next line of the program's own, across captures and resumes
kont break FUNCTION  a breakpoint where a marked function begins"""

    def __init__(self):
        super().__init__("kont", gdb.COMMAND_STACK, gdb.COMPLETE_NONE, True)


class Command(gdb.Command):
    """One of those, which says in a line what goes wrong."""

    def invoke(self, argument, from_tty):
        try:
            self.run(argument)
        except gdb.error as problem:
            raise gdb.GdbError(str(problem)) from None


def seen(entries):
    """Without the library's own, but for the functions of its API that the program calls."""
    api = None
    for entry in entries:
        if isinstance(entry, frames.Prompt):
            api = None
            yield entry
        elif entry.is_of_library():
            api = entry if entry.is_api() else None
        else:
            if api is not None:
                yield api
            api = None
            yield entry


class Listing:
    """The last backtrace, and the frame selected in it. It is void as soon as anything runs."""

    def __init__(self):
        self.frames, self.number = None, 0
        gdb.events.cont.connect(lambda event: self.forget())

    def forget(self):
        self.frames, self.number = None, 0

    def show(self, entries, everything):
        self.forget()
        found = []
        for entry in entries if everything else seen(entries):
            if isinstance(entry, frames.Prompt):
                print(f"    == {entry.title}")
            else:
                print(f"#{len(found):<3} {entry.title()}")
                found.append(entry)
        self.frames = found

    def selected(self):
        if self.frames is None:
            need_process()
            self.frames = [entry for entry in seen(running.entries()) if not isinstance(entry, frames.Prompt)]
        if self.number >= len(self.frames):
            raise gdb.GdbError("kont: there is no such frame")
        return self.frames[self.number]

    def select(self, number):
        before, self.number = self.number, number
        try:
            frame = self.selected()
        except gdb.GdbError:
            self.number = before
            raise
        if isinstance(frame, frames.StackFrame):
            frame.frame.select()
        return frame


listing = Listing()


def need_process():
    if gdb.selected_inferior().pid == 0:
        raise gdb.GdbError("kont: nothing runs here")


class Backtrace(Command):
    """kont bt [-a] [EXPR]: the thread's computation, or what EXPR (a kont *, kont_generator *, kont_object *, kont_search *) holds.

Innermost first. Frames that are not on the C stack are said to wait; a line with == is a prompt. -a: with the library's own frames."""

    def __init__(self):
        super().__init__("kont bt", gdb.COMMAND_STACK, gdb.COMPLETE_EXPRESSION)

    def run(self, argument):
        need_process()
        everything = re.match(r"-a\b\s*", argument)
        expression = argument[everything.end():] if everything else argument
        if not expression:
            if running.is_capturing():
                print("a capture is under way: frames move from the C stack to the heap")
            listing.show(running.entries(), everything)
            return
        part = prompts.of(gdb.parse_and_eval(expression))
        if part.about is not None:
            print(part.about)
        look = prompts.waiting if values.has_frames_in_heap() else segments.waiting
        listing.show(look(part), everything)


class SelectFrame(Command):
    """kont frame [N]: select frame N of the last `kont bt` (of the thread's computation, if there was none), and show where it stands."""

    def __init__(self):
        super().__init__("kont frame", gdb.COMMAND_STACK)

    def run(self, argument):
        frame = listing.select(int(gdb.parse_and_eval(argument))) if argument else listing.selected()
        print(f"#{listing.number:<3} {frame.title()}")
        line = frame.source_line()
        if line is not None:
            print(line)


class Locals(Command):
    """kont locals: the variables of the frame that `kont frame` selected. Of a frame that waits in the heap: those that are read once it goes on."""

    def __init__(self):
        super().__init__("kont locals", gdb.COMMAND_STACK)

    def run(self, argument):
        found = listing.selected().locals()
        for local in found:
            print(local.full())
        if not found:
            print("No locals.")


class Print(Command):
    """kont print EXPR: the value of an expression in the frame that `kont frame` selected, whose variables go by the names that they have in the
source: also where they live in the heap."""

    def __init__(self):
        super().__init__("kont print", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def run(self, argument):
        places = {local.name: local for local in listing.selected().locals()}

        def in_place(match):
            local = places.get(match.group())
            if local is None:
                return match.group()
            return self.place_of(local)
        expression = re.sub(r"(?<![\w.$])(?<!->)[A-Za-z_]\w*", in_place, argument)
        gdb.execute(f"print {expression}")

    @staticmethod
    def place_of(local):
        """An expression for it: where it lies in memory, so that one can assign to it; or its value."""
        if local.value is None:
            raise gdb.GdbError(f"kont: the type of {local.name} is not known ({local.type_text}): the program has no debug information")
        address = local.value.address
        gdb.set_convenience_variable(f"kont_{local.name}", address if address is not None else local.value)
        return f"(*$kont_{local.name})" if address is not None else f"$kont_{local.name}"


class Break(Command):
    """kont break FUNCTION: a breakpoint where the marked FUNCTION begins. (`break FUNCTION` is where unmarked functions enter it.)"""

    def __init__(self):
        super().__init__("kont break", gdb.COMMAND_BREAKPOINTS, gdb.COMPLETE_SYMBOL)

    def run(self, argument):
        rewritten = gdb.lookup_global_symbol(f"{argument}__kont1") or gdb.lookup_static_symbol(f"{argument}__kont1")
        gdb.Breakpoint(f"{argument}__kont1" if rewritten is not None else argument)


class Step(Command):
    """kont next, kont step: as `next` and `step`, to the next line of the program's own. Where functions are left for a capture, entered or resumed
in between, that is passed over: at a yield it goes to the line that asked, at a kont_next into the body."""

    def __init__(self, name):
        super().__init__(f"kont {name}", gdb.COMMAND_RUNNING)
        self.name = name

    def run(self, argument):
        need_process()
        stepping.go(self.name)


for command in (Kont, Backtrace, SelectFrame, Locals, Print, Break):
    command()
for name in ("next", "step"):
    Step(name)
