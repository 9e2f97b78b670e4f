/* kont_search.c: backtracking: queens, sudoku, deep searches, fair ones. */
#include "kont_works.h"

#include "../../examples/sudoku/solve.h"
#include "puzzles.h"

/* ---- Queens, all solutions: every row chooses among all columns, and fails on an attacked one --------------------------------------- */

static KONT void *place(void *arg)
{
    long n = kont_to_int(arg);
    unsigned long columns = 0, rising = 0, falling = 0;
    for (long row = 0; row < n; row++) {
        long column = kont_choose(0, n - 1);
        unsigned long c = 1ul << column, r = 1ul << (row + column), f = 1ul << (row - column + n);
        kont_require(!((columns & c) | (rising & r) | (falling & f)));
        columns |= c;
        rising |= r;
        falling |= f;
    }
    return NULL;
}

/* In milliseconds; `solutions` is how many there must be. */
KONT double queens(long n, long solutions)
{
    kont_search *s = kont_search_new(place, kont_int(n));
    long found = 0;
    double start = bench_now();
    for (void *v; kont_search_next(s, &v);)
        found++;
    double ms = (bench_now() - start) / 1e6;
    bench_check(found == solutions, "the number of solutions");
    return ms;
}

/* ---- How deep: each of so many calls chooses, and the first way is right --------------------------------------------------------------- */

static KONT __attribute__((noinline, noclone)) long choose_down(long n)
{
    if (n == 0)
        return 0;
    long c = kont_choose(0, 1), rest = choose_down(n - 1);
    __asm__ volatile("" : "+r"(rest));                  /* or it would become a loop */
    return c + rest;
}

static KONT void *deep_choices(void *n)
{
    return kont_int(choose_down(kont_to_int(n)));
}

KONT double search_deep(long n, long arg)
{
    void *v;
    (void)arg;
    kont_search *s = kont_search_new(deep_choices, kont_int(n));
    double start = bench_now();
    bool found = kont_search_next(s, &v);
    double ns = (bench_now() - start) / (double)n;
    bench_check(found && v == kont_int(0), "the first way down");
    kont_search_close(s);
    return ns;
}

/* ---- Two branches, one after the other and in turns -------------------------------------------------------------------------------------- */

static KONT void *numbers(void *n)
{
    return kont_int(kont_choose(1, kont_to_int(n)));
}

static KONT void *two_of_numbers(void *n)
{
    kont_choose(0, 1);
    return numbers(n);
}

KONT double fair(long n, long plain)
{
    void *half = kont_int(n / 2);
    kont_search *s = plain ? kont_search_new(two_of_numbers, half)
                           : kont_search_interleave(kont_search_new(numbers, half), kont_search_new(numbers, half));
    double start = bench_now();
    size_t found = kont_search_count(s);
    double ns = (bench_now() - start) / (double)n;
    bench_check(found == (size_t)n, "the number of solutions");
    return ns;
}

/* ---- Sudoku ---------------------------------------------------------------------------------------------------------------------------------- */

KONT double sudoku(long n, long arg)
{
    static char puzzles[PUZZLES][CELLS];
    struct puzzle p;
    int count = puzzles_read(puzzles);
    void *v;
    (void)arg;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        memcpy(p.givens, puzzles[i % count], CELLS);
        kont_search *s = kont_search_new(solve, &p);
        bench_check(kont_search_next(s, &v) && puzzle_is_solved(p.givens, p.solution), "a sudoku puzzle's solution");
        kont_search_close(s);
    }
    return (bench_now() - start) / 1e6 / (double)n;
}
