/* SHIFT, CONTROL, SHIFT0, CONTROL0: what tells them apart, and programs that the literature tells. */
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");
static const int operators[] = { KONT_SHIFT, KONT_CONTROL, KONT_SHIFT0, KONT_CONTROL0 };
enum { OPERATORS = sizeof operators / sizeof operators[0] };

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *resume_null(void *k)
{
    return kont_resume(k, NULL);
}

/* ---- What tells the four apart ------------------------------------------------------------------------------------------- */

static KONT void *prompt_in_handler(kont *k, void *unused)
{
    (void)k, (void)unused;
    return kont_int(kont_prompt_exists(&t));
}

static KONT void *ask_in_handler(void *how)
{
    return kont_capture(&t, (int)kont_to_int(how), prompt_in_handler, NULL);
}

TEST(operators, the_handler_of_shift_and_control_runs_under_the_prompt)
{
    for (int i = 0; i < OPERATORS; i++)
        CHECK_INT(kont_to_int(kont_prompt(&t, ask_in_handler, kont_int(operators[i]))), (operators[i] & KONT_BODY_PROMPT) != 0);
}

static KONT void *ask_in_k(void *how)
{
    kont_capture(&t, (int)kont_to_int(how), give, NULL);
    return kont_int(kont_prompt_exists(&t));
}

TEST(operators, k_of_shift_and_shift0_includes_the_prompt)
{
    for (int i = 0; i < OPERATORS; i++) {
        kont *k = kont_prompt(&t, ask_in_k, kont_int(operators[i]));
        CHECK_INT(kont_to_int(kont_resume(k, NULL)), (operators[i] & KONT_K_PROMPT) != 0);
        CHECK_INT(kont_to_int(kont_resume(k, NULL)), (operators[i] & KONT_K_PROMPT) != 0);
    }
}

/* 100 + [10 + [1 + op k1. (give up to the next prompt)]]: what the second capture takes along shows where the handler stands. */
static KONT void *second(kont *k, void *unused)
{
    (void)k, (void)unused;
    return kont_int(5);
}

static KONT void *capture_again(kont *k, void *how)
{
    (void)k;
    intptr_t v = kont_to_int(kont_capture(&t, (int)kont_to_int(how), second, NULL));
    return kont_int(1000 + v);
}

static KONT void *inner_body(void *how)
{
    return kont_int(1 + kont_to_int(kont_capture(&t, (int)kont_to_int(how), capture_again, how)));
}

static KONT void *outer_body(void *how)
{
    return kont_int(10 + kont_to_int(kont_prompt(&t, inner_body, how)));
}

TEST(operators, shift0_and_control0_reach_the_prompt_further_out)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, outer_body, kont_int(KONT_SHIFT))), 15);
    CHECK_INT(kont_to_int(kont_prompt(&t, outer_body, kont_int(KONT_CONTROL))), 15);
    CHECK_INT(kont_to_int(kont_prompt(&t, outer_body, kont_int(KONT_SHIFT0))), 5);
    CHECK_INT(kont_to_int(kont_prompt(&t, outer_body, kont_int(KONT_CONTROL0))), 5);
}

/* ---- Danvy and Filinski (1989, 1990) ------------------------------------------------------------------------------------- */

static KONT void *twice(kont *k, void *v)
{
    return kont_resume(k, kont_resume(k, v));
}

static KONT void *ignore(kont *k, void *v)
{
    (void)k;
    return v;
}

static KONT void *both(kont *k, void *unused)
{
    (void)unused;
    intptr_t a = kont_to_int(kont_resume(k, kont_int(100)));
    intptr_t b = kont_to_int(kont_resume(k, kont_int(1000)));
    return kont_int(a + b);
}

struct sum {
    kont_handler *handler;
    void *arg;
};

static KONT void *ten_plus(void *sum)
{
    const struct sum *s = sum;
    return kont_int(10 + kont_to_int(kont_shift(s->handler, s->arg)));
}

TEST(operators, danvy_and_filinski_abstracting_control)
{
    struct sum a = { twice, kont_int(100) }, b = { ignore, kont_int(100) }, c = { both, NULL };
    CHECK_INT(1 + kont_to_int(kont_reset(ten_plus, &a)), 121);
    CHECK_INT(1 + kont_to_int(kont_reset(ten_plus, &b)), 101);
    CHECK_INT(1 + kont_to_int(kont_reset(ten_plus, &c)), 1121);
}

