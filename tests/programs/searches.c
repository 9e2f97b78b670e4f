/* searches.c: runs the search programs on standard input, one a line, and prints what they do. tests/searches/compare.py writes such lines, and has a
 * model of what they mean.
 *
 * A line begins with options, then "run" and the body, an expression in prefix form. `x` is its variable, `cell` one that all branches share. */
#include <gc/gc.h>
#include <kont.h>
#include <kont/search_fair.h>
#include <kont/search_limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node;

/* What an expression means: its value for one of the variable. */
typedef KONT long meaning(const struct node *e, long x);

struct node {
    meaning *eval;
    long n, m;
    const struct node *a, *b, *c;
};

/* An expression with the value of its variable. */
struct closure {
    const struct node *e;
    long x;
};

static long cell;

static KONT long eval(const struct node *e, long x)
{
    return e->eval(e, x);
}

/* ---- Reading -------------------------------------------------------------------------------------------------------------------------- */

static const char *word(void)
{
    const char *w = strtok(NULL, " \n");
    if (w == NULL) {
        fputs("searches: a word is missing\n", stderr);
        exit(2);
    }
    return w;
}

static long number(void)
{
    return atol(word());
}

/* ---- What the words mean -------------------------------------------------------------------------------------------------------------- */

static struct closure *closure(const struct node *e, long x)
{
    struct closure *c = GC_MALLOC(sizeof *c);
    c->e = e;
    c->x = x;
    return c;
}

static KONT void *run(void *arg)
{
    struct closure *c = arg;
    return kont_int(eval(c->e, c->x));
}

static KONT void *then(void *v, void *e)
{
    return kont_int(eval(e, (long)kont_to_int(v)));
}

static KONT kont_search *search_of(const struct node *e, long x)
{
    return kont_search_new(run, closure(e, x));
}

static KONT void raise_number(long n)
{
    kont_raise(kont_exception_new("number", kont_int(n), "%ld", n));
}

/* Yields n values, from x on. */
static KONT void *yields(void *arg)
{
    struct closure *c = arg;
    for (long i = 0; i < c->e->n; i++)
        kont_yield(kont_int(i + c->x));
    return NULL;
}

static KONT void *says(void *n)
{
    printf("undo %ld\n", (long)kont_to_int(n));
    return NULL;
}

static KONT void *raises(void *n)
{
    raise_number((long)kont_to_int(n));
    return NULL;
}

static KONT void *sets_back(void *old)
{
    cell = (long)kont_to_int(old);
    return NULL;
}

static KONT long variable(const struct node *e, long x) { (void)e; return x; }
static KONT long shared(const struct node *e, long x) { (void)e, (void)x; return cell; }
static KONT long constant(const struct node *e, long x) { (void)x; return e->n; }
static KONT long let(const struct node *e, long x) { return eval(e->b, eval(e->a, x)); }

static KONT long sum(const struct node *e, long x)
{
    long a = eval(e->a, x);
    return a + eval(e->b, x);
}

static KONT long say(const struct node *e, long x)
{
    long v = eval(e->a, x);
    printf("say %ld %ld\n", e->n, v);
    return v;
}

static KONT long poke(const struct node *e, long x) { return cell = eval(e->a, x); }

static KONT long set(const struct node *e, long x)
{
    long v = eval(e->a, x);
    kont_undo(sets_back, kont_int(cell));
    return cell = v;
}

static KONT long undo(const struct node *e, long x)
{
    kont_undo(says, kont_int(e->n));
    return eval(e->a, x);
}

static KONT long undo_raises(const struct node *e, long x)
{
    kont_undo(raises, kont_int(e->n));
    return eval(e->a, x);
}

static KONT long raise_it(const struct node *e, long x)
{
    raise_number(e->n);
    return x;
}

static KONT long try(const struct node *e, long x)
{
    const kont_exception *why = NULL;
    void *v = kont_try(run, closure(e->a, x), &why);
    if (why == NULL)
        return (long)kont_to_int(v);
    return eval(e->b, why->code == KONT_ERR_USER ? (long)kont_to_int(why->value) : 1000 + why->code);
}

static KONT long choose(const struct node *e, long x) { (void)x; return kont_choose(e->n, e->m); }

static KONT long choose_array(const struct node *e, long x)
{
    void **values = GC_MALLOC((size_t)(e->n + 1) * sizeof *values);
    (void)x;
    for (long i = 0; i < e->n; i++)
        values[i] = kont_int(e->n - i);
    return (long)kont_to_int(kont_choose_array(values, (size_t)e->n));
}

static KONT long choose_generator(const struct node *e, long x)
{
    return (long)kont_to_int(kont_choose_generator(kont_generator_new(yields, closure(e, eval(e->a, x)))));
}

static KONT long choose_search(const struct node *e, long x)
{
    return (long)kont_to_int(kont_choose_search(search_of(e->a, x)));
}

static KONT long interleave(const struct node *e, long x)
{
    kont_search *a = search_of(e->a, x);
    return (long)kont_to_int(kont_choose_search(kont_search_interleave(a, search_of(e->b, x))));
}

static KONT long bind(const struct node *e, long x)
{
    return (long)kont_to_int(kont_choose_search(kont_search_bind(search_of(e->a, x), then, (void *)e->b)));
}

static KONT long fail(const struct node *e, long x)
{
    (void)e, (void)x;
    kont_fail();
}

static KONT long require(const struct node *e, long x)
{
    long v = eval(e->a, x);
    kont_require(v % e->n != 0);
    return v;
}

static KONT long cost(const struct node *e, long x)
{
    long v = eval(e->a, x);
    kont_cost(v);
    return v;
}

