#!/usr/bin/env python3
"""Writes unicode_tables.h from the Unicode Character Database.

    unicode.py [FOLDER] > unicode_tables.h

FOLDER holds UnicodeData.txt and its kin of one version: /usr/share/unicode where Debian's package unicode-data is installed.
The tables that are committed are of version 15.0.0."""
import sys

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"


def rows(name):
    """The fields of each line; comments go."""
    with open(f"{FOLDER}/{name}", encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line:
                yield [field.strip() for field in line.split(";")]


def span(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def having(name, prop):
    return sorted(c for fields in rows(name) if fields[1] == prop for c in span(fields[0]))


def runs(points):
    """[(first, last, step, value)] of (point, value) in order: equal values at distances of 1 or 2."""
    found = []
    for c, v in points:
        if found:
            first, last, step, value = found[-1]
            if v == value and (c - last == step or (first == last and c - last in (1, 2))):
                found[-1] = (first, c, c - last, value)
                continue
        found.append((c, c, 1, v))
    return found


def show(declaration, items):
    print(f"\nstatic const {declaration}[] = {{")
    line = "   "
    for item in items:
        if len(line) + len(item) > 145:
            print(line)
            line = "   "
        line += f" {item},"
    print(f"{line}\n}};")


def property_table(name, points):
    show(f"struct span {name}", [f"{{ {a:#x}, {b:#x}, {s} }}" for a, b, s, _ in runs([(c, 0) for c in points])])


def mapping_table(name, mapping):
    points = sorted((c, to - c) for c, to in mapping.items() if c >= 128)
    show(f"struct shift {name}", [f"{{ {a:#x}, {b:#x}, {s}, {v} }}" for a, b, s, v in runs(points)])


def full_table(name, mapping):
    show(f"struct several {name}", ["{ %#x, { %s } }" % (c, ", ".join(f"{t:#x}" for t in to)) for c, to in sorted(mapping.items())])


def codes(text):
    return [int(c, 16) for c in text.split()]


with open(f"{FOLDER}/DerivedCoreProperties.txt", encoding="utf-8") as f:
    version = f.readline().split("-")[1].split(".txt")[0]
upper, lower, digits = {}, {}, []
for fields in rows("UnicodeData.txt"):
    c = int(fields[0], 16)
    if fields[12]:
        upper[c] = int(fields[12], 16)
    if fields[13]:
        lower[c] = int(fields[13], 16)
    if fields[2] == "Nd" and fields[6] == "0":
        digits.append(c)
fold = {int(f[0], 16): int(f[2], 16) for f in rows("CaseFolding.txt") if f[1] in "CS"}
full_fold = {int(f[0], 16): codes(f[2]) for f in rows("CaseFolding.txt") if f[1] == "F"}
special = [f for f in rows("SpecialCasing.txt") if len(f) < 6]
full_upper = {int(f[0], 16): codes(f[3]) for f in special if len(codes(f[3])) > 1}
full_lower = {int(f[0], 16): codes(f[1]) for f in special if len(codes(f[1])) > 1}

print(f"""/* unicode_tables.h: properties and case mappings of characters, from the Unicode Character Database {version}. Written by unicode.py.
 *
 * span: every step-th character from first to last has the property. shift: each of those maps to itself plus `by`; characters below 128
 * are not there. several: what maps to two or three characters. */""")
property_table("alphabetic", having("DerivedCoreProperties.txt", "Alphabetic"))
property_table("uppercase", having("DerivedCoreProperties.txt", "Uppercase"))
property_table("lowercase", having("DerivedCoreProperties.txt", "Lowercase"))
property_table("whitespace", having("PropList.txt", "White_Space"))
show("uint32_t zeros", [f"{c:#x}" for c in digits])
mapping_table("to_upper", upper)
mapping_table("to_lower", lower)
mapping_table("to_fold", fold)
full_table("to_upper_several", full_upper)
full_table("to_lower_several", full_lower)
full_table("to_fold_several", full_fold)
