/* pipelines.c: runs the pipelines on standard input, one a line, and prints what each gives, a line each. tests/pipelines/compare.py writes
 * such lines, and does the same with itertools.
 *
 * A line is in postfix form: words with numbers behind them; each takes its sequences from a stack and leaves one there. Values are numbers and
 * tuples of values; whatever needs a number of a tuple takes its weight. */
#include <gc/gc.h>
#include <kont.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 150, DEEPEST = 16 };                      /* values that are printed; sequences on the stack */

struct item {
    long number;
    const kont_tuple *tuple;                            /* of items; or null: a number */
};

static struct item *item(long number, const kont_tuple *tuple)
{
    struct item *i = GC_MALLOC(sizeof *i);
    *i = (struct item){ number, tuple };
    return i;
}

static long weigh(const struct item *i)
{
    if (i->tuple == NULL)
        return i->number;
    long weight = 1;
    for (size_t k = 0; k < i->tuple->count; k++)
        weight = (weight * 3 + labs(weigh(i->tuple->values[k]))) % 1009;
    return weight;
}

static void print(const struct item *i)
{
    if (i->tuple == NULL) {
        printf("%ld ", i->number);
        return;
    }
    printf("( ");
    for (size_t k = 0; k < i->tuple->count; k++)
        print(i->tuple->values[k]);
    printf(") ");
}

/* ---- What the stages are given --------------------------------------------------------------------------------------------------------------- */

static KONT void *of_int(void *v) { return item(kont_to_int(v), NULL); }
static KONT void *of_tuple(void *v) { return item(0, v); }
static KONT void *add(void *with, void *v) { return item(weigh(v) + kont_to_int(with), NULL); }
static KONT void *sum(void *a, void *b) { return item((weigh(a) + weigh(b)) % 1009, NULL); }
static KONT bool indivisible(void *with, void *v) { return weigh(v) % kont_to_int(with) != 0; }
static KONT bool below_500(void *v) { return weigh(v) < 500; }
static KONT bool odd(void *v) { return weigh(v) % 2 != 0; }
static KONT void *up_to(void *v) { return KONT_PIPE(range(0, labs(weigh(v)) % 4, 1), map(of_int)); }
static KONT bool lighter(void *a, void *b) { return weigh(a) < weigh(b); }
static KONT void *key(void *v) { return kont_int(labs(weigh(v)) / 4); }

static KONT void *index_and_item(void *v)
{
    const kont_tuple *t = v;
    kont_tuple *own = kont_tuple_new(2);
    own->values[0] = item(kont_to_int(t->values[0]), NULL);
    own->values[1] = t->values[1];
    return item(0, own);
}

static KONT void *key_and_members(void *v)
{
    const struct kont_seq_group *g = v;
    size_t count;
    void **members = kont_seq_to_array(g->members, &count);
    kont_tuple *t = kont_tuple_new(count + 1);
    t->values[0] = item(kont_to_int(g->key), NULL);
    memcpy(t->values + 1, members, count * sizeof *members);
    return item(0, t);
}

static KONT void *yield_all(void *s)
{
    KONT_SEQ_EACH(void *, v, (kont_seq *)s)
        kont_yield(v);
    return NULL;
}

/* ---- The words ------------------------------------------------------------------------------------------------------------------------------- */

static kont_seq *stack[DEEPEST];
static int depth;

static long number(void)
{
    const char *word = strtok(NULL, " \n");
    return word != NULL ? atol(word) : 0;
}

static KONT void push(kont_seq *s)
{
    stack[depth++] = s;
}

static KONT kont_seq *pop(void)
{
    return stack[--depth];
}

static KONT bool source(const char *word)
{
    if (strcmp(word, "range") == 0) {
        long start = number(), stop = number(), step = number();
        push(KONT_PIPE(range(start, stop, step), map(of_int)));
    } else if (strcmp(word, "count") == 0) {
        long start = number(), step = number();
        push(KONT_PIPE(count(start, step), map(of_int)));
    } else if (strcmp(word, "repeat") == 0) {
        long v = number(), times = number();
        push(kont_seq_repeat(item(v, NULL), times));
    } else {
        return false;
    }
    return true;
}

