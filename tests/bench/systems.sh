# systems.sh: how each system's program is made. Read by run, which has set here (this folder), out (where programs go) and
# library and cps_library (libkont.a, libkont-cps.a).

systems="kont cps boost.context c++20 c lua luajit cpython guile chez swi gsi racket"

# The Debian package that a system comes from.
package_of() {
    case $1 in
    cps) echo libclang-19-dev ;;
    boost.context) echo libboost-context-dev ;;
    c++20) echo g++ ;;
    lua) echo lua5.4 ;;
    luajit) echo luajit ;;
    cpython) echo python3 ;;
    guile) echo guile-3.0 ;;
    chez) echo chezscheme ;;
    swi) echo swi-prolog-nox ;;
    gsi) echo gambc ;;
    racket) echo racket ;;
    *) echo gcc ;;
    esac
}

# first COMMAND...: the first of them that is there
first() {
    for command in "$@"; do
        command -v "$command" && return 0
    done
    return 1
}

# program NAME COMMAND: $out/NAME runs COMMAND with its arguments
program() {
    printf '#!/bin/sh\nexec %s "$@"\n' "$2" > "$out/$1" && chmod +x "$out/$1"
}

# includes HEADER: whether the C++ compiler finds it
includes() {
    first "${cxx%% *}" > /dev/null && echo "#include <$1>" | $cxx -std=c++20 -E -x c++ - > /dev/null 2>&1
}

# The solver of examples/sudoku, and the programs of papers/effect-handlers-bench, without their main.
sudoku="examples/sudoku/solve.c examples/sudoku/board.c"
suite=$(find papers/effect-handlers-bench -name '*.c' ! -name main.c)

c_flags="-std=gnu11 -O2 -DNDEBUG -Wall -Wextra"
cxx_flags="-std=c++20 -O2 -DNDEBUG -Wall -Wextra"
cc=${CC:-gcc}
cxx=${CXX:-g++}

# find_SYSTEM answers whether it is there, make_SYSTEM leaves its program at $out/SYSTEM.
find_system() {
    case $1 in
    kont) [ -f "$library" ] ;;
    cps) [ -f "$cps_library" ] ;;
    boost.context) includes boost/context/fiber.hpp ;;
    c++20) includes coroutine ;;
    c) first "${cc%% *}" ;;
    lua) first lua5.4 ;;
    luajit) first luajit ;;
    cpython) first python3 /usr/bin/python3 ;;
    guile) first guile-3.0 guile ;;
    chez) first chezscheme scheme ;;
    swi) first swipl ;;
    gsi) first gsi ;;
    racket) first racket ;;
    esac > "$out/found" && found=$(cat "$out/found")
}

make_system() {
    case $1 in
    kont) $cc $c_flags -Iinclude "$here"/kont*.c $sudoku $suite "$library" -pthread ${GC_LIBS:--lgc} -o "$out/kont" ;;
    cps) build/kontc $cc $c_flags -Iinclude "$here"/kont*.c $sudoku $suite "$cps_library" -pthread ${GC_LIBS:--lgc} -o "$out/cps" ;;
    boost.context) $cxx $cxx_flags "$here/boost.cc" -lboost_context -o "$out/boost.context" ;;
    c++20) $cxx $cxx_flags "$here/cxx20.cc" -o "$out/c++20" ;;
    c) $cc $c_flags "$here/c.c" "$here/c_effects.c" "$here/c_sudoku.c" examples/sudoku/board.c -pthread -o "$out/c" ;;
    lua | luajit) program "$1" "$found $here/works.lua" ;;
    cpython) program cpython "$found $here/works.py" ;;
    guile) make_guile guile "$here" ;;
    chez) make_chez chez "$here" ;;
    swi) program swi "$found -O $here/works.pl --" ;;
    esac
}

# The rows scheme-* have programs of their own: $out/scheme-SYSTEM.
make_scheme() {
    case $1 in
    kont) program scheme-kont "${library%/*}/examples/scheme $here/scheme/kont.scm" ;;
    cps) program scheme-cps "${cps_library%/*}/examples/scheme $here/scheme/kont.scm" ;;
    guile) make_guile scheme-guile "$here/scheme" ;;
    chez) make_chez scheme-chez "$here/scheme" ;;
    gsi) program scheme-gsi "$found $here/scheme/gambit.scm" ;;
    racket) program scheme-racket "$found $here/scheme/racket.rkt" ;;
    esac
}

# make_guile NAME FOLDER, make_chez NAME FOLDER
make_guile() {
    "$found" --no-auto-compile -c "(use-modules (system base compile))
        (compile-file \"$2/guile.scm\" #:output-file \"$out/$1.go\" #:optimization-level 2)" &&
    program "$1" "$found --no-auto-compile -c '(load-compiled \"$out/$1.go\")'"
}

make_chez() {
    echo "(reset-handler abort) (optimize-level 3) (compile-file-message #f) (source-directories (list \"$2\"))
        (compile-program \"$2/chez.scm\" \"$out/$1.so\")" > "$out/make-$1.scm" &&
    "$found" --script "$out/make-$1.scm" &&
    program "$1" "$found --program $out/$1.so"
}
