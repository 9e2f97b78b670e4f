/* tree.c: a generator that calls itself. The keys of a tree, in order: kont_yield leaves the whole recursion at once. */
#include <kont/generator.h>

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

static KONT void *walk(void *arg)
{
    struct tree *t = arg;
    if (t == NULL)
        return NULL;
    walk(t->left);
    kont_yield(t->key);
    walk(t->right);
    return NULL;
}

int main(void)
{
    kont_generator *g = kont_generator_new(walk, &oak);
    for (void *key; kont_next(g, &key); )
        puts(key);
    return 0;
}
