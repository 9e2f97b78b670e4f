#!/usr/bin/env python3
"""terminal.py SCHEME: the REPL at a terminal: Ctrl-C leaves what is evaluated, or what was typed so far; Ctrl-D ends it. Status 0, or a line that says
what did not come."""
import os
import pty
import select
import sys
import time

LIMIT = 60                                              # seconds for each answer
CTRL_C, CTRL_D = b"\x03", b"\x04"

# What is evaluated when Ctrl-C comes: each prints 42 first.
ENDLESS = [
    b"(let loop () (loop))",
    b"(let fib ((n 60)) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))",
    b"(let loop () (guard (e (#t 1)) (call/cc (lambda (k) (k 1)))) (loop))",
    b"(let loop ((n 0)) (if (= n 500000) (loop 0) (+ 1 (loop (+ n 1)))))",
    b"(dynamic-wind (lambda () 1) (lambda () (let loop () (loop))) (lambda () (display \"left, \")))",
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

    def expect(self, text):
        until = time.monotonic() + LIMIT
        while text not in self.got:
            more = self.read(until)
            if not more:
                os.kill(self.pid, 9)
                sys.exit(f"{text} did not come: {self.got}")
            self.got += more
        self.got = self.got[self.got.index(text) + len(text):]


def main():
    t = Terminal(sys.argv[1])
    t.expect(b"> ")
    for program in ENDLESS:
        t.type(b"(begin (display (* 6 7)) (flush-output-port) " + program + b")\n")
        t.expect(b"42")
        t.type(CTRL_C)
        t.expect(b"interrupted")
        if b"left" in program:
            t.expect(b"left, ")
        t.expect(b"> ")
    t.type(b"(list 1\n")
    t.expect(b"  ")
    t.type(b"2" + CTRL_C)
    t.expect(b"> ")
    t.type(b"(string-append \"fi\" \"ne\")\n")
    t.expect(b"\"fine\"")
    t.expect(b"> ")
    t.type(CTRL_D)
    _, status = os.waitpid(t.pid, 0)
    sys.exit(0 if status == 0 else f"wait status {status}")


main()
