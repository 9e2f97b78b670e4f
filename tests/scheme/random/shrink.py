"""Makes a tree smaller while it stays as bad as it was."""
import time


def places(tree, path=()):
    yield path
    if isinstance(tree, list):
        for i, part in enumerate(tree):
            yield from places(part, path + (i,))


def part_at(tree, path):
    for i in path:
        tree = tree[i]
    return tree


def replaced(tree, path, new):
    """The tree with another part at that place, or without one (None)."""
    if not path:
        return new
    i = path[0]
    if new is None and len(path) == 1:
        return tree[:i] + tree[i + 1:]
    return tree[:i] + [replaced(tree[i], path[1:], new)] + tree[i + 1:]


def smaller(tree):
    """Trees with less in them, the smallest first. A word that begins a form stays where it is, and so does what burns fuel: a program that
    hangs still does so in spite of that."""
    for path in places(tree):
        part = part_at(tree, path)
        if isinstance(part, list) and part[:1] != ["burn"]:
            if path:
                yield replaced(tree, path, "1")
            for inner in part:
                if isinstance(inner, list):
                    yield replaced(tree, path, inner)
            if path and path[-1] > 0:
                yield replaced(tree, path, None)


def shrink(tree, is_bad, seconds):
    """The smallest that is found within the time; is_bad(tree) says whether it still shows what is wrong."""
    end = time.monotonic() + seconds
    changed = True
    while changed:
        changed = False
        for candidate in smaller(tree):
            if time.monotonic() > end:
                return tree
            if is_bad(candidate):
                tree, changed = candidate, True
                break
    return tree


def shortened(words, is_bad):
    """The list without what it can do without: halves first, at last single ones."""
    size = max(len(words) // 2, 1)
    while size > 0:
        at = 0
        while at < len(words):
            candidate = words[:at] + words[at + size:]
            if is_bad(candidate):
                words = candidate
            else:
                at += size
        size //= 2
    return words
