/* debugged.c: what tools/check/gdb-kont looks at with the commands of src/gdb, on both machines: it finds lines by their remarks. */
#include <gc.h>
#include <kont.h>
#include <stdio.h>

struct tree {
    int key;
    struct tree *left, *right;
};

static const kont_tag task_tag = KONT_TAG("task"), part_tag = KONT_TAG("part");
static kont_generator *generator;
static kont_object *task;
static kont *saved;
static kont_search *search;
static volatile int sink;

/* ---- A generator that waits three deep, and one that asks it ------------------------------------------------------------------ */

static KONT void walk(struct tree *t, int depth)
{
    int twice = 2 * t->key;
    if (t->left != NULL)
        walk(t->left, depth + 1);                       /* line: left */
    kont_yield(kont_int(twice));                        /* line: yield */
    sink = twice;                                       /* line: resumed */
    if (t->right != NULL)
        walk(t->right, depth + 1);
}

static KONT void *keys(void *root)
{
    walk(root, 0);
    return NULL;
}

static KONT int sum(kont_generator *keys_of)
{
    void *key;
    int total = 0;
    while (kont_next(keys_of, &key)) {                  /* line: next */
        int total_before = total;
        {
            int total = total_before + (int)kont_to_int(key);
            kont_leave_tag(&task_tag, kont_int(total));
            sink = total;                               /* line: inner */
        }
        total = total_before + (int)kont_to_int(key);
    }
    return total;
}

static KONT void *sums(void *unused)
{
    (void)unused;
    return kont_int(sum(generator));
}

/* ---- Continuations ------------------------------------------------------------------------------------------------------------ */

static KONT void *keep(kont *k, void *v)
{
    saved = k;
    return v;
}

static KONT int capture(int level)
{
    int square = level * level;
    kont_shift(keep, NULL);
    sink = square;                                      /* line: after */
    return square;
}

static KONT void *body(void *level)
{
    int made = capture((int)kont_to_int(level));
    return kont_int(made);
}

static KONT void *under_part(void *level)
{
    return kont_prompt(&part_tag, body, level);
}

static KONT void *chooses(void *unused)
{
    long a = kont_choose(1, 3);
    (void)unused;
    return kont_int(a);
}

/* ---- All ---------------------------------------------------------------------------------------------------------------------- */

static __attribute__((noinline)) void look(int scene)
{
    sink = scene;                                       /* line: look */
}

static void go_on(void)
{
    void *v;
    kont_next(generator, &v);
    look(2);
    kont_enter(task, NULL);
    look(3);
    kont_enter(task, NULL);
    look(4);
    kont_resume(saved, NULL);
    look(5);
    kont_search_next(search, &v);
    look(6);
}

int main(void)
{
    struct tree *all = GC_MALLOC(4 * sizeof *all);
    all[0] = (struct tree){ 10, &all[1], &all[3] };
    all[1] = (struct tree){ 11, &all[2], NULL };
    all[2] = (struct tree){ 12, NULL, NULL };
    all[3] = (struct tree){ 13, NULL, NULL };
    generator = kont_generator_new(keys, all);
    task = kont_object_new(&task_tag, sums, NULL);
    search = kont_search_new(chooses, NULL);
    kont_reset(under_part, kont_int(7));
    look(1);
    go_on();
    return 0;
}
