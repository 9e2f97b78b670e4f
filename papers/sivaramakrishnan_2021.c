/* sivaramakrishnan_2021.c: KC Sivaramakrishnan, Stephen Dolan, Leo White, Tom Kelly, Sadiq Jaffer and Anil Madhavapeddy, "Retrofitting
 * Effect Handlers onto OCaml", PLDI 2021: effect handlers whose continuations are one-shot, each handler's body on a stack segment of its
 * own. It measures what programs pay that perform no effects, what the parts of handling an effect cost, generators, and chameneos.
 *
 * A handler here is a prompt; performing is a one-shot capture up to it, or leaving a prompt object. */
#include <stdio.h>

#include "support/measured.h"

#define ALONE __attribute__((noinline))

static const kont_tag effect = KONT_TAG("effect");
static const kont_tag object = KONT_TAG_PRIVATE("effect");

/* ---- Programs without effects, as plain C and marked ------------------------------------------------------------------------------------- */

static ALONE long fib(long n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static KONT ALONE long marked_fib(long n)
{
    return n < 2 ? n : marked_fib(n - 1) + marked_fib(n - 2);
}

static ALONE long ack(long m, long n)
{
    return m == 0 ? n + 1 : ack(m - 1, n == 0 ? 1 : ack(m, n - 1));
}

static KONT ALONE long marked_ack(long m, long n)
{
    return m == 0 ? n + 1 : marked_ack(m - 1, n == 0 ? 1 : marked_ack(m, n - 1));
}

static ALONE long tak(long x, long y, long z)
{
    return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z;
}

static KONT ALONE long marked_tak(long x, long y, long z)
{
    return y < x ? marked_tak(marked_tak(x - 1, y, z), marked_tak(y - 1, z, x), marked_tak(z - 1, x, y)) : z;
}

static ALONE long motzkin(long n)
{
    long sum = n < 2 ? 1 : motzkin(n - 1);
    for (long i = 0; i <= n - 2; i++)
        sum += motzkin(i) * motzkin(n - 2 - i);
    return sum;
}

static KONT ALONE long marked_motzkin(long n)
{
    long sum = n < 2 ? 1 : marked_motzkin(n - 1);
    for (long i = 0; i <= n - 2; i++)
        sum += marked_motzkin(i) * marked_motzkin(n - 2 - i);
    return sum;
}

struct pure {
    int program;
    bool marked;
    long n;
};

static const char *const pure_names[] = { "ack 2", "fib", "motzkin", "tak" };

enum { PURE = sizeof pure_names / sizeof *pure_names };

static KONT long pure(const void *what)
{
    const struct pure *p = what;
    switch (p->program) {
    case 0:
        return p->marked ? marked_ack(2, p->n) : ack(2, p->n);
    case 1:
        return p->marked ? marked_fib(p->n) : fib(p->n);
    case 2:
        return p->marked ? marked_motzkin(p->n) : motzkin(p->n);
    }
    return p->marked ? marked_tak(p->n, p->n * 2 / 3, p->n / 3) : tak(p->n, p->n * 2 / 3, p->n / 3);
}

/* ---- Handlers ------------------------------------------------------------------------------------------------------------------------------- */

/* fib, with each call under a handler of its own that nothing is performed to. */
struct around {
    const char *name;
    KONT void *(*call)(void *n);
};

static const struct around *around;

static KONT void *fib_below(void *n)
{
    return kont_to_int(n) < 2 ? n : kont_int(kont_to_int(around->call((char *)n - 1)) + kont_to_int(around->call((char *)n - 2)));
}

static KONT void *call_bare(void *n)
{
    return fib_below(n);
}

static KONT void *call_try(void *n)
{
    return kont_try(fib_below, n, NULL);
}

static KONT void *call_prompt(void *n)
{
    return kont_prompt(&effect, fib_below, n);
}

static const struct around arounds[] = {
    { "none", call_bare },
    { "kont_try", call_try },
    { "kont_prompt", call_prompt },
};

enum { AROUNDS = sizeof arounds / sizeof *arounds };

struct handled {
    const struct around *around;
    long n;
};

static KONT long handled(const void *what)
{
    const struct handled *h = what;
    around = h->around;
    return (long)kont_to_int(around->call(kont_int(h->n)));
}

static KONT void *same(void *v)
{
    return v;
}

/* A handler made, its body run, and left: nothing is performed. */
static KONT long no_performs(const void *n)
{
    long sum = 0;
    for (long i = *(const long *)n; i > 0; i--)
        sum += (long)kont_to_int(kont_prompt(&effect, same, kont_int(1)));
    return sum;
}

static KONT void *answer(kont *k, void *v)
{
    return kont_resume_tail(k, v);
}

static KONT void *perform_all(void *n)
{
    intptr_t sum = 0;
    for (intptr_t i = kont_to_int(n); i > 0; i--)
        sum += kont_to_int(kont_shift_once(&effect, answer, kont_int(1)));
    return kont_int(sum);
}

/* One handler, which resumes whatever is performed. */
static KONT long performs(const void *n)
{
    return (long)kont_to_int(kont_prompt(&effect, perform_all, kont_int(*(const long *)n)));
}

static KONT void *leave_all(void *n)
{
    for (intptr_t i = kont_to_int(n); i > 0; i--)
        kont_leave_tag(&object, kont_int(1));
    return kont_int(0);
}

static KONT long leaves(const void *n)
{
    kont_object *o = kont_object_new(&object, leave_all, kont_int(*(const long *)n));
    long sum = 0;
    while (kont_object_state(o) != KONT_DONE)
        sum += (long)kont_to_int(kont_enter(o, NULL));
    return sum;
}

/* ---- Generators: the nodes of a complete binary tree, in order ------------------------------------------------------------------------------ */

/* A node is its number: 1 is the root, below i are 2 i and 2 i + 1, none from `nodes` on. */
static long nodes;

typedef KONT void visitor(void *closure, long node);

static KONT void visit(long node, visitor *f, void *closure)
{
    if (node >= nodes)
        return;
    visit(2 * node, f, closure);
    f(closure, node);
    visit(2 * node + 1, f, closure);
}

static KONT void add(void *sum, long node)
{
    *(long *)sum = *(long *)sum * 31 % 1000003 + node;
}

static KONT long by_iterator(void)
{
    static long sum;
    sum = 0;
    visit(1, add, &sum);
    return sum;
}

/* Written by hand: what is still to come, on a stack. */
static KONT long by_hand(void)
{
    long pending[64], sum = 0, node = 1;
    int depth = 0;
    while (node < nodes || depth > 0) {
        for (; node < nodes; node *= 2)
            pending[depth++] = node;
        node = pending[--depth];
        sum = sum * 31 % 1000003 + node;
        node = 2 * node + 1;
    }
    return sum;
}

static struct {
    kont *rest;                                         /* null: at the end */
    long node;
} step;

static KONT void *suspend(kont *k, void *node)
{
    step.rest = k;
    step.node = (long)kont_to_int(node);
    return NULL;
}

static KONT void perform_node(void *unused, long node)
{
    (void)unused;
    kont_shift0_once(&effect, suspend, kont_int(node));
}

static KONT void *perform_nodes(void *unused)
{
    visit(1, perform_node, NULL);
    step.rest = NULL;
    return unused;
}

static KONT long by_effect(void)
{
    long sum = 0;
    kont_prompt(&effect, perform_nodes, NULL);
    while (step.rest != NULL) {
        sum = sum * 31 % 1000003 + step.node;
        kont_resume(step.rest, NULL);
    }
    return sum;
}

static KONT void yield_node(void *unused, long node)
{
    (void)unused;
    kont_yield(kont_int(node));
}

static KONT void *yield_nodes(void *unused)
{
    visit(1, yield_node, NULL);
    return unused;
}

static KONT long by_generator(void)
{
    kont_generator *g = kont_generator_new(yield_nodes, NULL);
    long sum = 0;
    for (void *node; kont_next(g, &node);)
        sum = sum * 31 % 1000003 + (long)kont_to_int(node);
    return sum;
}

static const struct {
    const char *name;
    KONT long (*run)(void);
} walks[] = {
    { "iterator, a function for each node", by_iterator },
    { "generator written by hand", by_hand },
    { "generator by one-shot capture", by_effect },
    { "kont_generator", by_generator },
};

enum { WALKS = sizeof walks / sizeof *walks };

struct walk {
    int how, depth;
};

static KONT long walk(const void *what)
{
    const struct walk *w = what;
    nodes = 1L << w->depth;
    return walks[w->how].run();
}

/* ---- Chameneos: creatures that meet in pairs, and change colour ------------------------------------------------------------------------------ */

enum colour { BLUE, RED, YELLOW, MOST = 16 };

/* Threads, two ways: `pause` keeps the running one in *where; `go_on` runs one that was kept. */
static struct {
    bool objects;
    void *ready[MOST];
    int first, length;
} now;

static struct creature {
    enum colour colour, met;                            /* met: the other's, where the place has kept this one waiting */
    long meetings;
} creatures[MOST];

static struct {
    long left;                                          /* meetings */
    struct creature *first;                             /* who waits there, or null */
    void *waiting;
} place;

static void put(void *t)
{
    now.ready[(now.first + now.length++) % MOST] = t;
}

static void *take(void)
{
    void *t = now.ready[now.first];
    now.first = (now.first + 1) % MOST;
    now.length--;
    return t;
}

static KONT void *keep(kont *k, void *where)
{
    *(void **)where = k;
    return NULL;
}

static KONT void pause_in(void **where)
{
    if (now.objects) {
        *where = kont_object_here(&object);
        kont_leave_tag(&object, NULL);
    } else {
        kont_shift0_once(&effect, keep, where);
    }
}

/* The colour that is neither, where they differ. */
static enum colour complement(enum colour a, enum colour b)
{
    return a == b ? a : (enum colour)(BLUE + RED + YELLOW - a - b);
}

static KONT void *live(void *creature)
{
    struct creature *self = creature;
    while (place.left > 0) {
        enum colour other;
        if (place.first == NULL) {
            place.first = self;
            pause_in(&place.waiting);
            other = self->met;
        } else {
            struct creature *first = place.first;
            other = first->colour;
            first->met = self->colour;
            place.first = NULL;
            place.left--;
            put(place.waiting);
        }
        self->colour = complement(self->colour, other);
        self->meetings++;
    }
    return NULL;
}

struct meetings {
    bool objects;
    int count;                                          /* creatures */
    long n;
};

static KONT void begin(struct creature *c)
{
    if (now.objects)
        kont_enter(kont_object_new(&object, live, c), NULL);
    else
        kont_prompt(&effect, live, c);
}

/* How often creatures have met another, all together: two for each meeting. One may be left waiting at the place. */
static KONT long meet(const void *what)
{
    const struct meetings *m = what;
    now.objects = m->objects;
    now.first = now.length = 0;
    place.left = m->n;
    place.first = NULL;
    for (int i = 0; i < m->count; i++)
        creatures[i] = (struct creature){ (enum colour)(i % 3), BLUE, 0 };
    for (int i = 0; i < m->count; i++)
        begin(&creatures[i]);
    while (now.length > 0) {
        void *t = take();
        if (now.objects)
            kont_enter(t, NULL);
        else
            kont_resume(t, NULL);
    }
    place.waiting = NULL;
    long all = 0;
    for (int i = 0; i < m->count; i++)
        all += creatures[i].meetings;
    return all;
}

/* ---- What is checked and measured ------------------------------------------------------------------------------------------------------------ */

static KONT void check(void)
{
    for (int program = 0; program < PURE; program++) {
        struct pure plain = { program, false, 9 }, marked = { program, true, 9 };
        printf("%s 9: %ld, marked %ld\n", pure_names[program], pure(&plain), pure(&marked));
    }
    for (int a = 0; a < AROUNDS; a++) {
        struct handled h = { &arounds[a], 10 };
        printf("fib 10, around each call %s: %ld\n", arounds[a].name, handled(&h));
    }
    long n = 100;
    printf("100 handlers: %ld; 100 performs: %ld; 100 leaves: %ld\n", no_performs(&n), performs(&n), leaves(&n));
    for (int how = 0; how < WALKS; how++) {
        struct walk w = { how, 8 };
        printf("a tree of depth 8, %s: %ld\n", walks[how].name, walk(&w));
    }
    for (int objects = 0; objects < 2; objects++)
        for (int count = 3; count <= 10; count += 7) {
            struct meetings m = { objects, count, 500 };
            printf("%d creatures, %s: %ld =", count, objects ? "prompt objects" : "one-shot captures", meet(&m));
            for (int i = 0; i < count; i++)
                printf(" %ld%c", creatures[i].meetings, "bry"[creatures[i].colour]);
            printf("\n");
        }
}

static KONT void measure_pure(void)
{
    static const long sizes[] = { 1000, 30, 15, 21 };
    struct table *t = table_new("programs that perform nothing", "program", "ms");
    for (int program = 0; program < PURE; program++) {
        struct pure p = { program, false, sizes[program] };
        long expected = pure(&p);
        double plain = measured_time(pure, &p, expected);
        p.marked = true;
        double marked = measured_time(pure, &p, expected);
        table_ours(t, pure_names[program], "plain C", plain / 1e6);
        table_ours(t, pure_names[program], "marked", marked / 1e6);
        table_ours(t, pure_names[program], "marked / plain", marked / plain);
    }
    table_print(t);
}

static KONT void measure_handlers(void)
{
    const long n = 1000000, fib_20 = 6765, calls = 21891;
    struct table *t = table_new("handlers", "what is done", "ns");
    table_ours(t, "handler made and left (a-b, d-e)", "kont", measured_time(no_performs, &n, n) / (double)n);
    table_paper(t, "handler made and left (a-b, d-e)", "kont", "23 + 7");
    table_ours(t, "effect performed, resumed (b-c, c-d)", "kont", measured_time(performs, &n, n) / (double)n);
    table_paper(t, "effect performed, resumed (b-c, c-d)", "kont", "5 + 11");
    table_ours(t, "the same by a prompt object", "kont", measured_time(leaves, &n, n) / (double)n);
    double base = 0;
    for (int a = 0; a < AROUNDS; a++) {
        struct handled h = { &arounds[a], 20 };
        double time = measured_time(handled, &h, fib_20) / (double)calls;
        if (a == 0)
            base = time;
        else
            table_ours(t, a == 1 ? "around a call, kont_try" : "around a call, kont_prompt", "kont", time - base);
    }
    table_print(t);
}

static KONT void measure_walks(void)
{
    struct table *t = table_new("the nodes of a complete tree of depth 20", "how", "ns for each node");
    struct walk w = { 0, 20 };
    long expected = walk(&w);
    for (w.how = 0; w.how < WALKS; w.how++)
        table_ours(t, walks[w.how].name, "kont", measured_time(walk, &w, expected) / (double)(1L << 20));
    for (int how = 1; how < WALKS; how++)
        table_ours(t, walks[how].name, "/ iterator", table_get(t, walks[how].name, "kont") / table_get(t, walks[0].name, "kont"));
    table_print(t);
}

static KONT void measure_meetings(void)
{
    const long n = 300000;
    struct table *t = table_new("chameneos", "creatures", "ns for each meeting");
    for (int count = 3; count <= 10; count += 7)
        for (int objects = 0; objects < 2; objects++) {
            struct meetings m = { objects, count, n };
            long expected = meet(&m);
            double time = measured_time(meet, &m, expected) / (double)n;
            table_ours(t, table_name(count), objects ? "prompt objects" : "one-shot captures", time);
        }
    table_print(t);
}

static KONT void measure(void)
{
    measure_pure();
    measure_handlers();
    measure_walks();
    measure_meetings();
}

static const struct measured program = {
    "Sivaramakrishnan and others 2021: effect handlers whose continuations are one-shot",
    check, measure,
    "The paper reports a mean of 1 % for programs that perform no effects (a suite of whole programs, Multicore OCaml beside OCaml);\n"
    "the first table's last column is our counterpart: 1.00 is none. a, b, c, d, e are the points that the paper names: a-b a handler is\n"
    "made and its body begun, b-c an effect reaches the handler, c-d the continuation is resumed, d-e the body returns. Its other\n"
    "figures are not given here, since we could not look them up.\n"
    "Comparable: which parts cost more than which; how a generator by effects stands to one written by hand. Not comparable: times,\n"
    "measured on another computer; and that performing in OCaml looks for a handler by what is performed, here by the prompt's tag.\n"
};

int main(int argc, char **argv)
{
    return measured_main(&program, argc, argv);
}
