"""Random programs over the control operators of Scheme, as trees: lists of trees and of words. What they call beside R7RS is in prelude.scm."""
import random

OPERATORS = ["shift", "control", "shift0", "control0"]
DELIMITERS = ["reset", "prompt", "reset0", "prompt0"]
TAGS = ["t1", "t2", "(default-continuation-prompt-tag)"]


class Writer:
    """Writes one program. `numbers`: variables of any value; `jumps`: those of continuations; size: how many forms it may still write."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.names = 0
        self.size = self.r.choice([8, 15, 30, 60])
        self.numbers, self.jumps = ["x", "y"], ["s1", "s2"]

    def program(self):
        body = [self.form() for _ in range(self.r.randrange(1, 4))]
        variables = [["x", "1"], ["y", "2"], ["s1", "#f"], ["s2", "#f"], ["v", ["vector", "0", "1", "2"]]]
        whole = ["let", variables] + body + [["list", self.form(), "x", "v"]]
        for tag in self.r.choice([[], ["t1"], ["t1", "t2"], ["t2", TAGS[2], "t1"], ["t2", "t1", "t2", "t1"]]):
            whole = [self.r.choice(DELIMITERS) + "-at", tag, whole]
        return ["lambda", [], whole]

    def name(self, kind):
        self.names += 1
        return "%s%d" % (kind, self.names)

    def within(self, kind, name, count=1):
        """Forms that see one more variable."""
        variables = getattr(self, kind)
        variables.append(name)
        forms = [self.form() for _ in range(count)]
        variables.pop()
        return forms

    def atom(self):
        return self.r.choice([str(self.r.randrange(-3, 10)), self.r.choice(self.numbers), self.r.choice(self.numbers), ["p1"], ["p2"],
                              ["vector-ref", "v", str(self.r.randrange(3))], ["t", str(self.r.randrange(10, 100))]])

    def form(self):
        self.size -= 1
        if self.size <= 0:
            return self.atom()
        return self.r.choice(FORMS)(self)

    def thunk(self):
        return ["lambda", [], self.form()]

    # ---- What is not of control ----
    def trace(self):
        return ["t", self.form()]

    def arithmetic(self):
        return [self.r.choice(["+", "+", "-", "*", "list", "max"]), self.form(), self.form()]

    def condition(self):
        test = self.r.choice([["number?", self.form()], ["equal?", self.form(), self.form()], ["even?", self.form()]])
        return ["if", test, self.form(), self.form()]

    def binding(self):
        n = self.name("n")
        value = self.form()
        return ["let", [[n, value]]] + self.within("numbers", n, self.r.randrange(1, 3))

    def sequence(self):
        return ["begin", self.form(), self.form()]

    def assignment(self):
        return ["begin", ["set!", self.r.choice(self.numbers), self.form()], self.form()]

    def mutation(self):
        return ["begin", ["vector-set!", "v", str(self.r.randrange(3)), self.form()], self.form()]

    def loop(self):
        n = self.name("n")
        again = ["loop", ["-", n, "1"]]
        body = self.within("numbers", n)[0]
        return ["let", "loop", [[n, str(self.r.randrange(1, 4))]],
                ["burn", "1"], ["if", ["<=", n, "0"], self.atom(), self.r.choice([["begin", body, again], ["cons", body, again], ["cons", again, body]])]]

    def mapping(self):
        n = self.name("n")
        f = ["lambda", [n]] + self.within("numbers", n)
        items = ["list"] + [self.atom() for _ in range(self.r.randrange(1, 4))]
        over = self.r.choice(["map", "for-each", "vector-map", "vector-for-each", "apply", "string-for-each", "sort"])
        if over.startswith("vector"):
            return [over, f, ["list->vector", items]]
        if over == "apply":
            return ["apply", f, ["list", self.form()]]
        if over == "string-for-each":
            return [over, f, '"ab"']
        if over == "sort":
            return ["sort", "'(3 1 2)", ["lambda", ["a", "b"], self.form(), ["<", "a", "b"]]]
        return [over, f, items]

    def promise(self):
        d = self.name("d")
        force = self.r.choice([["force", d], ["list", ["force", d], ["force", d]]])
        return ["let", [[d, [self.r.choice(["delay", "delay", "make-promise"]), self.form()]]], force]

    def several(self):
        return ["call-with-values", ["lambda", [], ["values", self.form(), self.form()]], self.r.choice(["list", "+", "cons", "vector"])]

    # ---- Undelimited continuations ----
    def callcc(self):
        k = self.name("k")
        body = self.within("jumps", k)
        if self.r.random() < 0.5:
            body.insert(0, ["set!", self.r.choice(["s1", "s2"]), k])
        return [self.r.choice(["call/cc", "call/cc", "call/cc", "call/ec"]), ["lambda", [k]] + body]

    def jump(self):
        return ["jump", self.r.choice(self.jumps), self.form()]

    def jump_composed(self):
        k = self.r.choice(self.jumps)
        return [self.r.choice(["+", "list"]), ["jump", k, self.form()], ["jump", k, self.form()]]

    def jump_with_several(self):
        return ["call-with-values", ["lambda", [], ["jump", self.r.choice(self.jumps), self.form(), self.form()]], "list"]

    def wind(self):
        before = self.thunk() if self.r.random() < 0.15 else ["lambda", [], ["t", "'in%d" % self.r.randrange(9)]]
        after = self.thunk() if self.r.random() < 0.15 else ["lambda", [], ["t", "'out%d" % self.r.randrange(9)]]
        return ["dynamic-wind", before, self.thunk(), after]

    def generator(self):
        g, n = self.name("g"), self.name("n")
        self.jumps.append(n)
        body = ["lambda", [n], self.form(), [n, self.form()], self.form(), [n, self.form()]]
        self.jumps.pop()
        return ["let", [[g, ["make-generator", body]]], ["list", [g], self.form(), [g], [g]]]

    def deep(self):
        return ["deep", str(self.r.choice([3, 30, 300])), self.thunk()]

    # ---- Delimited ones ----
    def tag(self):
        return self.r.choice(TAGS)

    def delimiter(self):
        if self.r.random() < 0.5:
            return [self.r.choice(DELIMITERS), self.form()]
        return [self.r.choice(DELIMITERS) + "-at", self.tag(), self.form()]

    def prompt(self):
        n = self.name("n")
        handler = self.r.choice([["lambda", ["whole"], ["t", "whole"]], "list", "#f", ["lambda", [n]] + self.within("numbers", n)])
        return ["call-with-continuation-prompt", self.thunk(), self.tag(), handler]

    def capture(self):
        k = self.name("k")
        operator = self.r.choice(OPERATORS)
        where = [operator] if self.r.random() < 0.5 else [operator + "-at", self.tag()]
        return where + [k] + self.within("jumps", k, self.r.randrange(1, 3))

    def composable(self):
        k = self.name("k")
        return ["call-with-composable-continuation", ["lambda", [k], ["burn", "15"]] + self.within("jumps", k), self.tag()]

    def abort(self):
        value = self.r.choice([self.thunk, self.form])()
        return ["abort-current-continuation", self.tag(), value]

    def barrier(self):
        return ["call-with-continuation-barrier", self.thunk()]

    # ---- What belongs to a dynamic extent ----
    def parameterization(self):
        return ["parameterize", [[self.r.choice(["p1", "p2"]), self.form()]], self.form()]

    def mark(self):
        return ["with-continuation-mark", self.r.choice(["'a", "'b"]), self.form(), self.form()]

    def marks(self):
        return self.r.choice([["continuation-mark-set->list", ["current-continuation-marks"], "'a"],
                              ["continuation-mark-set-first", "#f", "'b", "'none"],
                              ["continuation-mark-set->list", ["continuation-marks", self.r.choice(self.jumps)], "'a"]])

    def guard(self):
        e = self.name("e")
        tests = [["number?", e], ["pair?", e], ["error-object?", e], ["symbol?", e], "else"]
        handled = self.within("numbers", e)[0]
        return ["guard", [e, [self.r.choice(tests), ["t", ["list", "'caught", handled]]]], self.form()]

    def handler(self):
        e = self.name("e")
        return ["with-exception-handler", ["lambda", [e], ["t", e]] + self.within("numbers", e), self.thunk()]

    def raising(self):
        return self.r.choice([["raise", self.form()], ["raise-continuable", self.form()], ["raise-continuable", self.form()],
                              ["error", '"said"', self.form()], ["car", self.form()]])


def weighted():
    w = Writer
    often = [w.callcc, w.jump, w.capture, w.delimiter, w.wind, w.jump, w.capture, w.delimiter]
    sometimes = [w.trace, w.arithmetic, w.binding, w.prompt, w.composable, w.guard, w.raising, w.handler, w.assignment, w.parameterization]
    seldom = [w.condition, w.sequence, w.mutation, w.loop, w.mapping, w.promise, w.several, w.generator, w.deep, w.abort, w.barrier, w.mark, w.marks,
              w.jump_composed, w.jump_with_several]
    return often * 2 + sometimes * 2 + seldom


FORMS = weighted()


def random_program(seed):
    return Writer(seed).program()


def text(tree):
    return tree if isinstance(tree, str) else "(" + " ".join(map(text, tree)) + ")"
