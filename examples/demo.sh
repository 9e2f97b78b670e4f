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

# command_line PROGRAM ARGUMENT...: as one would type it.
command_line() {
    printf '$'
    for word; do
        case $word in
        *[!-A-Za-z0-9_./]*) printf " '%s'" "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    echo
}

# answer FILE PROGRAM ARGUMENT...: shows the command line and runs it; its standard output goes to $answers/FILE, and what it says
# on standard error is shown.
answer() {
    answer_file=$answers/$1
    program=$2
    shift 2
    command_line "$program" "$@"
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

# shown FILE TEXT: shows the answer, which is this one line.
shown() {
    cat "$answers/$1"
    [ "$(cat "$answers/$1")" = "$2" ] || mistake "it is $2"
}

# last_line FILE TEXT
last_line() {
    [ "$(tail -n 1 "$answers/$1")" = "$2" ] || mistake "the last line is not: $2"
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

heading 'SEND + MORE = MONEY, and a product'
answer sum cryptarithm 'SEND + MORE = MONEY'
shown sum '9567 + 1085 = 10652'
answer product cryptarithm 'SIX * TWO = TWELVE'
cat "$answers/product"

heading 'Who drinks water, and who owns the zebra?'
answer zebra zebra --stats
cat "$answers/zebra"
last_line zebra 'The Norwegian drinks water. The Japanese owns the zebra.'

heading 'The squares of a board of 6 by 6, coloured so that no queen goes from one to another of the same colour'
answer colours colour graphs/queen6_6.col
cat "$answers/colours"
grep -q '^7 colours:$' "$answers/colours" || mistake 'seven colours are needed'

heading 'Pentominoes in a rectangle of 6 by 10: one way, and how many there are'
answer tiling pentominoes --first 6x10
head -n 6 "$answers/tiling"
answer tilings pentominoes --count 6x10
shown tilings 2339

heading 'A knight goes round a chess board'
answer tour knights --closed 8x8
cat "$answers/tour"
answer tours knights --closed --count 5x6
shown tours 16

heading 'The shortest tour through 52 places in Berlin, by branch and bound'
answer berlin tsp --stats cities/berlin52.tsp
fold -s -w 100 "$answers/berlin"
[ "$(cut -d : -f 1 "$answers/berlin" | tail -n 1)" = 7542 ] || mistake 'it is 7542 long'

heading 'Time flies like an arrow: all that it may mean'
answer arrow parse grammars/arrow.txt time flies like an arrow
cat "$answers/arrow"
[ "$(wc -l <"$answers/arrow")" -eq 4 ] || mistake 'there are 4'

heading 'Regular expressions: what stands in quotes in a file; words that come twice in a row'
answer quotes kgrep -n -o '"(?:[^"\\]|\\.)*?"' sudoku/read.c
cat "$answers/quotes"
[ "$(wc -l <"$answers/quotes")" -eq 6 ] || mistake 'there are 6'
answer twice kgrep '\b(\w+) \1\b' queens.c
cat "$answers/twice"
[ "$(wc -l <"$answers/twice")" -eq 2 ] || mistake 'there are 2'

heading 'Have two directories the same files, in whatever folders? Two generators, side by side'
answer fringe samefringe puzzles puzzles
shown fringe 'the same: 6 files'

heading 'Producers and consumers: processes that take turns, one for each file, two that count its words'
answer counts producers README.md queens.c
cat "$answers/counts"
last_line counts "together: $(cat README.md queens.c | awk '{ n += NF } END { print NR " lines, " n " words" }')"

heading 'Backtracking: examples/design/triples.c'
program design/triples

heading 'A generator that calls itself: examples/design/tree.c'
program design/tree

heading 'Lazy sequences: the most frequent words of examples/queens.c'
answer words wordcount -n 5 queens.c
cat "$answers/words"
tr -s '[:space:]' '\n' <queens.c | LC_ALL=C sort | uniq -c | LC_ALL=C sort -s -k 1,1nr | head -n 5 | cmp -s - "$answers/words" || mistake 'sort | uniq -c counts otherwise'

heading "Goal-directed evaluation, after Icon: examples/goals.c"
program goals

heading 'Generators as in Python, step by step: examples/gentrace/handover.gen'
answer output gentrace gentrace/handover.gen
cat "$answers/output"
compare output gentrace/handover.expected

heading 'Delimited control: examples/design/twice.c'
program design/twice

heading 'Effect handlers: examples/effects/choices.c'
program effects/choices

have_scheme=yes
for build in $builds; do
    [ -x "$build/examples/scheme" ] || have_scheme=
done
if [ -n "$have_scheme" ]; then
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
