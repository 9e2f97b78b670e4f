"""What a backtrace is made of: frames on the C stack and frames in the heap, which wait; and, between them, prompts."""
import os
import re

import gdb

from . import values

IN_BOX, ARGUMENT = 1 << 30, 1 << 29                     # struct kont__local in cps.h
FLAGS = 7                                               # KONT__FRAME_FLAGS
COPIES = re.compile(r"__(kont1|again|start|low)$")      # what kontc adds to a function's name
HEADERS = re.compile(r"/include/kont/[^/]*$")


def library_folder():
    """Where the library's source was when it was compiled."""
    symbol = gdb.lookup_global_symbol("kont__attach")
    file = full_name(symbol.symtab) if symbol is not None else None
    return os.path.dirname(os.path.dirname(file)) + "/" if file is not None else None


class Local:
    """A variable: `value` is a gdb.Value in its place, or None where its type is not known."""

    def __init__(self, name, type_text, value, is_argument, why=None):
        self.name, self.type_text, self.value, self.is_argument, self.why = name, type_text, value, is_argument, why

    def one_line(self):
        return f"{self.name}={values.shown(self.value) if self.value is not None else self.why}"

    def full(self):
        return f"{self.name} = {values.written(self.value) if self.value is not None else self.why}"


class Frame:
    """`name`, `file`, `line`; `waits`: it is not on the C stack."""

    waits = False

    def is_of_library(self):
        file, library = self.source_file() or "", library_folder()
        return bool(HEADERS.search(file) or library and file.startswith(library))

    def is_api(self):
        return self.is_of_library() and bool(re.match(r"kont_(?!_)", self.name))

    def title(self):
        arguments = ", ".join(local.one_line() for local in self.locals() if local.is_argument)
        place = f" at {self.file}:{self.line}" if self.file else ""
        return f"{self.name} ({arguments}){place}{', waits' if self.waits else ''}"

    def source_file(self):
        return self.file

    def source_line(self):
        """The line of the source, as `frame` shows it, or None."""
        try:
            with open(self.source_file(), encoding="utf-8", errors="replace") as source:
                return f"{self.line}\t{source.read().splitlines()[self.line - 1]}"
        except (OSError, IndexError, TypeError):
            return None


def full_name(symtab):
    return symtab.fullname() if symtab is not None else None


def copy_of(name):
    """The symbol of the copy that marked callers call, or None."""
    return gdb.lookup_global_symbol(f"{name}__kont1") or gdb.lookup_static_symbol(f"{name}__kont1")


def arguments_of(symbol):
    block = gdb.block_for_pc(int(symbol.value().address))
    return [s.name for s in block if s.is_argument] if block is not None else []


