/* A million generators suspended at once. */
#define _GNU_SOURCE
#include <gc/gc.h>
#include <kont.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/memory.h"
#include "test.h"

#if defined(KONT_ASAN) || defined(KONT_VALGRIND) || defined(KONT_STRESS_GC) || defined(KONT_STRESS_CAPTURE) || defined(KONT_MAKECONTEXT)
enum { MANY = 20000 };
#else
enum { MANY = 1000000 };
#endif
#if defined(__SANITIZE_ADDRESS__)
enum { MOST_EACH = 65536 };                             /* with the sanitizer's own */
#else
enum { MOST_EACH = 8192 };                              /* bytes resident for each: loosely */
#endif

struct all {
    kont_generator *generators[MANY];
};

static KONT void *counts(void *from)
{
    intptr_t n = kont_to_int(from);
    kont_yield(kont_int(n));
    kont_yield(kont_int(n + 1));
    return kont_int(n + 2);
}

static KONT void start_all(struct all *all)
{
    void *value;
    for (int i = 0; i < MANY; i++) {
        all->generators[i] = kont_generator_new(counts, kont_int(i));
        CHECK(kont_next(all->generators[i], &value));
        CHECK_INT(kont_to_int(value), i);
    }
}

/* Neighbours are not next to each other in time. */
static KONT void go_on(struct all *all, bool more, int add)
{
    void *value;
    for (int start = 0; start < 7; start++)
        for (int i = start; i < MANY; i += 7) {
            CHECK(kont_next(all->generators[i], &value) == more);
            CHECK_INT(kont_to_int(value), i + add);
        }
}

static KONT void *suspend_and_finish(void *unused)
{
    size_t before = resident_bytes();
    struct all *all = GC_MALLOC(sizeof *all);
    start_all(all);
    size_t each = (resident_bytes() - before) / MANY;
    test_note("%d suspended at once, %zu bytes resident for each", MANY, each);
    CHECK(each <= MOST_EACH);
    GC_gcollect();
    go_on(all, true, 1);
    go_on(all, false, 2);
    return unused;
}

static bool is_room(double bytes)
{
    return (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) > bytes;
}

TEST(many, a_million_generators_suspended_at_once)
{
    if (!is_room((double)MANY * MOST_EACH))
        SKIP("less than 8 GB of memory is free");
    kont_run(suspend_and_finish, NULL);
}

enum { BEYOND_GUARDS = 40000 };                         /* more than the system's mappings allow mprotect guards for */

static KONT void *suspend_beyond_guards(void *unused)
{
    kont_generator **g = GC_MALLOC(BEYOND_GUARDS * sizeof *g);
    void *value;
    for (int i = 0; i < BEYOND_GUARDS; i++) {
        g[i] = kont_generator_new(counts, kont_int(i));
        CHECK(kont_next(g[i], &value));
    }
    GC_gcollect();
    for (int i = 0; i < BEYOND_GUARDS; i++)
        CHECK(kont_next(g[i], &value) && kont_to_int(value) == i + 1);
    return unused;
}

TEST(many, more_generators_than_mprotect_can_guard)
{
    setenv("KONT_GUARD", "mprotect", 1);
    kont_run(suspend_beyond_guards, NULL);
}

/* A long chain of generators, each of which runs inside of the one before: all wait at once, and the collector finds them all. */
enum { CHAIN = 20000 };

static KONT void *chain(void *depth)
{
    intptr_t n = kont_to_int(depth);
    void *value;
    if (n == 0) {
        GC_gcollect();
        return kont_int(0);
    }
    struct witness *w = witness_new(n);
    CHECK(!kont_next(kont_generator_new(chain, kont_int(n - 1)), &value));
    CHECK(witness_is(w, n));
    return kont_int(kont_to_int(value) + 1);
}

TEST(many, a_chain_of_generators_inside_each_other)
{
    CHECK_INT(kont_to_int(kont_run(chain, kont_int(CHAIN))), CHAIN);
}
