"""Damaged texts for the reader and the expander: `damage.py SCRATCH SECONDS SEED BUILD...`.

The exit status is 0 when each ended with a value or a condition in every build; otherwise the seed is printed, and the text in as few words as do it."""
import glob
import os
import random
import re
import sys
import time

import machines
import shrink

BATCH = 200
HERE = os.path.dirname(os.path.abspath(__file__))
WORD = re.compile(r'\s+|;[^\n]*|"(?:\\.|[^"\\])*"|[()]|[^\s()";]+|.', re.S)
SPARE = """( ) ( ) [ ] ' ` , ,@ . ... _ => else #t #f #( #u8( #; #| |# #! #!eof #\\a #\\x41 #\\x110000 #\\ " \\ | |a b| #0= #0# #1# 1/0 #e1.5 #x-ff/0 +inf.0
1e400 #e1e99 define lambda let let* letrec let-values do case cond if set! quote quasiquote unquote unquote-splicing begin define-syntax let-syntax
letrec-syntax syntax-rules define-record-type define-values case-lambda guard parameterize delay shift reset include import define-library
cond-expand when unless named-lambda receive let/cc with-continuation-mark () (x) ((x 1)) x "text" \0 \x7f λ \ufeff""".split(" ")


def damaged(seed, texts):
    """The words of a piece of a text, with some damage."""
    r = random.Random(seed)
    lines = r.choice(texts)
    start = r.randrange(len(lines))
    words = WORD.findall("".join(lines[start:start + r.choice([1, 3, 10, 40])]))
    if r.random() < 0.1:
        words = r.choices(SPARE, k=r.randrange(1, 40))
    for _ in range(r.choice([1, 1, 2, 4, 10])):
        at, other = r.randrange(len(words) + 1), r.randrange(len(words) + 1)
        words[at:at] = r.choice([[r.choice(SPARE)], words[at:other], words[other:at], [" "]])
        if r.random() < 0.6 and words:
            at = r.randrange(len(words))
            words[at:at + r.choice([1, 1, 1, 5])] = []
    return words


def write(folder, n, words, seed):
    content = "".join(words).encode("utf-8", "surrogatepass")
    if seed % 10 == 0 and content:
        at = seed // 10 % len(content)
        content = content[:at] + bytes([seed // 10 % 256]) + content[at:]
    with open(os.path.join(folder, "%d.txt" % n), "wb") as file:
        file.write(content)


def run_all(builds, folder, first, past, seconds):
    return [m.run([HERE + "/damage.scm", folder, str(first), str(past)], "", seconds) for m in builds]


def complain(builds, folder, batch, runs, what):
    seed = max((n for _, output in runs for n in machines.parts(output)), default=min(batch))
    print("%s: SEED=%d" % (what, seed))

    def is_bad(words):
        write(folder, 0, words, seed)
        return machines.trouble(run_all(builds, folder, 0, 1, 2)) == what

    words = batch[seed]
    if is_bad(words):
        end = time.monotonic() + 60
        words = shrink.shortened(words, lambda w: time.monotonic() < end and is_bad(w))
    print("".join(words))


def main(scratch, seconds, seed, *directories):
    folder, builds = os.path.join(scratch, "damage"), [machines.Machine(d, scratch) for d in directories]
    os.makedirs(folder, exist_ok=True)
    os.environ["SCHEME_DEPTH"] = "5000"
    texts = [open(name, encoding="utf-8").readlines() for name in sorted(glob.glob(HERE + "/../*.scm"))]
    first, ends = seed, time.monotonic() + seconds
    while seed == first or time.monotonic() < ends:
        batch = {n: damaged(n, texts) for n in range(seed, seed + BATCH)}
        for n, words in batch.items():
            write(folder, n, words, n)
        runs = run_all(builds, folder, seed, seed + BATCH, None)
        what = machines.trouble(runs) or (None if machines.END in runs[0][1] else "ends early")
        if what is not None:
            complain(builds, folder, batch, runs, what)
            return 1
        for n in batch:
            os.remove(os.path.join(folder, "%d.txt" % n))
        seed += BATCH
    print("scheme: %d damaged texts, SEED=%d to %d" % (seed - first, first, seed - 1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