static KONT void *prepend_to(void *k, intptr_t n)
{
    return kont_resume(k, kont_int(n));
}

/* (either a b): both continuations, one after the other, for their effect. */
static KONT void *either(kont *k, void *unused)
{
    (void)unused;
    prepend_to(k, 1);
    prepend_to(k, 0);
    return NULL;
}

static KONT void *truth_table(void *unused)
{
    (void)unused;
    intptr_t p = kont_to_int(kont_shift(either, NULL));
    intptr_t q = kont_to_int(kont_shift(either, NULL));
    intptr_t r = kont_to_int(kont_shift(either, NULL));
    if ((p | q) & (p | !q) & (!p | !q) & !r)
        trace("%d%d%d", (int)p, (int)q, (int)r);
    return NULL;
}

TEST(operators, danvy_and_filinski_nondeterminism_by_shift)
{
    kont_reset(truth_table, NULL);
    CHECK_STR(traced(), "100");
}

/* ---- Biernacki, Danvy and Shan (2005): traversals ------------------------------------------------------------------------ */

struct list {
    intptr_t head;
    struct list *tail;
};

static struct list *cons(intptr_t head, struct list *tail)
{
    struct list *l = GC_MALLOC(sizeof *l);
    *l = (struct list){ head, tail };
    return l;
}

static void trace_list(const struct list *l)
{
    for (; l != NULL; l = l->tail)
        trace("%d", (int)l->head);
}

struct visit {
    struct list *rest;
    int how;
    intptr_t head;
};

static KONT void *cons_on_k(kont *k, void *visit)
{
    struct visit *v = visit;
    intptr_t head = v->head;
    return cons(head, kont_resume(k, v->rest));
}

static KONT struct list *visit_list(struct list *l, int how)
{
    if (l == NULL)
        return NULL;
    struct visit *v = GC_MALLOC(sizeof *v);
    *v = (struct visit){ l->tail, how, l->head };
    return visit_list(kont_capture(kont_default_tag, how, cons_on_k, v), how);
}

static KONT void *traverse(void *visit)
{
    const struct visit *v = visit;
    return visit_list(v->rest, v->how);
}

TEST(operators, biernacki_danvy_and_shan_shift_copies_a_list_and_control_reverses_it)
{
    struct visit copy = { cons(1, cons(2, cons(3, NULL))), KONT_SHIFT, 0 }, reverse = copy;
    reverse.how = KONT_CONTROL;
    trace_list(kont_reset(traverse, &copy));
    CHECK_STR(traced(), "1 2 3");
    trace_list(kont_reset(traverse, &reverse));
    CHECK_STR(traced(), "3 2 1");
}

struct tree {
    int value;
    const struct tree *left, *right;
};

struct walk {
    const struct tree *tree;
    int how;
    bool queue;                                         /* the children come after the rest of the traversal, not before */
};

static KONT void *walk_tree(void *walk);

static KONT void walk_children(const struct walk *w)
{
    struct walk left = { w->tree->left, w->how, w->queue }, right = { w->tree->right, w->how, w->queue };
    walk_tree(&left);
    walk_tree(&right);
}

static KONT void *visit_node(kont *k, void *walk)
{
    struct walk w = *(struct walk *)walk;
    trace("%d", w.tree->value);
    if (w.queue)
        kont_resume(k, NULL);
    walk_children(&w);
    if (!w.queue)
        kont_resume(k, NULL);
    return NULL;
}

static KONT void *walk_tree(void *walk)
{
    const struct walk *w = walk;
    if (w->tree != NULL)
        kont_capture(kont_default_tag, w->how, visit_node, walk);
    return NULL;
}