/* A stage with a number behind it. */
static KONT kont_seq *counted(const char *word, kont_seq *s)
{
    static const char *const words[] = { "add", "indivisible", "take", "drop", "step", "enumerate", "window", "batch", "permutations", "combinations" };
    size_t which = 0, count = sizeof words / sizeof words[0];
    while (which < count && strcmp(word, words[which]) != 0)
        which++;
    if (which == count)
        return NULL;
    long n = number();
    switch (which) {
    case 0: return KONT_PIPE(from(s), map_with(add, kont_int(n)));
    case 1: return KONT_PIPE(from(s), filter_with(indivisible, kont_int(n)));
    case 2: return KONT_PIPE(from(s), take(n));
    case 3: return KONT_PIPE(from(s), drop(n));
    case 4: return KONT_PIPE(from(s), step(n));
    case 5: return KONT_PIPE(from(s), enumerate(n), map(index_and_item));
    case 6: return KONT_PIPE(from(s), window(n), map(of_tuple));
    case 7: return KONT_PIPE(from(s), batch(n), map(of_tuple));
    case 8: return KONT_PIPE(from(s), permutations(n), map(of_tuple));
    default: return KONT_PIPE(from(s), combinations(n), map(of_tuple));
    }
}

static KONT kont_seq *uncounted(const char *word, kont_seq *s)
{
    if (strcmp(word, "take_while") == 0)
        return KONT_PIPE(from(s), take_while(below_500));
    if (strcmp(word, "drop_while") == 0)
        return KONT_PIPE(from(s), drop_while(odd));
    if (strcmp(word, "accumulate") == 0)
        return KONT_PIPE(from(s), accumulate(sum));
    if (strcmp(word, "group_by") == 0)
        return KONT_PIPE(from(s), group_by(key, NULL), map(key_and_members));
    if (strcmp(word, "cycle") == 0)
        return KONT_PIPE(from(s), cycle());
    if (strcmp(word, "sort") == 0)
        return KONT_PIPE(from(s), sort(lighter));
    if (strcmp(word, "flatten") == 0)
        return KONT_PIPE(from(s), map(up_to), flatten());
    if (strcmp(word, "generator") == 0)
        return kont_seq_generator(kont_generator_new(yield_all, s));
    return NULL;
}

/* A stage of two sequences; `tee` leaves two. */
static KONT bool joined(const char *word, kont_seq *s)
{
    if (strcmp(word, "tee") == 0) {
        kont_seq_tee(s, 2, stack + depth);
        depth += 2;
        return true;
    }
    if (depth == 0)
        return false;
    if (strcmp(word, "chain") == 0)
        push(KONT_PIPE(from(pop()), chain(s)));
    else if (strcmp(word, "zip") == 0)
        push(KONT_PIPE(from(pop()), zip(s), map(of_tuple)));
    else if (strcmp(word, "product") == 0)
        push(KONT_PIPE(from(pop()), product(s), map(of_tuple)));
    else
        return false;
    return true;
}

static KONT void run_word(const char *word)
{
    if (source(word))
        return;
    kont_seq *s = pop(), *made = counted(word, s);
    if (made == NULL)
        made = uncounted(word, s);
    if (made != NULL)
        push(made);
    else if (!joined(word, s)) {
        fprintf(stderr, "pipelines: unknown word %s\n", word);
        exit(2);
    }
}

static KONT void *run(void *unused)
{
    static char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) {
        depth = 0;
        for (const char *word = strtok(line, " \n"); word != NULL; word = strtok(NULL, " \n"))
            run_word(word);
        KONT_SEQ_EACH(const struct item *, i, KONT_PIPE(from(pop()), take(MOST)))
            print(i);
        putchar('\n');
    }
    return unused;
}

int main(void)
{
    kont_run(run, NULL);
    return 0;
}
