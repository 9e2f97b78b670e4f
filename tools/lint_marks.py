"""What kontc could not rewrite, by clang's syntax tree of a file.

In the library a function that calls a KONT function, or calls through a KONT pointer, is KONT itself. (A client may do without: such a call is
a barrier there.) Everywhere:
  - a KONT function or pointer is not converted to a pointer to functions that are not KONT (in the library, nor the other way round);
    through void * is allowed, since what was put in comes out;
  - a KONT function has no setjmp, alloca, array of variable length, cleanup attribute, computed goto, asm goto, and is not variadic.

The tree is clang's JSON. It names a file and a line only where they change from the node before, so nodes are visited in their order."""
import json
import re
import subprocess

CLANG = ["clang", "-fsyntax-only", "-Xclang", "-ast-dump=json", "-D__KONTC__", "-std=gnu11", "-Iinclude", "-Isrc", "-Itests", "-w"]
JUMPS = {"setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp", "__builtin_setjmp"}
ALLOCAS = {"alloca", "__builtin_alloca", "__builtin_alloca_with_align"}
PASSED_ON = {"ParenExpr", "ConditionalOperator", "BinaryConditionalOperator"}


def inner(node):
    return [child for child in node.get("inner", ()) if child]


def type_of(node):
    return node.get("type", {}).get("qualType", "")


class Places:
    """Gives each node its file and line."""

    def __init__(self):
        self.file = self.line = None

    def take(self, place):
        for part in ("spellingLoc", "expansionLoc"):
            if part in place:
                self.take(place[part])
        self.file = place.get("file", self.file)
        self.line = place.get("line", self.line)

    def visit(self, node):
        self.take(node.get("loc", {}))
        begin = node.get("range", {})
        self.take(begin.get("begin", {}))
        node["at"] = (self.file, self.line)
        self.take(begin.get("end", {}))
        for child in inner(node):
            self.visit(child)


class Names:
    """What is declared: marked functions, typedefs and variables; the parameters of functions, the members of structures."""

    def __init__(self, tree):
        self.functions, self.typedefs, self.variables = set(), {}, set()
        self.parameters, self.members = {}, {}
        self.collect(tree)
        self.marked_types = {name for name, (_, marked) in self.typedefs.items() if marked}

    def collect(self, node):
        kind, name = node["kind"], node.get("name")
        marked = any(child["kind"] == "AnnotateAttr" for child in inner(node))
        if kind == "FunctionDecl":
            self.parameters[name] = [child for child in inner(node) if child["kind"] == "ParmVarDecl"]
            if marked:
                self.functions.add(name)
        elif kind == "TypedefDecl":
            self.typedefs[name] = (type_of(node), marked)
        elif kind == "RecordDecl":
            members = [child for child in inner(node) if child["kind"] == "FieldDecl"]
            self.members[f"{node.get('tagUsed')} {name}"] = members
        elif marked:
            self.variables.add(node["id"])
        for child in inner(node):
            self.collect(child)

    def base(self, text):
        """A type without qualifiers, stars and array bounds."""
        return re.sub(r"\b(const|volatile|restrict|_Atomic)\b|\*|\[\d*\]", "", text).strip()

    def is_marked_type(self, text):
        base = self.base(text)
        while base in self.typedefs and base not in self.marked_types:
            base = self.base(self.typedefs[base][0])
        return base in self.marked_types

    def is_function_type(self, text):
        base = self.base(text)
        while base in self.typedefs:
            text = self.typedefs[base][0]
            base = self.base(text)
        return "(" in text and "unnamed" not in text

    def marked(self, node):
        """The name of the KONT function or pointer that this expression is, or None."""
        kind = node["kind"]
        if kind in PASSED_ON:
            return next(filter(None, map(self.marked, inner(node))), None)
        if kind in ("ImplicitCastExpr", "UnaryOperator") and node.get("castKind") != "BitCast" and inner(node):
            return self.marked(inner(node)[0]) if self.is_marked_type(type_of(node)) or "(" in type_of(node) else None
        declared = node.get("referencedDecl", {})
        if kind == "DeclRefExpr" and declared.get("kind") == "FunctionDecl":
            return declared["name"] if declared["name"] in self.functions else None
        identity = declared.get("id", node.get("referencedMemberDecl"))
        if identity in self.variables or self.is_marked_type(type_of(node)):
            return declared.get("name") or node.get("name") or type_of(node)
        return None

    def unmarked(self, node):
        """The name of the function or pointer to functions, not KONT, that this expression is, or None."""
        kind = node["kind"]
        if kind in PASSED_ON:
            return next(filter(None, map(self.unmarked, inner(node))), None)
        if kind == "ImplicitCastExpr" and node.get("castKind") in ("FunctionToPointerDecay", "LValueToRValue"):
            return self.unmarked(inner(node)[0])
        if kind in ("DeclRefExpr", "MemberExpr") and self.marked(node) is None and self.is_function_type(type_of(node)):
            return node.get("referencedDecl", node)["name"]
        return None


