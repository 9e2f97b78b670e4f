/* arena.c: see memory.h. All in one mapping, so that nothing of it is in static storage, which machine.c puts back. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "memory.h"

enum { SIZE = 1 << 28, RESERVE = 1 << 24 };

struct arena {
    size_t used, start;
    char room[];
};

static struct arena *arena;

void *forced_state(size_t size)
{
    arena = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (arena == MAP_FAILED) {
        perror("forced");
        exit(2);
    }
    void *state = forced_allocate(size);
    arena->start = arena->used;
    return state;
}

void *forced_allocate(size_t size)
{
    void *p = arena->room + arena->used;
    arena->used += (size + 15) & ~(size_t)15;
    if (arena->used > SIZE - sizeof *arena) {
        fputs("forced: out of memory\n", stderr);
        abort();
    }
    return p;
}

bool forced_has_room(void)
{
    return arena->used < SIZE - RESERVE;
}

void forced_free_all(void)
{
    arena->used = arena->start;
}
