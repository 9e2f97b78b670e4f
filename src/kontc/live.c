/* live.c: which locals are read after each marked call. Backwards through the tree, in order of evaluation, until nothing changes.
 *
 * A set holds the locals that are read before they are next assigned to. before_...() makes of the set after something the set
 * before it. Locals that live in the box or at file scope are in no set. */
#include "function.h"

#include <string.h>

typedef uint64_t *set;

/* What a place in the tree was found to be followed by; it only grows. */
struct known {
    const struct node *node;
    const char *label;
    set live;
};

struct flow {
    struct function *f;
    size_t words;
    struct known *known;
    size_t known_count;
    set on_break, on_continue, cases;
    bool changed;
};

/* ---- Sets ------------------------------------------------------------------------------------------------------------------------------ */

static set fresh(const struct flow *w)
{
    return allocate(w->words * sizeof(uint64_t));
}

static set copy(const struct flow *w, const uint64_t *from)
{
    return memcpy(fresh(w), from, w->words * sizeof(uint64_t));
}

static bool merge(const struct flow *w, set into, const uint64_t *from)
{
    bool grown = false;
    for (size_t i = 0; i < w->words; i++) {
        grown |= (from[i] & ~into[i]) != 0;
        into[i] |= from[i];
    }
    return grown;
}

static void put(const struct flow *w, set s, const uint64_t *from)
{
    memcpy(s, from, w->words * sizeof(uint64_t));
}

static void clear(const struct flow *w, set s)
{
    memset(s, 0, w->words * sizeof(uint64_t));
}

static bool is_tracked(const struct local *l)
{
    return l != NULL && !l->boxed && (l->kind == PARAMETER || l->kind == VARIABLE);
}

static void add(set s, const struct local *l)
{
    if (is_tracked(l))
        s[l->index / 64] |= (uint64_t)1 << l->index % 64;
}

static void take(set s, const struct local *l)
{
    if (is_tracked(l))
        s[l->index / 64] &= ~((uint64_t)1 << l->index % 64);
}

/* The set of what is known at a node (and a place in it), or at a label. */
static set at(struct flow *w, const struct node *n, const char *label)
{
    for (size_t i = 0; i < w->known_count; i++)
        if (w->known[i].node == n && strcmp(w->known[i].label, label) == 0)
            return w->known[i].live;
    PUSH(w->known, w->known_count) = (struct known){ n, label, fresh(w) };
    return w->known[w->known_count - 1].live;
}

static set learn(struct flow *w, const struct node *n, const char *label, const uint64_t *live)
{
    set s = at(w, n, label);
    w->changed |= merge(w, s, live);
    return s;
}

/* ---- Expressions ------------------------------------------------------------------------------------------------------------------------ */

static void before(struct flow *w, struct node *n, set live);

static void before_children(struct flow *w, struct node *n, set live)
{
    for (size_t i = n->count; i-- > 0; )
        before(w, n->child[i], live);
}

/* Evaluating which place it is reads no variable that the place is in. */
static void before_place(struct flow *w, struct node *n, set live)
{
    if (node_root(n) == NULL || n->count == 0) {
        if (n->kind != CXCursor_DeclRefExpr)
            before(w, n, live);
        return;
    }
    for (size_t i = n->count; i-- > 1; )
        before(w, n->child[i], live);
    before_place(w, n->child[0], live);
}

static bool is_plain_assignment(const struct node *n)
{
    return n->kind == CXCursor_BinaryOperator && node_is_assignment(n);
}

/* Which place it is is found out after the value; but what does something in it does that first. */
static void before_assignment(struct flow *w, struct node *n, set live)
{
    const struct node *to = node_bare(n->child[0]);
    if (to->kind == CXCursor_DeclRefExpr)
        take(live, to->local);
    bool first = node_has_effects(n->child[0]);
    if (first)
        before(w, n->child[1], live);
    before_place(w, n->child[0], live);
    if (!first)
        before(w, n->child[1], live);
}

static void before_call(struct flow *w, struct node *n, set live)
{
    if (n->call->mark != NULL && n->call->mark->noreturn)
        clear(w, live);
    if (n->call->live == NULL)
        n->call->live = fresh(w);
    merge(w, n->call->live, live);
    before_children(w, n, live);
}

/* The operands from `first` on are evaluated or not. */
static void before_choice(struct flow *w, struct node *n, size_t first, set live)
{
    set after = copy(w, live);
    if (n->count - first > 1)
        clear(w, live);
    for (size_t i = first; i < n->count; i++) {
        set branch = copy(w, after);
        before(w, n->child[i], branch);
        merge(w, live, branch);
    }
    for (size_t i = first; i-- > 0; )
        before(w, n->child[i], live);
}

static bool is_choice(const struct node *n)
{
    if (n->elvis)
        return true;
    if (n->kind != CXCursor_BinaryOperator || n->count != 2)
        return false;
    enum CXBinaryOperatorKind b = clang_getCursorBinaryOperatorKind(n->cursor);
    return b == CXBinaryOperator_LAnd || b == CXBinaryOperator_LOr;
}

