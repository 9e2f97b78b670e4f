/* Ana Lucia de Moura and Roberto Ierusalimschy, "Revisiting Coroutines", 2009: asymmetric coroutines (resume, yield) and symmetric ones (transfer)
 * are equal in power, since each is written in terms of the other.
 *
 * Here are both constructions, over kont_transfer alone and over kont_coroutine_resume and kont_coroutine_yield alone. The same programs
 * run on kont's own operators and on the derived ones; what they print is printed once, and whether both printed it. */
#include <kont.h>

#include <gc/gc.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- Asymmetric ones from transfer ----------------------------------------------------------------------------------------------------
 *
 * Each remembers who resumed it, to whom its yield transfers; null stands for the main program. */
struct asymmetric {
    kont_coroutine *co;
    struct asymmetric *resumer;
    kont_fn *fn;
    bool dead;
};

static struct asymmetric *current;

static KONT void *transfer_back(void *v)
{
    struct asymmetric *self = current;
    current = self->resumer;
    return kont_transfer(current != NULL ? current->co : NULL, v);
}

/* At its end it goes back as at a yield: it never returns itself. */
static KONT void *asymmetric_body(void *v)
{
    struct asymmetric *self = current;
    v = self->fn(v);
    self->dead = true;
    return transfer_back(v);
}

static KONT void *asymmetric_new(kont_fn *fn)
{
    struct asymmetric *a = GC_MALLOC(sizeof *a);
    a->co = kont_coroutine_new(asymmetric_body);
    a->fn = fn;
    return a;
}

static KONT void *asymmetric_resume(void *coroutine, void *v)
{
    struct asymmetric *a = coroutine;
    a->resumer = current;
    current = a;
    return kont_transfer(a->co, v);
}

static KONT void *asymmetric_yield(void *v)
{
    return transfer_back(v);
}

static bool asymmetric_dead(void *coroutine)
{
    return ((struct asymmetric *)coroutine)->dead;
}

/* ---- Symmetric ones from resume and yield -------------------------------------------------------------------------------------------------
 *
 * A dispatcher in the main program resumes one after the other: a transfer yields to it, and says who is next; null ends it. */
static kont_coroutine *next;
static bool dispatching, wants_next;

static KONT void *dispatch(void *v)
{
    dispatching = true;
    do {
        wants_next = false;
        v = kont_coroutine_resume(next, v);
    } while (wants_next && next != NULL);
    dispatching = false;
    return v;
}

static KONT void *symmetric_transfer(void *to, void *v)
{
    next = to;
    if (!dispatching)
        return dispatch(v);
    wants_next = true;
    return kont_coroutine_yield(v);
}

/* ---- What the programs are written in: kont's own, or derived --------------------------------------------------------------------------------- */

static KONT void *own_resume(void *co, void *v) { return kont_coroutine_resume(co, v); }
static KONT void *own_yield(void *v) { return kont_coroutine_yield(v); }
static bool own_dead(void *co) { return kont_coroutine_status(co) == KONT_CO_DEAD; }
static KONT void *own_transfer(void *co, void *v) { return kont_transfer(co, v); }

static struct {
    bool derived;
    KONT void *(*resume)(void *co, void *v);
    KONT void *(*yield)(void *v);
    bool (*dead)(void *co);
    KONT void *(*transfer)(void *co, void *v);
} by;

static KONT void *make(kont_fn *fn)
{
    return by.derived ? asymmetric_new(fn) : kont_coroutine_new(fn);
}

static char printed[2000];

static void say(const char *format, ...) KONT_PRINTF(1, 2);
static void say(const char *format, ...)
{
    size_t used = strlen(printed);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(printed + used, sizeof printed - used, format, arguments);
    va_end(arguments);
}

/* ---- Programs ---------------------------------------------------------------------------------------------------------------------------------- */

/* The paper's merge of two binary search trees: each coroutine walks one, recursively. */
struct tree {
    int key;
    const struct tree *left, *right;
};

