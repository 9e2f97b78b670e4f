/* planted.c: `planted KIND` makes one error inside a prompt's body; `planted KIND resumed`, in a function that was captured and resumed before.
 * A sanitizer or valgrind that does not report it is blind there, and its silence about the rest proves nothing. */
#include <kont.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile int one = 1;                            /* keeps the compiler from seeing what follows */

static bool resumed;

static KONT void *resume_last(kont *k, void *arg)
{
    return kont_resume_last(k, arg);
}

/* What its caller does from here on it does resumed, where that is asked for. */
static KONT void come_back(void)
{
    if (resumed)
        kont_shift(resume_last, NULL);
}

static KONT void *heap(void *arg)
{
    (void)arg;
    come_back();
    char *block = malloc(8);
    if (block == NULL)
        return NULL;
    block[8 * one] = 1;
    void *value = kont_int(block[8 * one]);
    free(block);
    return value;
}

static KONT void *stack(void *arg)
{
    (void)arg;
    come_back();
    volatile char frame[8];
    frame[8 * one] = 1;
    return kont_int(frame[0 * one]);
}

static KONT void *uninitialised(void *arg)
{
    (void)arg;
    come_back();
    volatile int frame[200];                            /* of what lies within a red zone of the caller's frame, memcheck thinks what it thought before */
    frame[0] = one;
    if (frame[100 * one] == 7)
        puts("seven");
    return NULL;
}

static KONT void *overflow(void *arg)
{
    (void)arg;
    come_back();
    return kont_int(INT_MAX - 1 + 2 * one);
}

static KONT void *nothing(void *arg)
{
    come_back();
    return arg;
}

static KONT void *under_prompt(void *arg)
{
    return kont_reset(arg, NULL);
}

static const struct {
    const char *name;
    kont_fn *fn;
} kinds[] = { { "heap", heap }, { "stack", stack }, { "uninitialised", uninitialised }, { "overflow", overflow }, { "nothing", nothing } };

int main(int argc, char **argv)
{
    resumed = argc == 3 && strcmp(argv[2], "resumed") == 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (argc == 2 + resumed && strcmp(argv[1], kinds[i].name) == 0) {
            kont_run(under_prompt, (void *)kinds[i].fn);
            return 0;
        }
    fprintf(stderr, "usage: planted heap|stack|uninitialised|overflow|nothing [resumed]\n");
    return 2;
}
