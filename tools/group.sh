# Words for the groups in tools/test, tools/check and tools/soak. Source it: . tools/group.sh
# shellcheck shell=sh
set -u
: "${MAKE:=make}" "${KONT_RESULTS:=/dev/null}"
jobs=$(nproc 2>/dev/null || echo 2)
scratch=$PWD/build/scratch/$(basename "$0")
problems=0

# record OUTCOME NAME [REASON]
record() {
    echo "$*" >>"$KONT_RESULTS"
}

# verdict NAME COMMAND...: the command succeeds, or NAME failed. Its output is shown when it fails.
verdict() {
    verdict_name=$1
    shift
    mkdir -p "$scratch"
    if "$@" >"$scratch/output" 2>&1; then
        record pass "$verdict_name"
    else
        cat "$scratch/output"
        echo "FAILED $verdict_name: $*"
        record fail "$verdict_name" "see the output above"
        problems=$((problems + 1))
    fi
}

# build ARGUMENT...: make with these, or the group ends here.
build() {
    "$MAKE" -s -j"$jobs" "$@" || exit 1
}

# An empty folder of the group's own, absolute.
fresh_scratch() {
    rm -rf "$scratch"
    mkdir -p "$scratch"
}

# test_names: the subjects, or those of TESTS="a b".
test_names() {
    for file in tests/*.c; do
        name=$(basename "$file" .c)
        case " ${TESTS:-$name} " in
        *" $name "*) [ -e "$file" ] && echo "$name" ;;
        esac
    done
}

# run_tests FOLDER: all test programs of a folder. KONT_EXEC is put before each: qemu-aarch64, say.
run_tests() {
    for name in $(test_names); do
        # shellcheck disable=SC2086 # a command in words
        ${KONT_EXEC:-} "$1/$name" ${FILTER:+--filter "$FILTER"} || problems=$((problems + 1))
    done
}

# run_random OUT: the random comparison with the reference interpreter. It prints how many programs it reached.
run_random() {
    mkdir -p "$scratch"
    # shellcheck disable=SC2086 # a command in words
    ${KONT_EXEC:-} "$1/tests/reference/random" >"$scratch/random" 2>&1
    random_status=$?
    cat "$scratch/random"
    if [ $random_status -eq 0 ]; then record pass reference/random; else record fail reference/random "exit status $random_status"; fi
}

# run_examples OUT: the example programs by their command lines.
run_examples() {
    tests/examples/run "$1" || problems=$((problems + 1))
}

# run_scheme OUT: the Scheme programs of tests/scheme.
run_scheme() {
    tests/scheme/run "$1" || problems=$((problems + 1))
}

# whole OUT: everything that runs in any build, already built there.
whole() {
    run_tests "$1/tests"
    run_examples "$1"
    run_scheme "$1"
    run_random "$1"
}

# excluded LIST...: the tests of tests/excluded-LIST are left out.
excluded() {
    KONT_EXCLUDED=$(printf "$PWD/tests/excluded-%s:" "$@")
    export KONT_EXCLUDED
}

# variant NAME [MACHINE]: builds everything in a variant and runs it.
variant() {
    variant_machine=${2:-stack}
    build MACHINE="$variant_machine" VARIANT="$1" OUT="build/$variant_machine-$1" tests
    whole "build/$variant_machine-$1"
}

# emulated TRIPLET DEBIAN QEMU LIST...: everything of the machine with frames in the heap, for another architecture (which Debian calls so), under that
# qemu, but for the tests of these lists.
emulated() {
    emulated_triplet=$1 emulated_debian=$2 KONT_EXEC=$3
    shift 3
    excluded cps qemu "$@"
    if ! tools/cross/fetch "$emulated_debian"; then
        record missing "cps-$emulated_debian/all" "libgc-dev:$emulated_debian"
        finish
    fi
    build MACHINE=cps CROSS="$emulated_triplet-" OUT="build/cps-$emulated_debian" CC="$emulated_triplet-gcc" library examples tests
    export KONT_EXEC TEST_TIMEOUT="${TEST_TIMEOUT:-600}"
    whole "build/cps-$emulated_debian"
}

# planted KIND OUT TEXT: a tool has to report an error planted inside a prompt's body, at the same place where that was resumed before; and nothing
# where none is planted.
planted() {
    mkdir -p "$scratch"
    planted_program="${KONT_EXEC:-} $2/tests/programs/planted"
    for planted_how in '' resumed; do
        # shellcheck disable=SC2086 # commands and arguments in words
        if $planted_program "$1" $planted_how >"$scratch/output" 2>&1 || ! grep -q "$3" "$scratch/output"; then
            cat "$scratch/output"
            echo "FAILED planted/$1${planted_how:+-$planted_how}: no report of: $3"
            record fail "planted/$1${planted_how:+-$planted_how}" "no report of: $3"
            problems=$((problems + 1))
        else
            record pass "planted/$1${planted_how:+-$planted_how}"
        fi
        grep -o -m 1 'planted.c:[0-9]*' "$scratch/output" >"$scratch/planted-at-$planted_how"
        # shellcheck disable=SC2086 # a command in words
        verdict "planted/nothing-for-$1${planted_how:+-$planted_how}" $planted_program nothing $planted_how
    done
    verdict "planted/place-of-$1" cmp "$scratch/planted-at-" "$scratch/planted-at-resumed"
}

# What the sanitizers need under a conservative collector: frames where they are, no hunt for leaks.
export ASAN_OPTIONS="detect_stack_use_after_return=0:detect_leaks=0:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"

finish() {
    exit $((problems > 0))
}
