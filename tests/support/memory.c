#define _GNU_SOURCE
#include "memory.h"

#include <gc/gc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long dead;

static void GC_CALLBACK on_death(void *object, void *unused)
{
    (void)object;
    (void)unused;
    __atomic_add_fetch(&dead, 1, __ATOMIC_RELAXED);
}

struct witness *witness_new(long value)
{
    struct witness *w = GC_MALLOC(sizeof *w);
    *w = (struct witness){ value, ~value, NULL };
    GC_register_finalizer_no_order(w, on_death, NULL, NULL, NULL);
    return w;
}

bool witness_is(const struct witness *w, long value)
{
    return w != NULL && w->value == value && w->complement == ~value;
}

long witnesses_dead(void)
{
    return __atomic_load_n(&dead, __ATOMIC_RELAXED);
}

void churn(void)
{
    for (int round = 0; round < 3; round++) {
        GC_gcollect();
        for (int i = 0; i < 500; i++) {
            memset(GC_MALLOC(sizeof(struct witness)), 0x5a, sizeof(struct witness));
            memset(GC_MALLOC_ATOMIC(16u + 16u * (unsigned)(i % 20)), 0x5a, 16);
        }
    }
    GC_invoke_finalizers();
}

__attribute__((noinline)) void clear_stack_below(size_t bytes)
{
    char room[bytes];
    memset(room, 0, bytes);
    __asm__ volatile ("" : : "r" (room) : "memory");
}

size_t resident_bytes(void)
{
    size_t total = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f == NULL)
        return 0;
    if (fscanf(f, "%zu %zu", &total, &resident) != 2)
        resident = 0;
    fclose(f);
    return resident * (size_t)sysconf(_SC_PAGESIZE);
}

/* A hash table in memory that the collector does not scan: segments lie on multiples of their size. */
enum { PLACES = 1 << 18, SEGMENT_LOG = 18 };
static uintptr_t *table;
static size_t noted;

void segments_reset(void)
{
    free(table);
    table = calloc(PLACES, sizeof *table);
    noted = 0;
}

void segments_note(void)
{
    uintptr_t segment = (uintptr_t)__builtin_frame_address(0) >> SEGMENT_LOG;
    size_t place = segment % PLACES;
    if (table == NULL || noted == MOST_COUNTED)
        return;
    while (table[place] != 0 && table[place] != segment)
        place = (place + 1) % PLACES;
    if (table[place] == 0) {
        table[place] = segment;
        noted++;
    }
}

size_t segments_noted(void)
{
    return noted;
}
