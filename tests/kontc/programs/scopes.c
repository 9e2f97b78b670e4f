/* scopes.c: boxed locals in loops and inner blocks, and through parts of themselves. */
#include "../machine.h"

#include <stdio.h>
#include <string.h>

struct buffer { char text[16]; long used; struct { long x, y; } at; };

static KONT void put(char *to, const char *from)
{
    while ((*to++ = (char)tick(*from++)) != '\0')
        ;
}

static KONT long bump(long *n) { return *n += tick(1); }

static KONT void loops(void)
{
    for (long i = 0; i < 6; bump(&i)) {
        if (i == 2)
            continue;
        long square = i * i, *p = &square;
        bump(p);
        printf("%ld %ld\n", i, square);
        if (square > 10)
            break;
    }
    long n = 0;
    do {
        char name[] = "a-long-enough-name";
        put(name + n, "xy");
        printf("%s %zu %zu\n", name, sizeof name, sizeof(name) / sizeof *name);
    } while (bump(&n) < 3);
    while (bump(&n) < 6)
        for (struct buffer b = { .used = n }; b.used < 6; bump(&b.used))
            printf("%ld\n", b.used);
}

static KONT void parts(void)
{
    struct buffer b = { "start", 5, { 1, 2 } }, all[2] = { { .used = 7 } };
    long grid[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } }, *row = grid[1];
    put(b.text + b.used, "-end");
    put(&all[1].text[0], b.text);
    bump(&b.at.y);
    bump(&row[1]);
    bump(*grid + 2);
    all[0] = all[1];
    all[tick(0)].used += bump(&all[0].used);
    printf("%s %s %ld %ld %ld %ld\n", b.text, all[0].text, b.at.y, grid[1][1], grid[0][2], all[0].used);
}

static KONT long chain(long n)
{
    if (n == 0)
        return 0;
    else if (bump(&n) == 2)
        return 2 + chain(n - 2);
    else if (n & 1 && bump(&n))
        return 1;
    else {
        const long copy = n;
        long *p = &n;
        n = 0;
        return copy + bump(p);
    }
}

static KONT struct buffer *longest(struct buffer *a, struct buffer *b)
{
    return tick((long)strlen(a->text)) > tick((long)strlen(b->text)) ? a : b;
}

static KONT void literals(void)
{
    for (int i = 0; i < 2; i++) {
        struct buffer *b = longest(&(struct buffer){ .text = "one" }, &(struct buffer){ .text = "three", .used = tick(i) });
        long *list = (long[]){ i, tick(2), 3 };
        bump(list + 1);
        printf("%s %ld %ld %ld\n", b->text, b->used, list[0], list[1]);
    }
}

static KONT long leaves(long n)
{
    for (;;) {
        long here = n, *p = &here;
        switch (bump(p)) {
        case 3:
            goto out;
        case 5:
            return here;
        default:
            n++;
            continue;
        }
    }
out:
    return -bump(&n);
}

/* Static variables that are called as what kontc makes for each function. */
static KONT long named_alike(long n)
{
    static long again = 1, frame = 2, sites = 3, box = 4, function = 5;
    static long kont1 = 6, entry = 7, low = 8, start = 9, names = 10, locals = 11;
    long own = n;
    bump(&own);
    again += own;
    start += tick(1);
    return again + frame + sites + box + function + kont1 + entry + low + start + names + locals;
}

KONT int program(void)
{
    loops();
    parts();
    printf("%ld %ld %ld %ld\n", chain(0), chain(1), chain(2), chain(3));
    literals();
    printf("%ld %ld\n", leaves(0), leaves(3));
    printf("%ld\n", named_alike(1));
    printf("%ld\n", named_alike(2));
    return 0;
}
