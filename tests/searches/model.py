"""A model of what search.h says: a machine whose continuations are linked frames, and whose choices are a list. To backtrack is to take a continuation
from there. Expressions are tuples, of which the first is the word of tests/programs/searches.c."""
STEPS = 3000                                            # of a program that is worth to be run
PART = 200                                              # nodes of a search that is part of another: fewer than a turn has
STATES = {"found": 2, "exhausted": 3, "cut off": 4, "failed": 5, "closed": 6}


class Raised(Exception):
    """What a search's next, or close, raises."""


class TooLong(Exception):
    pass


class World:
    """What all searches of a program share."""

    def __init__(self):
        self.cell = 0
        self.lines = []
        self.steps = 0

    def step(self):
        self.steps += 1
        if self.steps > STEPS:
            raise TooLong


class Point:
    def __init__(self, search, k, alternatives, source=None, logical=False):
        self.k, self.alternatives, self.source, self.logical = k, alternatives, source, logical
        self.taken, self.fruitful = 0, False
        self.level, self.path = search.level, search.path

    def is_dead(self):
        return not self.alternatives and self.source is None


class Search:
    """`path` is what goes back with a choice: how many hooks there are, discrepancies, the cost told last."""

    def __init__(self, world, body, x, source=None):
        self.world, self.body, self.x, self.source = world, body, x, source
        self.points, self.hooks = [], []
        self.level, self.path = 0, (0, 0, None)
        self.choices = self.failures = self.solutions = self.inner = 0
        self.depth = self.odd = self.most_depth = self.most_odd = float("inf")
        self.step, self.rounds, self.previous = 0, False, None
        self.bound = float("inf")
        self.state, self.begun, self.left_out = "new", False, False

    # ---- Asking ----

    def nodes(self):
        return self.choices + self.failures + self.solutions + self.inner

    def is_over(self):
        return self.state in ("exhausted", "cut off", "failed", "closed")

    def next(self):
        """[solution], or None."""
        if self.is_over():
            return None
        try:
            while True:
                v = self.run(self.begin() if not self.begun else self.back())
                if v is not None and self.is_refused():
                    self.failures += 1
                    continue
                if v is None and self.left_out:
                    self.state = "cut off"
                    if self.rounds and self.widen():
                        continue
                break
        except Raised:
            self.end("failed")
            raise
        if v is None:
            self.state = "cut off" if self.left_out else "exhausted"
            return None
        self.state = "found"
        self.solutions += 1
        return v

    def close(self):
        self.end(self.state if self.is_over() else "closed")

    def end(self, state):
        self.state = state
        self.undo(0)
        self.points = []
        if self.source is not None:
            self.source.close()

    def begin(self):
        self.begun, self.left_out = True, False
        self.level, self.path = 0, (0, 0, None)
        if self.source is not None:
            return self.produced(self.source, None)
        return ("eval", self.body, self.x, None)

    def is_refused(self):
        if self.previous is not None and (self.level if self.step else self.path[1]) <= self.previous:
            return True
        cost = self.path[2]
        if cost is None:
            return False
        if cost >= self.bound:
            return True
        self.bound = cost
        return False

    def widen(self):
        now, most = (self.depth, self.most_depth) if self.step else (self.odd, self.most_odd)
        if now >= most:
            return False
        self.previous, self.begun = now, False
        if self.step:
            self.depth = min(now + self.step, most)
        else:
            self.odd += 1
        return True

    # ---- Going down and back ----

    def undo(self, height):
        while len(self.hooks) > height:
            what, n = self.hooks.pop()
            if what == "undo":
                self.world.lines.append(f"undo {n}")
            elif what == "set":
                self.world.cell = n
            else:
                raise Raised(n)

    def fail(self):
        self.failures += 1
        return self.back()

    def back(self):
        self.world.step()
        while self.points and self.points[-1].is_dead():
            self.points.pop()
        self.undo(self.points[-1].path[0] if self.points else 0)
        if not self.points:
            return ("end",)
        return self.take(self.points[-1])

    def push(self, p):
        self.points.append(p)
        self.choices += 1
        return self.take(p)

    def take(self, p):
        """One more alternative of p, the latest point."""
        self.level = p.level + 1
        height, odd, cost = p.path
        self.path = (height, odd + (p.taken > 0 and not p.logical), cost)
        p.taken += 1
        if p.source is not None:
            return self.produce(p)
        alternative = p.alternatives.pop(0)
        if not p.alternatives and p.taken > 1:
            self.points.pop()
        return alternative

    def is_too_deep(self):
        too_deep = self.level >= self.depth
        self.left_out |= too_deep
        return too_deep

    def is_too_odd(self, odd):
        too_odd = odd >= self.odd
        self.left_out |= too_odd
        return too_odd

    def chosen(self, values, k):
        if not values:
            return self.fail()
        if len(values) == 1:
            return ("return", values[0], k)
        if self.is_too_deep():
            return self.fail()
        if self.is_too_odd(self.path[1]):
            values = values[:1]
        return self.push(Point(self, k, [("return", v, k) for v in values]))

    def produced(self, source, k):
        if self.is_too_deep():
            return self.fail()
        return self.push(Point(self, k, [], source))

    def produce(self, p):
        try:
            v = p.source(self)
        except Raised as why:
            return ("raise", why.args[0], p.k)
        if v is None:
            p.source = None
            if p.fruitful:
                return self.back()
            self.choices -= 1
            return self.fail()
        p.fruitful = True
        if self.is_too_odd(p.path[1]):
            p.source = None
        return ("return", v[0], p.k)

    def cut(self, height):
        del self.points[height:]

    # ---- Running ----

    def run(self, control):
        while True:
            self.world.step()
            what = control[0]
            if what == "end":
                return None
            if what == "eval":
                control = self.evaluate(*control[1:])
            elif control[2] is None:
                if what == "raise":
                    raise Raised(control[1])
                return [control[1]]
            elif what == "return":
                frame, k = control[2]
                control = frame(control[1], k)
            else:
                control = self.unwind(control[1], control[2])

    def unwind(self, n, k):
        while k is not None:
            frame, k = k
            if hasattr(frame, "catches"):
                return ("eval", *frame.catches(n), k)
        return ("raise", n, None)

    def evaluate(self, e, x, k):
        return getattr(self, "do_" + e[0].replace("+", "add"))(e, x, k)

    def do_x(self, e, x, k): return ("return", x, k)
    def do_cell(self, e, x, k): return ("return", self.world.cell, k)
    def do_const(self, e, x, k): return ("return", e[1], k)
    def do_fail(self, e, x, k): return self.fail()
    def do_raise(self, e, x, k): return ("raise", e[1], k)
    def do_choose(self, e, x, k): return self.chosen(list(range(e[1], e[2] + 1)), k)
    def do_array(self, e, x, k): return self.chosen([e[1] - i for i in range(e[1])], k)

    def with_value(self, e, x, k, fn):
        """Evaluates e, then fn(value, k)."""
        return ("eval", e, x, (fn, k))

    def do_add(self, e, x, k):
        return self.with_value(e[1], x, k, lambda a, k: self.with_value(e[2], x, k, lambda b, k: ("return", a + b, k)))

    def do_let(self, e, x, k):
        return self.with_value(e[1], x, k, lambda v, k: ("eval", e[2], v, k))

    def do_require(self, e, x, k):
        return self.with_value(e[2], x, k, lambda v, k: ("return", v, k) if v % e[1] != 0 else self.fail())

    def do_cost(self, e, x, k):
        def fn(v, k):
            if v >= self.bound:
                return self.fail()
            self.path = (*self.path[:2], v)
            return ("return", v, k)
        return self.with_value(e[1], x, k, fn)

    def do_say(self, e, x, k):
        def fn(v, k):
            self.world.lines.append(f"say {e[1]} {v}")
            return ("return", v, k)
        return self.with_value(e[2], x, k, fn)

    def hook(self, what, n):
        self.hooks.append((what, n))
        self.path = (len(self.hooks), *self.path[1:])

    def do_undo(self, e, x, k):
        self.hook(e[0], e[1])
        return ("eval", e[2], x, k)

    do_undo_raises = do_undo

    def do_set(self, e, x, k):
        def fn(v, k):
            if e[0] == "set":
                self.hook("set", self.world.cell)
            self.world.cell = v
            return ("return", v, k)
        return self.with_value(e[1], x, k, fn)

    do_poke = do_set

    def do_try(self, e, x, k):
        def frame(v, k):
            return ("return", v, k)
        frame.catches = lambda n: (e[2], n)
        return ("eval", e[1], x, (frame, k))

    def do_once(self, e, x, k):
        height = len(self.points)

        def fn(v, k):
            self.cut(height)
            return ("return", v, k)
        return self.with_value(e[1], x, k, fn)

    def do_most(self, e, x, k):
        if e[1] < 1:
            return self.fail()
        height, left = len(self.points), [e[1]]

        def fn(v, k):
            left[0] -= 1
            if left[0] == 0:
                self.cut(height)
            return ("return", v, k)
        return self.with_value(e[2], x, k, fn)

    def do_if(self, e, x, k):
        def fn(v, k):
            p.alternatives = []
            if self.points and self.points[-1] is p:
                self.points.pop()
            return ("eval", e[2], v, k)
        p = Point(self, k, [self.with_value(e[1], x, k, fn), ("eval", e[3], x, k)], logical=True)
        return self.push(p)

    def do_not(self, e, x, k):
        height = len(self.points)

        def fn(v, k):
            self.cut(height)
            return self.fail()
        return self.push(Point(self, k, [self.with_value(e[1], x, k, fn), ("return", 0, k)], logical=True))

    # ---- What produces alternatives ----

    def do_generator(self, e, x, k):
        def fn(v, k):
            values = [v + i for i in range(e[1])]
            return self.produced(lambda s: [values.pop(0)] if values else None, k)
        return self.with_value(e[2], x, k, fn)

    def part(self, other):
        """The solutions of another search, as a source."""
        def source(s):
            before = other.nodes()
            try:
                v = other.next()
            finally:
                s.inner += other.nodes() - before
                if other.nodes() > PART:
                    raise TooLong
            if v is None and other.state not in ("exhausted", "closed"):
                s.left_out = True
            return v
        source.close = other.close
        return source

    def search(self, e, x):
        return Search(self.world, e, x)

    def do_search(self, e, x, k):
        return self.produced(self.part(self.search(e[1], x)), k)

    def made_of(self, made):
        return self.part(Search(self.world, None, 0, made))

    def do_interleave(self, e, x, k):
        a = self.part(self.search(e[1], x))
        return self.produced(self.made_of(interleaved(a, self.part(self.search(e[2], x)))), k)

    def do_bind(self, e, x, k):
        source = self.part(self.search(e[1], x))
        return self.produced(self.made_of(bound(source, lambda v: self.part(self.search(e[2], v)))), k)

    # ---- Searches within ----

    def asked(self, k, fn):
        try:
            return ("return", fn(), k)
        except Raised as why:
            return ("raise", why.args[0], k)

    def do_first(self, e, x, k):
        def fn():
            s = self.search(e[1], x)
            v = s.next()
            s.close()
            return v[0] if v is not None else -1
        return self.asked(k, fn)

    def all_of(self, e, x):
        s = self.search(e[1], x)
        return [v[0] for v in iter(s.next, None)]

    def do_count(self, e, x, k):
        return self.asked(k, lambda: len(self.all_of(e, x)))

    def do_best(self, e, x, k):
        return self.asked(k, lambda: ([-1] + self.all_of(e, x))[-1])


def interleaved(a, b):
    """interleave a b = the first of a, then interleave b (rest of a); or b, where a has none."""
    sides, parts = [a, b], [a, b]

    def source(s):
        while sides:
            side = sides[0]
            v = side(s)
            if v is None:
                sides.remove(side)
                parts.remove(side)
                side.close()
                continue
            sides.reverse()
            return v
        return None

    def close():
        while parts:
            parts.pop(0).close()
    source.close = close
    return source


def bound(source, then):
    """bind s f = interleave (f v) (bind (rest of s) f), for the first solution v of s."""
    rest = []

    def fn(s):
        if not rest:
            v = source(s)
            if v is None:
                return None
            rest.append(interleaved(then(v[0]), bound(source, then)))
        return rest[0](s)
    fn.close = lambda: (rest[0] if rest else source).close()
    return fn