class StackFrame(Frame):
    """A frame that gdb knows."""

    def __init__(self, frame):
        self.frame = frame
        self.c_name = frame.name() or "??"
        name = COPIES.sub("", self.c_name)
        rewritten = copy_of(name) is not None or self.c_name.endswith("__kont1")      # of what is always inlined there is no copy
        self.name = name if rewritten else self.c_name
        place = frame.find_sal()
        self.symtab, self.line = place.symtab, place.line
        self.file = place.symtab.filename if place.symtab is not None else None

    def source_file(self):
        return full_name(self.symtab)

    def is_rewritten(self):
        return self.c_name != self.name

    def is_resumed(self):
        """Entered from a frame in the heap: as a resume copy, or a function of the machine's that is written like one."""
        if self.is_rewritten():
            return self.c_name.endswith(("__again", "__start"))
        return self.c_name.endswith("_again") and self.is_of_library()

    def is_at_switch(self):
        """At the head of a resume copy, before it goes on."""
        function = self.frame.function()
        return self.is_rewritten() and self.is_resumed() and function is not None and self.line == function.line

    def is_entry(self):
        """What unmarked callers call, around the copy that it calls."""
        return not self.is_rewritten() and copy_of(self.name) is not None

    def is_argument(self, symbol):
        """The resume copy's arguments are those of the other."""
        if not (self.is_rewritten() and self.is_resumed()):
            return symbol.is_argument
        first = copy_of(self.name)
        return first is not None and symbol.name in arguments_of(first)

    def locals(self):
        """Innermost last. What kontc made for itself is left out, and what it renamed has its own name."""
        found = []
        for symbol in self.symbols():
            value = symbol.value(self.frame)
            if symbol.name == "kont__b":
                found += self.boxed(value)
            elif not symbol.name.startswith("kont__"):
                name = re.sub(r"__\d+$", "", symbol.name) if self.is_rewritten() else symbol.name
                found.append(Local(name, str(symbol.type), value, self.is_argument(symbol)))
        return found

    def boxed(self, box):
        """Those whose address is taken."""
        try:
            return [Local(re.sub(r"_\d+$", "", field.name), str(field.type), box.dereference()[field], False)
                    for field in box.type.target().fields()]
        except gdb.error:
            return []

    def symbols(self):
        try:
            block = self.frame.block()
        except RuntimeError:
            return []
        blocks = []
        while block is not None and not block.is_global and not block.is_static:
            blocks.insert(0, block)
            if block.function is not None:
                break
            block = block.superblock
        return [symbol for block in blocks for symbol in block if symbol.is_variable or symbol.is_argument]


class HeapFrame(Frame):
    """A frame that waits in the heap: what kontc's descriptors say of it."""

    waits = True

    def __init__(self, address):
        self.address = int(address)
        head = gdb.Value(self.address).cast(values.need("kont__frame").pointer()).dereference()
        self.next = int(head["next"])
        self.site = gdb.Value(int(head["site"]) & ~FLAGS).cast(values.need("kont__site").pointer()).dereference()
        self.function = self.site["function"].dereference()
        self.name = values.text(self.function["name"]) or "??"
        self.file, self.line = values.text(self.function["file"]), int(self.site["line"])
        self.block = gdb.block_for_pc(int(self.site["again"]))

    def source_file(self):
        block = self.block
        while block is not None and block.function is None:
            block = block.superblock
        return full_name(block.function.symtab) if block is not None else self.file

    def locals(self):
        table, names = self.function["locals"], self.function["names"]
        found, row = [], int(self.site["locals"])
        while names != 0 and int(table[row]["name"]) != 0:
            name = (names + int(table[row]["name"])).string()
            type_text = (names + int(table[row]["name"]) + len(name.encode()) + 1).string()
            found.append(self.local(name, type_text, int(table[row]["place"])))
            row += 1
        return found

    def local(self, name, type_text, place):
        offset = place & ~(IN_BOX | ARGUMENT)
        kind, base = ("box", self.box()) if place & IN_BOX else ("frame", self.address)
        type_ = self.declared(kind, offset) or values.of_type(type_text, self.block)
        if type_ is None:
            return Local(name, type_text, None, bool(place & ARGUMENT), f"<a {type_text} at {base + offset:#x}>")
        value = gdb.Value(base + offset).cast(type_.pointer()).dereference()
        return Local(name, type_text, value, bool(place & ARGUMENT))

    def box(self):
        frame = gdb.Value(self.address).cast(values.need("struct kont__boxed").pointer())
        return int(frame["box"])

    def declared(self, kind, offset):
        """The type of what is there, by the debug information of the program."""
        layout = values.lookup(f"struct {self.name}__{kind}", self.block) if self.block is not None else None
        for field in layout.fields() if layout is not None else ():
            if field.bitpos == 8 * offset:
                return field.type
        return None


class Prompt:
    """The mark between two parts of a backtrace."""

    def __init__(self, prompt):
        tag = prompt["tag"]
        name = values.text(tag["name"]) if tag != 0 else None
        self.title = f'prompt "{name}"' if name is not None else "prompt without a tag"
        self.title += f" {int(prompt.address):#x}"