static KONT void walk(const struct tree *t)
{
    if (t == NULL)
        return;
    walk(t->left);
    by.yield(kont_int(t->key));
    walk(t->right);
}

static KONT void *walk_all(void *t)
{
    walk(t);
    return NULL;                                        /* 0: no key */
}

static KONT void merge(const struct tree *t, const struct tree *u)
{
    void *a = make(walk_all), *b = make(walk_all);
    intptr_t x = kont_to_int(by.resume(a, (void *)t)), y = kont_to_int(by.resume(b, (void *)u));
    while (!by.dead(a) || !by.dead(b)) {
        bool left = !by.dead(a) && (by.dead(b) || x < y);
        say(" %d", (int)(left ? x : y));
        if (left)
            x = kont_to_int(by.resume(a, NULL));
        else
            y = kont_to_int(by.resume(b, NULL));
    }
}

static KONT void trees(void)
{
    static const struct tree one = { 1, NULL, NULL }, three = { 3, NULL, NULL }, two = { 2, &one, &three }, seven = { 7, &two, NULL };
    static const struct tree four = { 4, NULL, NULL }, nine = { 9, NULL, NULL }, six = { 6, &four, &nine };
    merge(&seven, &six);
}

/* A filter between a producer and a consumer: a coroutine that resumes another. Values go both ways. */
static void *producer;

static KONT void *produce(void *step)
{
    for (intptr_t i = 1; i < 20; i += kont_to_int(step))
        step = by.yield(kont_int(i));
    return kont_int(0);
}

static KONT void *square(void *step)
{
    intptr_t n;
    while ((n = kont_to_int(by.resume(producer, step))) != 0)
        step = by.yield(kont_int(n * n));
    return kont_int(0);
}

static KONT void filters(void)
{
    producer = make(produce);
    void *filter = make(square);
    intptr_t step = 0, n;
    while ((n = kont_to_int(by.resume(filter, kont_int(step++)))) != 0)
        say(" %d", (int)n);
}

/* Symmetric: three that hand a counter around in turn, each with a loop and a count of its own, until one of them ends it all. */
static kont_coroutine *ring[3];

static KONT void *in_ring(void *v)
{
    int me = (int)kont_to_int(v) % 3, turns = 0;
    while (kont_to_int(v) < 10) {
        say(" %c%d:%d", 'a' + me, (int)kont_to_int(v), ++turns);
        v = by.transfer(ring[(me + 1) % 3], kont_int(kont_to_int(v) + 1));
    }
    return by.transfer(NULL, kont_int(100 * turns + kont_to_int(v)));
}

static KONT void rings(void)
{
    for (int i = 0; i < 3; i++)
        ring[i] = kont_coroutine_new(in_ring);
    int all = (int)kont_to_int(by.transfer(ring[0], kont_int(0)));
    say(", %d turns of the last, %d in all", all / 100, all % 100);
}

/* ---- Comparing -------------------------------------------------------------------------------------------------------------------------------------- */

static KONT void compare(const char *name, KONT void (*program)(void))
{
    char own[sizeof printed];
    printed[0] = '\0';
    by.derived = false, by.resume = own_resume, by.yield = own_yield, by.dead = own_dead, by.transfer = own_transfer;
    program();
    strcpy(own, printed);
    printed[0] = '\0';
    by.derived = true, by.resume = asymmetric_resume, by.yield = asymmetric_yield, by.dead = asymmetric_dead;
    by.transfer = symmetric_transfer;
    program();
    printf("%s:%s\n", name, own);
    if (strcmp(own, printed) == 0)
        printf("  the derived operators print the same\n");
    else
        printf("  THE DERIVED OPERATORS PRINT:%s\n", printed);
}

int main(void)
{
    GC_INIT();
    puts("resume and yield; made of transfer");
    compare("two trees merged", trees);
    compare("a producer, squared", filters);
    puts("transfer; made of resume and yield");
    compare("three in a ring", rings);
    return 0;
}
