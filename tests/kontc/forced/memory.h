/* memory.h: what machine.c takes its memory from. Of the two, arena.c gives everything back before a program begins; collected.c, for programs
 * that run for long, leaves it to the collector. */
#ifndef FORCED_MEMORY_H
#define FORCED_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* The machine's own state: zeroed; never freed. */
void *forced_state(size_t size);

void *forced_allocate(size_t size);
bool forced_has_room(void);
void forced_free_all(void);

#endif
