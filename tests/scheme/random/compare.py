"""Random programs over the control operators, on two machines: `compare.py SCRATCH SECONDS SEED BUILD BUILD`.

The exit status is 0 when every program did the same on both, and ended; otherwise the seed and a shrunk program are printed."""
import os
import sys
import time

import machines
import programs
import shrink

BATCH = 400
HERE = os.path.dirname(os.path.abspath(__file__))


def batch_text(trees):
    forms = ['(include "%s/prelude.scm")' % HERE]
    forms += ["(program %d %s)" % (n, programs.text(tree)) for n, tree in trees.items()]
    return "\n".join(forms) + '\n(newline)(display "%s")(newline)\n' % machines.END


def run_all(both, trees, seconds=None):
    text = batch_text(trees)
    return [machine.run([], text, seconds) for machine in both]


def culprit(trees, runs):
    """The number of the program at which the runs first part, or the last that one of them reached."""
    said = [machines.parts(output) for _, output in runs]
    for n in trees:
        if any(s.get(n) != said[0].get(n) for s in said):
            return n
    return max(said[0], default=min(trees))


def complain(both, trees, runs, what):
    seed = culprit(trees, runs)
    print("%s: SEED=%d" % (what, seed))
    alone = machines.trouble(run_all(both, {seed: trees[seed]}, 2))
    if alone is None:
        kept = os.path.join(both[0].scratch, "batch.scm")
        with open(kept, "w") as file:
            file.write(batch_text(trees))
        print("only after the programs before it: %s" % kept)
        return
    tree = shrink.shrink(trees[seed], lambda t: machines.trouble(run_all(both, {seed: t}, 2)) == alone, 60)
    print("  (program %d %s)" % (seed, programs.text(tree)))
    for machine, (status, output) in zip(both, run_all(both, {seed: tree}, 2)):
        print("  %s: %s: %s" % (machine.program, status, output.strip()))


def main(scratch, seconds, seed, *builds):
    both = [machines.Machine(build, scratch) for build in builds]
    first, reached, ends = seed, 0, time.monotonic() + seconds
    while reached == 0 or time.monotonic() < ends:
        trees = {n: programs.random_program(n) for n in range(seed, seed + BATCH)}
        runs = run_all(both, trees)
        what = machines.trouble(runs)
        if what is None and machines.END not in runs[0][1]:
            what = "ends early"
        if what is not None:
            complain(both, trees, runs, what)
            return 1
        seed, reached = seed + BATCH, reached + BATCH
    print("scheme: %d random programs, SEED=%d to %d" % (reached, first, seed - 1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
