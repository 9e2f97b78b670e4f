/* marks.c: what tools/lint has to find in a file of the library, and what not. Each line with something wrong ends in the word FOUND. It is
 * parsed only, never compiled. */
#include <alloca.h>
#include <kont.h>
#include <setjmp.h>

typedef void *plain(void *arg);
typedef kont_fn *again;

struct table {
    int number;
    kont_fn *marked;
    plain *unmarked;
    KONT void *(*field)(void *arg);
};

static jmp_buf place;

static KONT void *may_capture(void *arg)
{
    return arg;
}

static void *may_not(void *arg)
{
    return arg;
}

static void clean(int *number)
{
    *number = 0;
}

void take(plain *unmarked, kont_fn *marked, void *any);

KONT void variadic(int number, ...)                             /* FOUND */
{
    (void)number;
}

/* ---- Calls ---- */

KONT void calls_from_marked(struct table *t)
{
    may_capture(NULL);
    t->marked(NULL);
    t->unmarked(NULL);
    may_not(NULL);
}

void calls_from_unmarked(struct table *t, again other)
{
    may_not(NULL);
    t->unmarked(NULL);
    may_capture(NULL);                                          /* FOUND */
    t->marked(NULL);                                            /* FOUND */
    t->field(NULL);                                             /* FOUND */
    (*t->marked)(NULL);                                         /* FOUND */
    other(NULL);                                                /* FOUND */
    kont_abort(kont_default_tag, NULL);                         /* FOUND */
}

/* ---- Conversions ---- */

static const struct table good = { 1, may_capture, may_not, may_capture };
static const struct table bad = { .unmarked = may_capture };   /* FOUND */
static const struct table back[] = { { .field = may_not } };    /* FOUND */

plain *returned(void)
{
    return may_capture;                                         /* FOUND */
}

KONT void converted(struct table *t, int n)
{
    kont_fn *marked = n ? may_capture : t->marked;
    plain *unmarked = n ? may_not : t->unmarked;
    void *any = (void *)may_capture;
    take(may_not, may_capture, (void *)may_capture);
    t->marked = any;
    t->marked = NULL;
    t->marked = (kont_fn *)any;
    unmarked = marked;                                          /* FOUND */
    unmarked = (plain *)may_capture;                            /* FOUND */
    t->unmarked = n ? may_not : may_capture;                    /* FOUND */
    take(may_capture, NULL, NULL);                              /* FOUND */
    take(NULL, may_not, NULL);                                  /* FOUND */
    marked = unmarked;                                          /* FOUND */
    t->field = may_not;                                         /* FOUND */
    take(unmarked, marked, (void *)&good + sizeof bad + sizeof back);
}

/* ---- What a marked function may not have ---- */

KONT void *has_everything(int n)
{
    int array[n];                                               /* FOUND */
    int cleaned __attribute__((cleanup(clean))) = 1;            /* FOUND */
    void *label = &&there;                                      /* FOUND */
    if (setjmp(place))                                          /* FOUND */
        return alloca(8);                                       /* FOUND */
    __asm__ goto("" : : : : there);                             /* FOUND */
    goto *label;                                                /* FOUND */
there:
    array[0] = cleaned;
    return NULL;
}

void *unmarked_has_everything(int n)
{
    int array[n];
    int cleaned __attribute__((cleanup(clean))) = 1;
    void *label = &&there;
    if (setjmp(place))
        return alloca(8);
    __asm__ goto("" : : : : there);
    goto *label;
there:
    array[0] = cleaned;
    return NULL;
}