TEST(operators, biernacki_danvy_and_shan_shift_walks_depth_first_and_control_breadth_first)
{
    static const struct tree d = { 4, NULL, NULL }, e = { 5, NULL, NULL }, f = { 6, NULL, NULL }, g = { 7, NULL, NULL };
    static const struct tree b = { 2, &d, &e }, c = { 3, &f, &g }, a = { 1, &b, &c };
    struct walk depth = { &a, KONT_SHIFT, false }, breadth = { &a, KONT_CONTROL, true };
    kont_reset(walk_tree, &depth);
    CHECK_STR(traced(), "1 2 4 5 3 6 7");
    kont_reset(walk_tree, &breadth);
    CHECK_STR(traced(), "1 2 3 4 5 6 7");
}

/* ---- Felleisen (1988), Shan (2004) --------------------------------------------------------------------------------------- */

static KONT void *two(void *unused)
{
    (void)unused;
    return kont_int(2);
}

/* F in Felleisen's sense: a handler that drops k is an abort. */
TEST(operators, felleisen_a_control_that_ignores_k_aborts)
{
    struct sum s = { ignore, kont_int(3) };
    CHECK_INT(5 * kont_to_int(kont_reset(ten_plus, &s)), 15);
    CHECK_INT(kont_to_int(kont_reset(two, NULL)), 2);
}

static KONT void *drop_y(kont *k, void *unused)
{
    (void)k, (void)unused;
    trace("y");
    return kont_int(0);
}

static KONT void *then_capture(kont *k, void *how)
{
    trace("x");
    kont_resume(k, NULL);
    trace("after");
    return how;
}

static KONT void *capture_twice(void *how)
{
    kont_capture(&t, (int)kont_to_int(how), then_capture, how);
    kont_capture(&t, (int)kont_to_int(how), drop_y, NULL);
    return NULL;
}

/* The second capture takes the first one's handler along where k brings no prompt (dynamic), and does not where it does (static). */
TEST(operators, shan_control_reaches_into_the_handler_that_resumed_and_shift_does_not)
{
    kont_prompt(&t, capture_twice, kont_int(KONT_SHIFT));
    CHECK_STR(traced(), "x y after");
    kont_prompt(&t, capture_twice, kont_int(KONT_CONTROL));
    CHECK_STR(traced(), "x y");
}

/* ---- Sitaram (1993): a fork of two loops, stepped by turns --------------------------------------------------------------- */

static KONT void *step(kont *k, void *name)
{
    (void)name;
    return k;
}

static KONT void *loop_three_times(void *name)
{
    for (int i = 1; i <= 3; i++) {
        trace("%s%d", (const char *)name, i);
        kont_control_at(&t, step, name);
    }
    return NULL;
}

TEST(operators, sitaram_two_loops_take_turns)
{
    kont *a = kont_prompt(&t, loop_three_times, "a"), *b = kont_prompt(&t, loop_three_times, "b");
    while (a != NULL || b != NULL) {
        a = a != NULL ? kont_prompt(&t, resume_null, a) : NULL;
        b = b != NULL ? kont_prompt(&t, resume_null, b) : NULL;
    }
    CHECK_STR(traced(), "a1 b1 a2 b2 a3 b3");
}

/* ---- Tags between -------------------------------------------------------------------------------------------------------- */

static KONT void *abort_inner_after(void *unused)
{
    (void)unused;
    intptr_t v = kont_to_int(kont_shift0_at(&t, give, NULL));
    if (v == 0)
        kont_abort(&u, kont_int(50));
    return kont_int(v);
}

static KONT void *inner_u(void *unused)
{
    (void)unused;
    intptr_t v = kont_to_int(kont_prompt(&u, abort_inner_after, NULL));
    return kont_int(1000 + v);
}

TEST(operators, a_capture_takes_the_prompts_between_along)
{
    kont *k = kont_prompt(&t, inner_u, NULL);
    CHECK(!kont_prompt_exists(&u));
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(7))), 1007);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(0))), 1050);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(8))), 1008);
}

static KONT void *capture_deep(void *depth)
{
    intptr_t n = kont_to_int(depth);
    if (n == 0)
        return kont_shift0_at(&t, give, NULL);
    return kont_int(1 + kont_to_int(kont_prompt(&u, capture_deep, kont_int(n - 1))));
}

TEST(operators, a_capture_may_take_many_segments)
{
    kont *k = kont_prompt(&t, capture_deep, kont_int(50));
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 51);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(2))), 52);
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(3))), 53);
}
