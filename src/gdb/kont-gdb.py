"""kont in gdb: the commands `kont bt`, `kont frame`, `kont locals`, `kont print`, `kont next`, `kont step` and `kont break`.

Load it with `source PREFIX/share/kont/gdb/kont-gdb.py`, by hand or in ~/.gdbinit; `help kont` lists the commands. It needs the debug
information of the library (which `make install` leaves in), and for types that are not C's own that of the program (-g).

It reads what kont keeps of computations: include/kont/cps.h and src/machine.h are what it relies on.
"""
import os
import sys

sys.dont_write_bytecode = True                          # what is installed stays what was installed
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
for name in [name for name in sys.modules if name.startswith("kont_gdb")]:
    del sys.modules[name]                               # loaded again: as it is now
import kont_gdb.commands                                # noqa: E402,F401
sys.path.pop(0)
