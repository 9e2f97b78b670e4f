/* sivaramakrishnan_2021.c: KC Sivaramakrishnan, Stephen Dolan, Leo White, Tom Kelly, Sadiq Jaffer and Anil Madhavapeddy, "Retrofitting
 * Effect Handlers onto OCaml", PLDI 2021: effect handlers whose continuations are one-shot, each handler's body on a stack segment of its
 * own. It measures what programs pay that perform no effects, what the parts of handling an effect cost, generators, and chameneos.
 *
 * A handler here is a prompt; performing is a one-shot capture up to it, or leaving a prompt object. */
#include <stdio.h>

#include "support/measured.h"
#include "support/recursive.h"

static const kont_tag effect = KONT_TAG("effect");
static const kont_tag object = KONT_TAG_PRIVATE("effect");

/* ---- Handlers ------------------------------------------------------------------------------------------------------------------------------- */

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

enum { BY_ITERATOR, BY_HAND, BY_EFFECT, BY_GENERATOR, WALKS };

static const struct {
    const char *name;
    KONT long (*run)(void);
} walks[WALKS] = {
    [BY_ITERATOR] = { "iterator, a function for each node", by_iterator },
    [BY_HAND] = { "generator written by hand", by_hand },
    [BY_EFFECT] = { "generator by one-shot capture", by_effect },
    [BY_GENERATOR] = { "kont_generator", by_generator },
};

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

/* What is computed for the check, and against the clock. */
static const struct recursive small[RECURSIVE] = {
    [ACK] = { .arguments = { 2, 3 }, .times = 1 },
    [FIB] = { .arguments = { 10 }, .times = 1 },
    [MOTZKIN] = { .arguments = { 7 }, .times = 1 },
    [SUDAN] = { .arguments = { 2, 1, 1 }, .times = 2 },
    [TAK] = { .arguments = { 6, 4, 2 }, .times = 1 },
};
static const struct recursive large[RECURSIVE] = {
    [ACK] = { .arguments = { 3, 6 }, .times = 5 },
    [FIB] = { .arguments = { 25 }, .times = 5 },
    [MOTZKIN] = { .arguments = { 14 }, .times = 2 },
    [SUDAN] = { .arguments = { 2, 1, 2 }, .times = 50000 },
    [TAK] = { .arguments = { 18, 12, 6 }, .times = 10 },
};

static KONT long run_recursive(int function, int way, const struct recursive *what)
{
    struct recursive r = *what;
    r.function = function, r.way = way;
    return recursive_run(&r);
}

static KONT void check(void)
{
    for (int f = 0; f < RECURSIVE; f++) {
        printf("%s:", recursive_names[f]);
        for (int way = 0; way < WAYS_TO_CALL; way++)
            printf(" %ld", run_recursive(f, way, &small[f]));
        printf("\n");
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

static KONT double time_recursive(int function, int way)
{
    struct recursive r = large[function];
    r.function = function, r.way = PLAIN;
    long expected = recursive_run(&r);
    r.way = way;
    return measured_time(recursive_run, &r, expected);
}

static KONT void measure_no_effects(void)
{
    static const char *const published[] = { "1.053", "1.022", "1.10", "1.000", "1.042" };
    struct table *t = table_new("no effects: marked functions", "function", "time, divided by that of plain C");
    for (int f = 0; f < RECURSIVE; f++) {
        table_ours(t, recursive_names[f], "marked", time_recursive(f, MARKED) / time_recursive(f, PLAIN));
        table_paper(t, recursive_names[f], "marked", published[f]);
    }
    table_print(t);
}

static KONT void measure_no_performs(void)
{
    static const char *const handlers[] = { "12.25", "12.05", "11.44", "6.74", "8.9" };
    static const char *const monad[] = { "348.69", "69.77", "39.24", "33.29", "42.79" };
    struct table *t = table_new("handlers without performs, around each non-tail call", "function", "time, divided by that of plain C");
    for (int f = 0; f < RECURSIVE; f++) {
        table_ours(t, recursive_names[f], "kont_prompt", time_recursive(f, HANDLED) / time_recursive(f, PLAIN));
        table_paper(t, recursive_names[f], "OCaml handlers", handlers[f]);
        table_paper(t, recursive_names[f], "OCaml monad", monad[f]);
    }
    table_print(t);
}

static KONT void measure_handlers(void)
{
    const long n = 1000000;
    struct table *t = table_new("handlers", "what is done", "ns");
    table_ours(t, "handler made and left (a-b, d-e)", "kont", measured_time(no_performs, &n, n) / (double)n);
    table_paper(t, "handler made and left (a-b, d-e)", "kont", "23 + 7");
    table_ours(t, "effect performed, resumed (b-c, c-d)", "kont", measured_time(performs, &n, n) / (double)n);
    table_paper(t, "effect performed, resumed (b-c, c-d)", "kont", "5 + 11");
    table_ours(t, "the same by a prompt object", "kont", measured_time(leaves, &n, n) / (double)n);
    table_print(t);
}

static KONT void measure_walks(void)
{
    struct table *t = table_new("the nodes of a complete tree of depth 20", "how", "ns for each node");
    struct walk w = { 0, 20 };
    long expected = walk(&w);
    for (w.how = 0; w.how < WALKS; w.how++)
        table_ours(t, walks[w.how].name, "kont", measured_time(walk, &w, expected) / (double)(1L << 20));
    for (int how = 0; how < WALKS; how++)
        table_ours(t, walks[how].name, "/ by hand", table_get(t, walks[how].name, "kont") / table_get(t, walks[BY_HAND].name, "kont"));
    table_paper(t, walks[BY_EFFECT].name, "/ by hand", "2.76");
    table_paper(t, "generator by a monad", "/ by hand", "8.69");
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
    measure_no_effects();
    measure_no_performs();
    measure_handlers();
    measure_walks();
    measure_meetings();
}

static const struct measured program = {
    "Sivaramakrishnan and others 2021: effect handlers whose continuations are one-shot",
    check, measure,
    "The paper's columns: its Tables 1 and 2, and sections 6.3 to 6.3.2 (Multicore OCaml 4.10 on a Xeon Gold 5120). Table 1 compares\n"
    "Multicore OCaml with OCaml, in per cent; it says that less than 15 % may mean nothing, and that whole programs lost less than 1 %.\n"
    "The points a to e are the paper's: a-b: a handler is made and its body begun; b-c: an effect reaches the handler; c-d: the\n"
    "continuation is resumed; d-e: the body returns. Its tree is of depth 25, its generator by hand in continuation-passing style. Of\n"
    "chameneos it says that a monad takes 1.67 times what handlers take.\n"
    "Comparable: the ratios, with this in mind: compilers of C turn part of these recursions into loops and straight code, so that plain C\n"
    "is a harder measure than OCaml's calls; and that performing in OCaml looks for a handler by what is performed, here by the\n"
    "prompt's tag. Not comparable: times.\n"
};

int main(int argc, char **argv)
{
    return measured_main(&program, argc, argv);
}
