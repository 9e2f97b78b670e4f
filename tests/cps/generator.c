/* generator.c: a generator that walks a tree by recursion, under a prompt of its own; several at a time; and one that reads from another.
 * Twice: as written, and as kontc would rewrite what is marked. */
#include <kont/generator.h>
#include <kont/prompt.h>

#include <stdio.h>

struct tree {
    char *key;
    struct tree *left, *right;
};

static struct tree ash = { "ash", NULL, NULL };
static struct tree elm = { "elm", NULL, NULL };
static struct tree birch = { "birch", &ash, &elm };
static struct tree yew = { "yew", NULL, NULL };
static struct tree pine = { "pine", NULL, &yew };
static struct tree oak = { "oak", &birch, &pine };

static const kont_tag inner_tag = KONT_TAG("inner");

#if !defined(KONT_FOR_CPS)

static KONT void *walk(void *arg)
{
    struct tree *t = arg;
    if (t == NULL)
        return NULL;
    walk(t->left);
    kont_yield(t->key);
    walk(t->right);
    return t->key;
}

/* Yields every key of another generator, with its number. */
static KONT void *number(void *arg)
{
    kont_generator *from = arg;
    long n = 0;
    void *key;
    while ((key = kont_enter_unless_done((kont_object *)from, NULL, (void *)kont_generator_end)) != (const void *)kont_generator_end) {
        kont_yield(kont_int(++n));
        kont_yield(key);
    }
    return kont_int(n);
}

#else

struct walk_frame {
    kont__frame frame;
    struct tree *t;
};

static void *walk_again(const kont__frame *frame, void *v);
static const kont__site walk_sites[] = { { walk_again, 0 }, { walk_again, 1 }, { walk_again, 2 } };

static KONT void *walk(void *arg)
{
    struct tree *t = arg;
    if (t == NULL)
        return NULL;
    walk(t->left);
    if (kont__capturing())
        return KONT__SAVE(struct walk_frame, &walk_sites[0], t);
    kont_yield(t->key);
    if (kont__capturing())
        return KONT__SAVE(struct walk_frame, &walk_sites[1], t);
    walk(t->right);
    if (kont__capturing())
        return KONT__SAVE(struct walk_frame, &walk_sites[2], t);
    return t->key;
}

static void *walk_again(const kont__frame *frame, void *v)
{
    struct tree *t = ((const struct walk_frame *)frame)->t;
    (void)v;
    switch (frame->site->state) {
    case 0:
        kont_yield(t->key);
        if (kont__capturing())
            return KONT__SAVE(struct walk_frame, &walk_sites[1], t);
        __attribute__((fallthrough));
    case 1:
        walk(t->right);
        if (kont__capturing())
            return KONT__SAVE(struct walk_frame, &walk_sites[2], t);
    }
    return t->key;
}

struct number_frame {
    kont__frame frame;
    kont_generator *from;
    long n;
    void *key;
};

static void *number_again(const kont__frame *frame, void *v);
static const kont__site number_sites[] = { { number_again, 0 }, { number_again, 1 }, { number_again, 2 } };

static KONT void *number(void *arg)
{
    kont_generator *from = arg;
    long n = 0;
    void *key;
    for (;;) {
        key = kont_enter_unless_done((kont_object *)from, NULL, (void *)kont_generator_end);
        if (kont__capturing())
            return KONT__SAVE(struct number_frame, &number_sites[0], from, n, NULL);
        if (key == (const void *)kont_generator_end)
            break;
        kont_yield(kont_int(++n));
        if (kont__capturing())
            return KONT__SAVE(struct number_frame, &number_sites[1], from, n, key);
        kont_yield(key);
        if (kont__capturing())
            return KONT__SAVE(struct number_frame, &number_sites[2], from, n, NULL);
    }
    return kont_int(n);
}

static void *number_again(const kont__frame *frame, void *v)
{
    const struct number_frame *f = (const struct number_frame *)frame;
    kont_generator *from = f->from;
    long n = f->n;
    void *key = f->key;
    switch (frame->site->state) {
    case 0:
        key = v;
        goto after_next;
    case 1:
        goto after_first_yield;
    }
    for (;;) {
        key = kont_enter_unless_done((kont_object *)from, NULL, (void *)kont_generator_end);
        if (kont__capturing())
            return KONT__SAVE(struct number_frame, &number_sites[0], from, n, NULL);
after_next:
        if (key == (const void *)kont_generator_end)
            break;
        kont_yield(kont_int(++n));
        if (kont__capturing())
            return KONT__SAVE(struct number_frame, &number_sites[1], from, n, key);
after_first_yield:
        kont_yield(key);
        if (kont__capturing())
            return KONT__SAVE(struct number_frame, &number_sites[2], from, n, NULL);
    }
    return kont_int(n);
}

#endif

/* A leave from here crosses a plain prompt. */
static KONT void *walk_inside(void *tree)
{
    return kont_prompt(&inner_tag, walk, tree);
}

static void print_all(kont_generator *g)
{
    void *v;
    while (kont_next(g, &v))
        printf("%s ", (char *)v);
    printf("-> %s\n", v != NULL ? (char *)v : "nothing");
}

static void print_in_turns(kont_generator *a, kont_generator *b)
{
    void *x, *y;
    while (kont_next(a, &x) && kont_next(b, &y))
        printf("%s-%s ", (char *)x, (char *)y);
    printf("\n");
}

static void print_numbered(kont_generator *g)
{
    void *n, *key;
    while (kont_next(g, &n) && kont_next(g, &key))
        printf("%ld:%s ", (long)kont_to_int(n), (char *)key);
    printf("-> %ld\n", (long)kont_to_int(n));
}

/* A subtree of one key under many, so that a recursion is deep where it yields. */
static void print_deepest(long depth)
{
    static struct tree spine[1000];
    long count = 0;
    void *key;
    for (long i = 0; i < depth; i++)
        spine[i] = (struct tree){ "node", i + 1 < depth ? &spine[i + 1] : NULL, NULL };
    kont_generator *g = kont_generator_new(walk, spine);
    while (kont_next(g, &key))
        count++;
    printf("%ld\n", count);
}

int main(void)
{
    kont_generator *g = kont_generator_new(walk, &oak);
    print_all(g);
    print_all(g);
    print_all(kont_generator_new(walk_inside, &oak));
    print_all(kont_generator_new(walk, NULL));
    print_in_turns(kont_generator_new(walk, &oak), kont_generator_new(walk_inside, &birch));
    print_numbered(kont_generator_new(number, kont_generator_new(walk, &oak)));
    print_deepest(1000);
    return 0;
}
