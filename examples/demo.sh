#!/bin/sh
# examples/demo.sh BUILD_DIR...: what `make demo` shows: each program in each of these builds, side by side. Fails when a program fails, an answer is
# not the expected one, or two builds do not say the same.
set -u
[ $# -gt 0 ] || { echo 'usage: examples/demo.sh BUILD_DIR...' >&2; exit 2; }
builds=
machines=
for build in "$@"; do
    builds="$builds $(cd "$build" && pwd)" || exit 2
    machines="$machines ${build##*/}"
done
cd "$(dirname "$0")" || exit 2
# shellcheck disable=SC2086 # words
set -- $builds
answers=$1/demo
mkdir -p "$answers" || exit 2
wrong=0

heading() {
    printf '\n== %s\n\n' "$*"
}

mistake() {
    echo "WRONG: $*"
    wrong=$((wrong + 1))
}

# side_by_side FILE...: one text that all say but for the times at the ends of lines. These stand beside each other.
side_by_side() {
    awk -v names="$machines" '
        FNR == 1 { file++; split(names, name, " ") }
        { time = "" }
        match($0, /[0-9.]+ ms$/) { time = substr($0, RSTART); $0 = substr($0, 1, RSTART - 1) }
        file == 1 { text[FNR] = $0; times[FNR] = time; lines = FNR; next }
        text[FNR] != $0 { print name[file] " says: " $0; different = 1; next }
        time != "" { times[FNR] = times[FNR] ", " name[file] " " time }
        END { for (i = 1; i <= lines; i++) print text[i] (file > 1 && times[i] != "" ? name[1] " " : "") times[i]; exit different }' "$@"
}

# answer FILE PROGRAM ARGUMENT...: shows the command line and runs it; its standard output goes to $answers/FILE, and what it says
# on standard error is shown.
answer() {
    answer_file=$answers/$1
    program=$2
    shift 2
    echo "\$ $program${*:+ $*}"
    said=
    for build in $builds; do
        said="$said $build/demo-said"
        { "$build/examples/$program" "$@" >"$build/demo-answer"; } 2>"$build/demo-said" || mistake "$program ended with status $?"
        [ "$said" != " $build/demo-said" ] || cp "$build/demo-answer" "$answer_file"
        cmp -s "$build/demo-answer" "$answer_file" || mistake "${build##*/} answers otherwise: see $build/demo-answer"
    done
    # shellcheck disable=SC2086 # words
    side_by_side $said || mistake 'they differ in what they say'
}

# compare FILE EXPECTED
compare() {
    if cmp -s "$answers/$1" "$2"; then
        echo "The output is that of examples/$2."
    else
        mistake "the output is not that of examples/$2: see $answers/$1"
    fi
}

# grid LINE: 81 characters as nine rows.
grid() {
    echo "$1" | fold -w 9 | sed -e 's/./ &/g' -e 's/^\(.\{6\}\)\(.\{6\}\)/  \1 \2 /' | awk 'NR == 4 || NR == 7 { print "" } { print }'
}

# puzzles NAME MAX: solves examples/puzzles/NAME.txt and checks the solutions.
puzzles() {
    answer "$1" sudoku --stats -n "$2" "puzzles/$1.txt"
    compare "$1" "puzzles/$1.solutions"
}

# program NAME [SOURCE]: runs an example whose output is kept beside it.
program() {
    answer output "$1"
    cat "$answers/output"
    compare output "$1.expected"
}

[ $# = 1 ] || echo "Each program runs on$(echo "$machines" | sed 's/ / and /2')."

first_puzzle=$(grep -v -e '^#' -e '^$' puzzles/hard.txt | head -n 1)

heading 'Hard sudoku puzzles: two solutions are asked for, to see that there is only one'
puzzles hard 2
echo
echo 'The first of them, Golden Nugget:'
grid "$first_puzzle" >"$answers/before"
grid "$(head -n 1 "$answers/hard")" >"$answers/after"
paste "$answers/before" "$answers/after"

heading 'Sudoku puzzles of 17 givens, the fewest there can be'
puzzles seventeen 2

heading 'Sudoku puzzles with no solution, or with several: all of them'
puzzles improper 100

heading 'Eight queens on a chess board: how many ways?'
answer queens queens 8
cat "$answers/queens"
[ "$(cat "$answers/queens")" = 92 ] || mistake 'there are 92'

heading 'Six queens, with the boards'
answer queens queens --boards 6
cat "$answers/queens"
[ "$(tail -n 1 "$answers/queens")" = 4 ] || mistake 'there are 4'

heading 'Backtracking: examples/design/triples.c'
program design/triples

heading 'A generator that calls itself: examples/design/tree.c'
program design/tree

heading 'Delimited control: examples/design/twice.c'
program design/twice

if [ -x "${builds##* }/examples/scheme" ]; then
    heading 'A Scheme on kont: examples/scheme/programs/tour.scm'
    answer output scheme scheme/programs/tour.scm
    cat "$answers/output"
    compare output scheme/programs/tour.expected
fi

echo
if [ $wrong -gt 0 ]; then
    echo "demo: $wrong wrong"
    exit 1
fi
echo 'demo: every answer is right'