static void before_expression(struct flow *w, struct node *n, set live)
{
    if (n->kind == CXCursor_DeclRefExpr)
        add(live, n->local);
    else if (n->call != NULL)
        before_call(w, n, live);
    else if (is_plain_assignment(n) && n->count == 2)
        before_assignment(w, n, live);
    else if (is_choice(n) || n->kind == CXCursor_ConditionalOperator)
        before_choice(w, n, 1, live);
    else
        before_children(w, n, live);
}

/* ---- Statements ---------------------------------------------------------------------------------------------------------------------------- */

static void before_if(struct flow *w, struct node *n, set live)
{
    set otherwise = copy(w, live);
    if (n->count > 2)
        before(w, n->child[2], otherwise);
    if (n->count > 1)
        before(w, n->child[1], live);
    merge(w, live, otherwise);
    before(w, n->child[0], live);
}

/* Runs a loop's body, which is followed by `next`. */
static void before_body(struct flow *w, struct node *body, set next, const uint64_t *out, set live)
{
    set on_break = w->on_break, on_continue = w->on_continue;
    w->on_break = copy(w, out);
    w->on_continue = next;
    put(w, live, next);
    before(w, body, live);
    w->on_break = on_break;
    w->on_continue = on_continue;
}

/* Of any loop: the condition is evaluated with `head` before it, then the body, then `step`. Parts may be null. */
static void before_loop(struct flow *w, struct node *n, struct node *condition, struct node *body, struct node *step, set live)
{
    set out = copy(w, live), next = copy(w, at(w, n, "head"));
    if (step != NULL)
        before(w, step, next);
    if (body != NULL)
        before_body(w, body, next, out, live);
    if (condition != NULL) {
        merge(w, live, out);
        before(w, condition, live);
    }
    put(w, live, learn(w, n, "head", live));
}

static void before_do(struct flow *w, struct node *n, set live)
{
    set out = copy(w, live), next = copy(w, out);
    merge(w, next, at(w, n, "head"));
    before(w, n->child[1], next);
    before_body(w, n->child[0], next, out, live);
    put(w, live, learn(w, n, "head", live));
}

static void before_for(struct flow *w, struct node *n, set live)
{
    struct node **p = node_for_parts(w->f->source, n);
    before_loop(w, n, p[1], p[3], p[2], live);
    if (p[0] != NULL)
        before(w, p[0], live);
}

static void before_switch(struct flow *w, struct node *n, set live)
{
    set on_break = w->on_break, cases = w->cases, out = copy(w, live);
    w->on_break = out;
    w->cases = copy(w, out);
    before(w, n->child[1], live);
    put(w, live, w->cases);
    w->on_break = on_break;
    w->cases = cases;
    before(w, n->child[0], live);
}

static void before_jump(struct flow *w, const uint64_t *to, set live)
{
    if (to != NULL)
        put(w, live, to);
    else
        clear(w, live);
}

static const char *label_of(const struct node *n)
{
    struct cursors all = children_of(n->cursor);
    return all.count > 0 ? name_of(all.c[0]) : "";
}

static bool before_labelled(struct flow *w, struct node *n, set live)
{
    switch ((int)n->kind) {
    case CXCursor_CaseStmt: case CXCursor_DefaultStmt:
        before_children(w, n, live);
        if (w->cases != NULL)
            merge(w, w->cases, live);
        return true;
    case CXCursor_LabelStmt:
        before_children(w, n, live);
        learn(w, NULL, name_of(n->cursor), live);
        return true;
    case CXCursor_GotoStmt:
        put(w, live, at(w, NULL, label_of(n)));
        return true;
    }
    return false;
}

static bool before_loop_statement(struct flow *w, struct node *n, set live)
{
    switch ((int)n->kind) {
    case CXCursor_WhileStmt:
        before_loop(w, n, n->child[0], n->child[n->count - 1], NULL, live);
        return true;
    case CXCursor_DoStmt:
        before_do(w, n, live);
        return true;
    case CXCursor_ForStmt:
        before_for(w, n, live);
        return true;
    case CXCursor_BreakStmt:
        before_jump(w, w->on_break, live);
        return true;
    case CXCursor_ContinueStmt:
        before_jump(w, w->on_continue, live);
        return true;
    }
    return false;
}

static void before_statement(struct flow *w, struct node *n, set live)
{
    if (before_loop_statement(w, n, live) || before_labelled(w, n, live))
        return;
    switch ((int)n->kind) {
    case CXCursor_IfStmt:
        before_if(w, n, live);
        return;
    case CXCursor_SwitchStmt:
        before_switch(w, n, live);
        return;
    case CXCursor_VarDecl:
        take(live, n->local);
        break;
    case CXCursor_ReturnStmt:
        clear(w, live);
        break;
    }
    before_children(w, n, live);
}

static void before(struct flow *w, struct node *n, set live)
{
    if (node_is_expression(n))
        before_expression(w, n, live);
    else
        before_statement(w, n, live);
}

void live_find(struct function *f)
{
    struct flow w = { .f = f, .words = f->local_count / 64 + 1 };
    if (!f->waits)
        return;
    do {
        w.changed = false;
        before(&w, f->body, fresh(&w));
    } while (w.changed);
}