static KONT long once(const struct node *e, long x) { return (long)kont_to_int(kont_once(run, closure(e->a, x))); }
static KONT long most(const struct node *e, long x) { return (long)kont_to_int(kont_at_most(e->n, run, closure(e->a, x))); }

static KONT long not(const struct node *e, long x)
{
    kont_not(run, closure(e->a, x));
    return 0;
}

static KONT long either(const struct node *e, long x)
{
    void *v = NULL;
    if (kont_if(run, closure(e->a, x), &v))
        return eval(e->b, (long)kont_to_int(v));
    return eval(e->c, x);
}

static KONT long count(const struct node *e, long x) { return (long)kont_search_count(search_of(e->a, x)); }

static KONT long first(const struct node *e, long x)
{
    void *v;
    return kont_search_first(search_of(e->a, x), &v) ? (long)kont_to_int(v) : -1;
}

static KONT long best(const struct node *e, long x)
{
    void *v;
    return kont_search_best(search_of(e->a, x), &v) ? (long)kont_to_int(v) : -1;
}

/* ---- Expressions as text ---------------------------------------------------------------------------------------------------------------- */

/* Each word, with how many numbers and operands follow. */
static const struct shape { const char *word; meaning *eval; int numbers, operands; } shapes[] = {
    { "x", variable, 0, 0 }, { "cell", shared, 0, 0 }, { "const", constant, 1, 0 }, { "+", sum, 0, 2 }, { "let", let, 0, 2 },
    { "say", say, 1, 1 }, { "poke", poke, 0, 1 }, { "set", set, 0, 1 }, { "undo", undo, 1, 1 }, { "undo_raises", undo_raises, 1, 1 },
    { "raise", raise_it, 1, 0 }, { "try", try, 0, 2 }, { "choose", choose, 2, 0 }, { "array", choose_array, 1, 0 },
    { "generator", choose_generator, 1, 1 }, { "search", choose_search, 0, 1 }, { "interleave", interleave, 0, 2 }, { "bind", bind, 0, 2 },
    { "fail", fail, 0, 0 }, { "require", require, 1, 1 }, { "cost", cost, 0, 1 }, { "once", once, 0, 1 }, { "most", most, 1, 1 },
    { "not", not, 0, 1 }, { "if", either, 0, 3 }, { "count", count, 0, 1 }, { "first", first, 0, 1 }, { "best", best, 0, 1 }
};

static const struct node *parse(void)
{
    const char *w = word();
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const struct shape *s = &shapes[i];
        if (strcmp(w, s->word) != 0)
            continue;
        struct node *e = GC_MALLOC(sizeof *e);
        e->eval = s->eval;
        e->n = s->numbers > 0 ? number() : 0;
        e->m = s->numbers > 1 ? number() : 0;
        e->a = s->operands > 0 ? parse() : NULL;
        e->b = s->operands > 1 ? parse() : NULL;
        e->c = s->operands > 2 ? parse() : NULL;
        return e;
    }
    fprintf(stderr, "searches: no such word: %s\n", w);
    exit(2);
}

/* ---- Running a line ------------------------------------------------------------------------------------------------------------------- */

/* What is asked of a search: so many nodes at a time (0: all), so many solutions before it is closed (-1: all). */
struct order {
    kont_search *search;
    long nodes, close;
};

static KONT bool set_option(struct order *o, const char *w)
{
    kont_search *s = o->search;
    if (strcmp(w, "depth") == 0)
        kont_search_limit_depth(s, (size_t)number());
    else if (strcmp(w, "deepen") == 0) {
        size_t least = (size_t)number();
        kont_search_deepen(s, least, (size_t)number());
    } else if (strcmp(w, "odd") == 0)
        kont_search_discrepancies(s, (size_t)number());
    else if (strcmp(w, "nodes") == 0)
        o->nodes = number();
    else if (strcmp(w, "close") == 0)
        o->close = number();
    else
        return false;
    return true;
}

static KONT void *ask(void *order)
{
    struct order *o = order;
    kont_search *s = o->search;
    for (;;) {
        void *v;
        if (o->close == 0) {
            kont_search_close(s);
            return NULL;
        }
        if (o->nodes > 0)
            kont_search_limit_nodes(s, (unsigned long)o->nodes);
        if (kont_search_next(s, &v)) {
            printf("= %ld\n", (long)kont_to_int(v));
            o->close--;
        } else if (kont_search_state(s) != KONT_SEARCH_NODES) {
            o->close = 0;
        }
    }
}

static KONT void run_line(void)
{
    struct order *o = GC_MALLOC(sizeof *o);
    struct closure *c = closure(NULL, 0);
    const kont_exception *why = NULL;
    o->search = kont_search_new(run, c);
    o->close = -1;
    cell = 0;
    for (const char *w = word(); set_option(o, w); )
        w = word();
    c->e = parse();
    for (bool raised = true; raised; raised = why != NULL) {
        kont_try(ask, o, &why);
        if (why != NULL)
            printf("raised %s %ld\n", why->name, why->code == KONT_ERR_USER ? (long)kont_to_int(why->value) : 0L);
    }
    struct kont_search_stats stats = kont_search_stats(o->search);
    printf("state %d, %lu choices, %lu failures, %lu solutions, cell %ld\n", kont_search_state(o->search), stats.choices, stats.failures,
        stats.solutions, cell);
}

int main(void)
{
    static char line[1 << 16];
    for (long n = 0; fgets(line, sizeof line, stdin) != NULL; n++) {
        printf("case %ld\n", n);
        if (strtok(line, " \n") != NULL)
            run_line();
    }
    return 0;
}
