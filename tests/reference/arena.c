/* arena.c: see arena.h. A stack of chunks. */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 20, ALIGN = 16 };

struct arena_chunk {
    struct arena_chunk *below;
    size_t used, room;
    _Alignas(ALIGN) char bytes[];
};

static struct arena_chunk *top;
static size_t total;

static void push_chunk(size_t bytes)
{
    size_t room = bytes > CHUNK ? bytes : CHUNK;
    struct arena_chunk *chunk = malloc(sizeof *chunk + room);
    if (chunk == NULL) {
        fputs("reference: no memory\n", stderr);
        exit(2);
    }
    chunk->below = top;
    chunk->used = 0;
    chunk->room = room;
    top = chunk;
}

void *arena_alloc(size_t bytes)
{
    bytes = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (top == NULL || top->room - top->used < bytes)
        push_chunk(bytes);
    void *p = top->bytes + top->used;
    top->used += bytes;
    total += bytes;
    return memset(p, 0, bytes);
}

char *arena_text(const char *text, size_t length)
{
    char *copy = arena_alloc(length + 1);
    memcpy(copy, text, length);
    return copy;
}

struct arena_mark arena_mark(void)
{
    return (struct arena_mark){ top, top == NULL ? 0 : top->used };
}

void arena_release(struct arena_mark mark)
{
    while (top != mark.chunk) {
        struct arena_chunk *below = top->below;
        free(top);
        top = below;
    }
    if (top != NULL)
        top->used = mark.used;
}

size_t arena_total(void)
{
    return total;
}
