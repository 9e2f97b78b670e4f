# The words of the *.cases files, which tests/examples/run sources. In: $build, $examples, the working directory is scratch.
# shellcheck shell=sh disable=SC2034,SC2154
passed=0 failed=0 skipped=0
: "${KONT_RESULTS:=/dev/null}"

pass() {
    passed=$((passed + 1))
    echo "pass $1" >>"$KONT_RESULTS"
}

fail() {
    failed=$((failed + 1))
    echo "FAILED $*"
    echo "fail $*" >>"$KONT_RESULTS"
}

skip() {
    skipped=$((skipped + 1))
    echo "skipped $*"
    echo "skip $*" >>"$KONT_RESULTS"
}

finish() {
    echo "examples: $passed passed, $failed failed, $skipped skipped"
    [ $failed -eq 0 ]
    exit
}

# What the next case gets and what it should answer; every case begins with nothing of it. `in` is a format of printf(1), so that
# it can hold \r and \000; `out` and `err` are whole lines, without the last newline.
forget() {
    in='' out='' err=''
}
forget

lines() {
    [ -z "$1" ] || printf '%s\n' "$1"
}

# execute PROGRAM ARGUMENT...: runs an example in the way that KONT_EXEC says.
execute() {
    execute_program=$build/examples/$1
    shift
    # shellcheck disable=SC2086
    ${KONT_EXEC:-} "$execute_program" "$@"
}

# differs WHAT: says where WHAT.got differs from WHAT.expected, in one line. False when it does not.
differs() {
    cmp -s "$1.expected" "$1.got" && return 1
    awk -v what="$1" '
        FILENAME == ARGV[1] { expected[FNR] = $0; n = FNR; next }
        { m = FNR }
        FNR > n || $0 != expected[FNR] { found = "<" $0 ">"; line = FNR; exit }
        END {
            if (!line) { line = m + 1; found = "the end" }
            wanted = line > n ? "the end" : "<" expected[line] ">"
            print what ", line " line ": expected " substr(wanted, 1, 160) ", found " substr(found, 1, 160)
        }' "$1.expected" "$1.got"
    return 0
}

# verify NAME STATUS EXPECTED_STATUS: the outcome of a case whose outputs stand in the four files. Times are not compared.
verify() {
    sed 's/[0-9.]* ms$/N ms/' standard-error >standard-error.got
    if [ "$2" -ne "$3" ]; then
        fail "$1" "exit status $2, expected $3; $(head -n 1 standard-error.got)"
    elif message=$(differs standard-output) || message=$(differs standard-error); then
        fail "$1" "$message"
    else
        pass "$1"
    fi
    forget
}

# try NAME STATUS PROGRAM ARGUMENT...
try() {
    try_name=$1 try_status=$2
    shift 2
    # shellcheck disable=SC2059
    printf "$in" >standard-input
    lines "$out" >standard-output.expected
    lines "$err" >standard-error.expected
    execute "$@" <standard-input >standard-output.got 2>standard-error
    verify "$try_name" $? "$try_status"
}

# try_file NAME FILE PROGRAM ARGUMENT...: standard output is that of a file.
try_file() {
    try_name=$1
    cp "$2" standard-output.expected
    shift 2
    : >standard-error.expected
    execute "$@" </dev/null >standard-output.got 2>standard-error
    verify "$try_name" $? 0
}

# try_count NAME LINES PROGRAM ARGUMENT...: how many different lines standard output has.
try_count() {
    try_name=$1 try_lines=$2
    shift 2
    execute "$@" </dev/null >lines 2>standard-error
    try_status=$?
    lines "$try_lines" >standard-output.expected
    sort -u lines | awk 'END { print NR }' >standard-output.got
    : >standard-error.expected
    verify "$try_name" $try_status 0
}

# full_size: whether a case that takes a while may run. Such a case is not there at all where every step costs a hundred times as much.
full_size() {
    [ -z "${KONT_EXEC:-}" ] || return 1
    case ${build##*/} in
    *-stress-* | *-asan) return 1 ;;
    esac
}

# slow_start: whether every start of a program takes long. A file of cases ends there before the messages, which are plain C.
slow_start() {
    [ -n "${KONT_EXEC:-}" ]
}

# try_full NAME PROGRAM ARGUMENT...: the output cannot be written.
try_full() {
    try_name=$1
    shift
    if [ ! -c /dev/full ]; then
        skip "$try_name" 'there is no /dev/full'
        return
    fi
    : >standard-output.expected
    : >standard-output.got
    echo "$1: standard output: No space left on device" >standard-error.expected
    # shellcheck disable=SC2059
    printf "$in" >standard-input
    execute "$@" <standard-input >/dev/full 2>standard-error
    verify "$try_name" $? 1
}

# try_help PROGRAM: on standard output, with the usage first, and a line for every option that the usage names.
try_help() {
    execute "$1" --help </dev/null >standard-output.got 2>standard-error
    help_status=$?
    if [ $help_status -ne 0 ] || [ -s standard-error ]; then
        fail "$1/help" "exit status $help_status; $(head -n 1 standard-error)"
    elif ! head -n 1 standard-output.got | grep -q "^usage: $1 "; then
        fail "$1/help" "the first line is not the usage: $(head -n 1 standard-output.got)"
    elif [ "$(head -n 1 standard-output.got | grep -o -e '\[-[-a-z]*' | tr -d '[' | sort)" != \
        "$(grep -o -e '^  -[-a-z]*' standard-output.got | tr -d ' ' | grep -v -x -e --help | sort)" ]; then
        fail "$1/help" 'the usage and the list of options differ'
    else
        pass "$1/help"
    fi
}
