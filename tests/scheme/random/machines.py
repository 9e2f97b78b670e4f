"""Runs Scheme texts on the machines, and says how what they did fails."""
import re
import subprocess

END = "== end"
ENDED = (0, 70)                                         # at its end; by what nobody caught


class Machine:
    def __init__(self, build, scratch, seconds=20):
        self.program, self.scratch, self.seconds = build + "/examples/scheme", scratch, seconds

    def run(self, arguments, text="", seconds=None):
        """(status, what it printed): the status is a number, or "hangs"."""
        try:
            done = subprocess.run([self.program] + arguments, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=seconds or self.seconds, check=False, cwd=self.scratch)
            return done.returncode, done.stdout.decode("utf-8", "replace")
        except subprocess.TimeoutExpired as late:
            return "hangs", (late.stdout or b"").decode("utf-8", "replace")


def parts(output):
    """What each program of a batch printed, by its number."""
    return {int(n): said for n, said in re.findall(r"^== (\d+)\n(.*?)(?=\n== |\Z)", output, re.S | re.M)}


def trouble(runs):
    """What is wrong with the runs of one text, in a word; None if they agree and end well."""
    for status, _ in runs:
        if status == "hangs":
            return "hangs"
        if status not in ENDED:
            return "exit status %d" % status
    return "differs" if any(run != runs[0] for run in runs) else None


def last_part(output):
    return max(parts(output), default=None)
