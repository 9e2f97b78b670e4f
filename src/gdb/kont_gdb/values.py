"""Reading kont's data: types, variables, and which machine the program runs on."""
import re

import gdb


def lookup(name, block=None):
    """A type by its name, or None."""
    try:
        return gdb.lookup_type(name, block) if block is not None else gdb.lookup_type(name)
    except (gdb.error, RuntimeError):
        return None


def need(name):
    found = lookup(name)
    if found is None:
        raise gdb.GdbError(f"kont: there is no debug information of the library here ({name} is not known)")
    return found


def field_names(type_):
    """Those of its unnamed parts too."""
    for field in type_.fields():
        if field.name:
            yield field.name
        else:
            yield from field_names(field.type.strip_typedefs())


def has_frames_in_heap():
    return "home" not in field_names(need("struct kont__prompt"))


def self_():
    """What kont keeps for the selected thread; None before the thread's first use of it."""
    need("struct kont__prompt")
    try:
        value = gdb.parse_and_eval("kont__self")
        return value if value["here"] != 0 else None
    except gdb.error:
        return None


def prompt_at(address):
    return gdb.Value(int(address)).cast(need("struct kont__prompt").pointer()).dereference()


def text(pointer):
    """A C string, or None."""
    if pointer == 0:
        return None
    try:
        return pointer.string()
    except (gdb.error, UnicodeDecodeError):
        return None


def shown(value):
    """A value in one line, as a backtrace shows it."""
    try:
        if value.type.strip_typedefs().code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION, gdb.TYPE_CODE_ARRAY):
            return "..."
        return value.format_string(max_elements=40)
    except gdb.error as problem:
        return f"<{problem}>"


def written(value):
    """A value as `print` shows it."""
    try:
        return value.format_string()
    except gdb.error as problem:
        return f"<{problem}>"


def of_type(type_text, block):
    """The type that kontc wrote down, where gdb knows it: by debug information or because it is C's own."""
    bare = re.sub(r"\b(const|volatile|restrict)\b", "", type_text).strip()
    stars = len(bare) - len(bare.rstrip("* "))
    if "(" in bare or "[" in bare:
        return None
    base = lookup(bare.rstrip("* "), block) or lookup(bare.rstrip("* "))
    if base is None and stars == 0:
        return None
    for _ in range(bare.count("*")):
        base = base.pointer() if base is not None else need("kont__frame").pointer()
    return base
