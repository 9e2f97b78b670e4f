/* choice.c: see choice.h. */
#include "choice.h"

#include <string.h>

struct choices *choices;

void choices_draw(struct choices *c, uint64_t seed)
{
    memset(c, 0, sizeof *c);
    c->fresh = true;
    c->random = seed;
    choices = c;
}

void choices_repeat(struct choices *c)
{
    c->fresh = false;
    choices = c;
    choose_from(0);
}

void choose_from(int part)
{
    struct choices *c = choices;
    if (c->fresh)
        for (int i = c->now + 1; i <= PARTS; i++)
            c->part[i] = c->count;
    c->now = part;
    c->next = c->part[part];
}

void choices_cut(struct choices *c, int from, int length)
{
    memmove(&c->at[from], &c->at[from + length], sizeof *c->at * (size_t)(c->count - from - length));
    c->count -= length;
    for (int i = 0; i <= PARTS; i++)
        if (c->part[i] > from)
            c->part[i] = c->part[i] > from + length ? c->part[i] - length : from;
}

/* splitmix64 */
static uint64_t random_number(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

unsigned choose(unsigned n)
{
    struct choices *c = choices;
    if (c->fresh && c->count < CHOICES)
        c->at[c->count++] = (uint16_t)(random_number(&c->random) % n);
    int end = c->fresh || c->now == PARTS - 1 ? c->count : c->part[c->now + 1];
    return c->next < end ? c->at[c->next++] % n : 0;
}

bool often(unsigned percent)
{
    return choose(100) >= 100 - percent;
}