class Function:
    """One function definition: what is wrong in it."""

    def __init__(self, names, node, library):
        self.names, self.node, self.library = names, node, library
        self.is_marked = node["name"] in names.functions
        self.found = []

    def report(self, node, text):
        file, line = node["at"]
        self.found.append(f"{file}:{line}: {self.node['name']}: {text}")

    def check(self):
        if self.is_marked and self.node.get("variadic"):
            self.report(self.node, "is KONT and variadic")
        for child in inner(self.node):
            self.visit(child)
        return self.found

    def visit(self, node):
        getattr(self, node["kind"], lambda _: None)(node)
        if self.is_marked:
            self.diagnose(node)
        for child in inner(node):
            self.visit(child)

    def diagnose(self, node):
        kind = node["kind"]
        if kind == "CleanupAttr":
            self.report(node, "is KONT and has a variable with a cleanup")
        elif kind in ("IndirectGotoStmt", "AddrLabelExpr"):
            self.report(node, "is KONT and has a computed goto")
        elif kind == "GCCAsmStmt" and re.search(r"\bgoto\b", source_of(node)):
            self.report(node, "is KONT and has an asm goto")
        elif kind in ("VarDecl", "TypedefDecl") and re.search(r"\[[^]\d]", type_of(node)):
            self.report(node, f"is KONT and has an array of variable length: {node.get('name')}")

    # ---- Where a value gets another type: the target is a declaration, or the text of a type.

    def convert(self, node, target):
        text = target if isinstance(target, str) else type_of(target)
        marked_target = self.names.is_marked_type(text) or (not isinstance(target, str) and target["id"] in self.names.variables)
        name = self.names.marked(node)
        if name is not None and not marked_target and self.names.is_function_type(text):
            self.report(node, f"{name} is KONT and becomes a pointer to functions that are not: {text}")
        unmarked = self.names.unmarked(node) if marked_target and self.library else None
        if unmarked is not None:
            self.report(node, f"{unmarked} is not KONT and becomes a KONT pointer: {text}")

    def CallExpr(self, node):
        callee, *arguments = inner(node)
        name = self.names.marked(callee)
        if name is not None and self.library and not self.is_marked:
            self.report(node, f"calls {name}, which is KONT, and is not KONT itself")
        called = called_function(callee)
        if self.is_marked and called in JUMPS | ALLOCAS:
            self.report(node, f"is KONT and calls {called}")
        for argument, target in zip(arguments, self.targets(callee, called)):
            self.convert(argument, target)

    def targets(self, callee, called):
        if called in self.names.parameters:
            return self.names.parameters[called]
        text = type_of(callee)
        base = self.names.base(text)
        if base in self.names.typedefs:
            text = self.names.typedefs[base][0]
        return parameter_types(text)

    def BinaryOperator(self, node):
        if node.get("opcode") == "=":
            left, right = inner(node)
            declared = left.get("referencedDecl", {}).get("id", left.get("referencedMemberDecl"))
            self.convert(right, {"id": declared, "type": {"qualType": type_of(left)}})

    def VarDecl(self, node):
        for value in inner(node):
            if not value["kind"].endswith("Attr"):
                self.convert(value, node)

    def CStyleCastExpr(self, node):
        self.convert(inner(node)[0], type_of(node))

    def ReturnStmt(self, node):
        for value in inner(node):
            self.convert(value, type_of(self.node).split("(")[0].strip())

    def InitListExpr(self, node):
        record = self.names.members.get(self.names.base(type_of(node)))
        for value, member in zip(inner(node), record or ()):
            self.convert(value, member)


def called_function(callee):
    while callee["kind"] in ("ImplicitCastExpr", "ParenExpr"):
        callee = inner(callee)[0]
    return callee.get("referencedDecl", {}).get("name") if callee["kind"] == "DeclRefExpr" else None


def parameter_types(text):
    """The parameters of a function type in words: those in its last brackets."""
    depth, types, word = 0, [], ""
    for letter in reversed(text):
        depth += (letter == ")") - (letter == "(")
        if depth == 0:
            break
        if depth == 1 and letter == ",":
            types.append(word)
            word = ""
        elif not (depth == 1 and letter == ")"):
            word = letter + word
    return [one.strip() for one in reversed(types + [word])]


def source_of(node):
    places = [node["range"]["begin"], node["range"]["end"]]
    begin, end = (place.get("expansionLoc", place)["offset"] for place in places)
    with open(node["at"][0], "rb") as file:
        return file.read()[begin:end].decode(errors="replace")


def parse(path):
    machine = ["-DKONT_MACHINE_CPS"] if path.startswith("src/cps/") else []
    run = subprocess.run(CLANG + machine + [path], capture_output=True, check=False)
    if run.returncode != 0:
        raise SyntaxError(run.stderr.decode(errors="replace").strip())
    return json.loads(run.stdout)


def check(path, library):
    """The findings in a source file, and in the headers of the tree that it includes."""
    try:
        tree = parse(path)
    except SyntaxError as error:
        return [f"{path}: clang: {error}"]
    Places().visit(tree)
    names = Names(tree)
    found = []
    for node in inner(tree):
        if node["at"][0] is None or node["at"][0].startswith("/usr/"):
            continue
        if node["kind"] == "FunctionDecl" and any(child["kind"] == "CompoundStmt" for child in inner(node)):
            found += Function(names, node, library or node["at"][0].startswith(("src/", "include/"))).check()
        elif node["kind"] == "VarDecl":
            found += Function(names, dict(node, name=node["name"]), library).check()
    return found
