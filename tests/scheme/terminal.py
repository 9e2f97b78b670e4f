#!/usr/bin/env python3
"""terminal.py SCHEME: the REPL at a terminal: Ctrl-C leaves what is evaluated, or what was typed so far; Ctrl-D ends it. Status 0, or a line that says
what did not come."""
import os
import pty
import select
import sys
import time

LIMIT = 60                                              # seconds for each answer
CTRL_C, CTRL_D, CTRL_U = b"\x03", b"\x04", b"\x15"

BEGUN = b"(begin (display (* 6 7)) (flush-output-port))"
# What is evaluated when Ctrl-C comes.
ENDLESS = [
    BEGUN + b"(let loop () (loop))",
    BEGUN + b"(let fib ((n 60)) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))",
    BEGUN + b"(let loop () (guard (e (#t 1)) (call/cc (lambda (k) (k 1)))) (loop))",
    BEGUN + b"(let loop ((n 0)) (if (= n 500000) (loop 0) (+ 1 (loop (+ n 1)))))",
    b"(dynamic-wind (lambda () 1) (lambda () " + BEGUN + b"(let loop () (loop))) (lambda () (display \"left, \")))",
]


class Terminal:
    def __init__(self, program):
        self.got = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(program, [program], dict(os.environ, TERM="dumb"))

    def type(self, text):
        os.write(self.fd, text)

    def read(self, until):
        ready, _, _ = select.select([self.fd], [], [], max(0, until - time.monotonic()))
        try:
            return os.read(self.fd, 4096) if ready else b""
        except OSError:                                 # the other end is closed
            return b""

    def comes(self, text, seconds):
        until = time.monotonic() + seconds
        while text not in self.got:
            more = self.read(until)
            if not more:
                return False
            self.got += more
        self.got = self.got[self.got.index(text) + len(text):]
        return True

    def expect(self, text):
        if not self.comes(text, LIMIT):
            os.kill(self.pid, 9)
            sys.exit(f"{text} did not come: {self.got}")

    # What a key does that comes before the line editor has the terminal is not what it does then: so it is typed until that happens.
    def interrupt_prompt(self):
        for _ in range(LIMIT):
            self.type(CTRL_C)
            if self.comes(b"> ", 1):
                return
        self.expect(b"> ")

    def has_ended(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid != 0:
                return status == 0 or sys.exit(f"wait status {status}")
            time.sleep(0.02)
        return False

    def end(self):
        for _ in range(LIMIT):
            self.type(CTRL_U + CTRL_D)                  # a Ctrl-D of before is a letter of the line now
            if self.has_ended(1):
                return
        os.kill(self.pid, 9)
        sys.exit("it does not end")


def main():
    t = Terminal(sys.argv[1])
    t.expect(b"> ")
    for program in ENDLESS:
        t.type(b"(begin " + program + b")\n")
        t.expect(b"42")
        t.type(CTRL_C)
        t.expect(b"interrupted")
        if b"left" in program:
            t.expect(b"left, ")
        t.expect(b"> ")
    t.type(b"(list 1\n")
    t.expect(b"  ")
    t.type(b"2")
    t.interrupt_prompt()
    t.type(b"(string-append \"fi\" \"ne\")\n")
    t.expect(b"\"fine\"")
    t.expect(b"> ")
    t.end()


main()
