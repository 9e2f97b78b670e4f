/* hoist.c: expressions. See HOIST in copy.h. */
#include "copy.h"

#include <string.h>

/* ---- Operands ---------------------------------------------------------------------------------------------------------------------- */

/* The last operand that has to be hoisted, as a number from 1. */
static size_t last_hoisted(const struct node *n, bool also_calls)
{
    for (size_t i = n->count; i > 0; i--)
        if (n->child[i - 1]->marked || (also_calls && i > 1 && node_has_effects(n->child[i - 1])))
            return i;
    return 0;
}

/* What a list of initializers has in front of the value. */
static bool is_transparent(const struct node *n)
{
    return n->kind == CXCursor_InitListExpr || (n->kind == CXCursor_UnexposedExpr && type_is_void(n->type));
}

static void hoist_list(struct copy *c, struct node *n, bool all, struct rope *r);

/* Operand i of n, of which `last` are hoisted. */
static void hoist_operand(struct copy *c, struct node *n, size_t i, size_t last, bool all, struct rope *r)
{
    struct node *operand = n->child[i];
    bool place = node_wants_place(n, i);
    if (is_transparent(operand))
        hoist_list(c, operand, all || i + 1 < last, r);
    else if (i + 1 == last && !all)
        hoist(c, operand, r);
    else if (i + 1 <= last || all) {
        if (place && node_is_assignment(n) && !node_has_effects(operand))
            copy_source(c, operand->begin, operand->end, r);
        else
            keep_operand(c, operand, place, r);
    } else
        copy_source(c, operand->begin, operand->end, r);
}

/* n with the operands hoisted; `all`: something is hoisted after n, so that each has to stay. */
static void hoist_list(struct copy *c, struct node *n, bool all, struct rope *r)
{
    size_t waiting = c->pending_count, at = n->begin, last = last_hoisted(n, false);
    for (size_t i = 0; i < n->count; i++) {
        copy_source(c, at, n->child[i]->begin, r);
        struct rope *operand = copy_rope(c);
        hoist_operand(c, n, i, last, all, operand);
        copy_wait(c, operand);
        rope_append(r, operand);
        at = n->child[i]->end;
    }
    copy_source(c, at, n->end, r);
    c->pending_count = waiting;
}

/* ---- Marked calls --------------------------------------------------------------------------------------------------------------------------- */

struct node *hoist_bare_call(struct node *n)
{
    while (n->kind == CXCursor_ParenExpr && n->count == 1)
        n = n->child[0];
    return n->call != NULL ? n : NULL;
}

static bool is_simple(const struct node *n)
{
    n = node_bare(n);
    return n->kind == CXCursor_DeclRefExpr && keep_stays(n);
}

/* (kont__via(p), p) : p is named twice. */
static void hoist_callee(struct copy *c, struct node *n, struct rope *r)
{
    struct rope *p = copy_rope(c);
    hoist(c, n, p);
    if (!is_simple(n))
        keep_value(c, n, p);
    copy_wait(c, p);
    rope_insert(r, "(kont__via((const void *)");
    rope_append(r, p);
    rope_insert(r, "), ");
    rope_append(r, p);
    rope_insert(r, ")");
}

static void callee(struct copy *c, struct node *n, struct rope *r)
{
    if (n->call->mark == NULL)
        hoist_callee(c, n->child[0], r);
    else
        rope_insert(r, format("%s__kont1", n->call->mark->name));
}

/* Between noting a pointer and calling it nothing may be called: arguments with calls come before. */
void hoist_call(struct copy *c, struct node *n, struct rope *r)
{
    size_t waiting = c->pending_count, at = n->child[0]->end, last = last_hoisted(n, n->call->mark == NULL);
    r->at = n->begin;
    callee(c, n, r);
    for (size_t i = 1; i < n->count; i++) {
        struct rope *argument = copy_rope(c);
        bool hoisted = i < last && (n->call->mark == NULL || n->child[i]->marked || !keep_stays(n->child[i]));
        copy_source(c, at, n->child[i]->begin, r);
        if (hoisted || (i + 1 == last && n->call->mark == NULL))
            keep_operand(c, n->child[i], false, argument);
        else
            hoist(c, n->child[i], argument);
        copy_wait(c, argument);
        rope_append(r, argument);
        at = n->child[i]->end;
    }
    copy_source(c, at, n->end, r);
    c->pending_count = waiting;
}

/* The function ends here, in a capture. */
static void write_last_call(struct copy *c, struct node *n, const struct rope *call)
{
    c->out->at = n->begin;
    rope_write(c->out, "\n");
    rope_append(c->out, call);
    rope_writef(c->out, "; %s\n", copy_nothing(c));
}

static void write_call(struct copy *c, struct node *n, bool wanted, struct rope *r)
{
    struct rope *call = copy_rope(c);
    CXType t = clang_getCursorType(n->cursor);
    hoist_call(c, n, call);
    if (n->call->tail) {
        write_last_call(c, n, call);
        rope_insert(r, "(void)0");
    } else if (type_is_void(t) || !wanted) {
        c->out->at = n->begin;
        rope_append(c->out, call);
        rope_write(c->out, ";");
        copy_test(c, n, NULL);
        rope_insert(r, "(void)0");
    } else {
        struct local *l = copy_temporary(c, t);
        keep_in(c, l, call, n);
        copy_test(c, n, l);
        rope_insert(r, l->text);
    }
}

/* ---- Operators that don't evaluate all operands ------------------------------------------------------------------------------------------- */

static enum CXBinaryOperatorKind binary(const struct node *n)
{
    return n->kind == CXCursor_BinaryOperator && n->count == 2 ? clang_getCursorBinaryOperatorKind(n->cursor) : CXBinaryOperator_Invalid;
}

static void assign(struct copy *c, const struct local *l, const struct rope *value, const char *as)
{
    rope_writef(c->out, "\n%s = %s", l->text, as);
    rope_append(c->out, value);
    rope_writef(c->out, "%s;", *as != '\0' ? ")" : "");
}

static void write_if(struct copy *c, const char *not, const struct rope *condition)
{
    rope_writef(c->out, "\nif (%s", not);
    rope_append(c->out, condition);
    rope_write(c->out, ") {\n");
}

/* a && b, a || b */
static void hoist_logic(struct copy *c, struct node *n, struct rope *r)
{
    struct local *l = copy_temporary(c, n->type);
    struct rope *a = copy_rope(c), *b = copy_rope(c), name = { 0 };
    c->out->at = n->begin;
    rope_writef(c->out, "\n%s;", copy_declare(c, l->type, l->text));
    hoist(c, n->child[0], a);
    assign(c, l, a, "!!(");
    rope_insert(&name, l->text);
    write_if(c, binary(n) == CXBinaryOperator_LAnd ? "" : "!", &name);
    hoist(c, n->child[1], b);
    assign(c, l, b, "!!(");
    rope_write(c->out, "\n}");
    rope_insert(r, l->text);
}

/* One branch of ?:, assigned to l where that is not null. */
static void write_branch(struct copy *c, struct node *n, const struct local *l)
{
    struct rope *r = copy_rope(c);
    if (l == NULL) {
        hoist_only(c, n);
        return;
    }
    hoist(c, n, r);
    if (n->type.kind == CXType_Void)
        return;
    assign(c, l, r, "");
}

static void hoist_choice(struct copy *c, struct node *n, bool wanted, struct rope *r)
{
    struct local *l = wanted && !type_is_void(n->type) ? copy_temporary(c, n->type) : NULL;
    struct rope *condition = copy_rope(c);
    c->out->at = n->begin;
    if (l != NULL)
        rope_writef(c->out, "\n%s;", copy_declare(c, l->type, l->text));
    hoist(c, n->child[0], condition);
    write_if(c, "", condition);
    write_branch(c, n->child[1], l);
    rope_write(c->out, "\n} else {\n");
    write_branch(c, n->child[2], l);
    rope_write(c->out, "\n}");
    rope_insert(r, l != NULL ? l->text : "(void)0");
}

/* a ?: b */
static void hoist_elvis(struct copy *c, struct node *n, struct rope *r)
{
    struct local *l = copy_temporary(c, n->type);
    struct rope *a = copy_rope(c);
    c->out->at = n->begin;
    rope_writef(c->out, "\n%s;", copy_declare(c, l->type, l->text));
    hoist(c, n->child[0], a);
    keep_value(c, n->child[0], a);
    write_if(c, "", a);
    assign(c, l, a, "");
    rope_write(c->out, "\n} else {\n");
    write_branch(c, n->child[1], l);
    rope_write(c->out, "\n}");
    rope_insert(r, l->text);
}

static void hoist_statements(struct copy *c, struct node *n, bool wanted, struct rope *r)
{
    struct local *l = wanted && !type_is_void(n->type) ? copy_temporary(c, n->type) : NULL;
    c->out->at = n->begin;
    if (l != NULL)
        rope_writef(c->out, "\n%s;", copy_declare(c, l->type, l->text));
    write_block(c, n->child[0], l);
    rope_insert(r, l != NULL ? l->text : "(void)0");
}

/* ---- Assignment ----------------------------------------------------------------------------------------------------------------------------- */

/* x = f(...) where x is a local that the call's value can go to at once. */
static struct node *assigned_call(const struct node *n)
{
    if (binary(n) != CXBinaryOperator_Assign)
        return NULL;
    const struct node *to = node_bare(n->child[0]);
    struct node *call = hoist_bare_call(n->child[1]);
    if (call == NULL || call->call->tail || to->kind != CXCursor_DeclRefExpr || to->local == NULL || to->local->boxed ||
        (to->local->kind != PARAMETER && to->local->kind != VARIABLE))
        return NULL;
    return type_same(to->local->type, clang_getCursorType(call->cursor)) && !type_is_volatile(to->local->type) ? call : NULL;
}

static void hoist_assigned_call(struct copy *c, struct node *n, struct node *call, struct rope *r)
{
    const struct local *to = node_bare(n->child[0])->local;
    struct rope *value = copy_rope(c);
    hoist_call(c, call, value);
    c->out->at = n->begin;
    copy_source(c, n->begin, n->child[1]->begin, c->out);
    rope_append(c->out, value);
    rope_write(c->out, ";");
    copy_test(c, call, to);
    rope_insert(r, to->text);
}

/* ---- All ------------------------------------------------------------------------------------------------------------------------------------- */

static void hoist_marked(struct copy *c, struct node *n, bool wanted, struct rope *r)
{
    enum CXBinaryOperatorKind b = binary(n);
    struct node *call = assigned_call(n);
    if (n->call != NULL)
        write_call(c, n, wanted, r);
    else if (call != NULL)
        hoist_assigned_call(c, n, call, r);
    else if ((b == CXBinaryOperator_LAnd || b == CXBinaryOperator_LOr) && n->child[1]->marked)
        hoist_logic(c, n, r);
    else if (b == CXBinaryOperator_Comma) {
        hoist_only(c, n->child[0]);
        hoist(c, n->child[1], r);
    } else if (n->kind == CXCursor_ConditionalOperator && (n->child[1]->marked || n->child[2]->marked))
        hoist_choice(c, n, wanted, r);
    else if (n->elvis && n->child[1]->marked)
        hoist_elvis(c, n, r);
    else if (n->kind == CXCursor_StmtExpr)
        hoist_statements(c, n, wanted, r);
    else
        hoist_list(c, n, false, r);
}

void hoist(struct copy *c, struct node *n, struct rope *r)
{
    bool comma = !n->marked && binary(n) == CXBinaryOperator_Comma;
    if (n->marked)
        hoist_marked(c, n, true, r);
    else {
        rope_insert(r, comma ? "(" : "");
        copy_source(c, n->begin, n->end, r);
        rope_insert(r, comma ? ")" : "");
    }
}

/* The value of a name needs no statement. */
static bool is_empty(const struct rope *r)
{
    return r->count == 1 && r->pieces[0].kind == INSERTED;
}

/* Inside of parentheses and (void). */
static struct node *strip_void(struct node *n, bool *cast)
{
    for (;;) {
        bool is_cast = n->kind == CXCursor_CStyleCastExpr && type_is_void(n->type);
        if (n->count != 1 || (!is_cast && n->kind != CXCursor_ParenExpr))
            return n;
        *cast |= is_cast;
        n = n->child[0];
    }
}

void hoist_only(struct copy *c, struct node *n)
{
    struct rope *r = copy_rope(c);
    bool cast = false;
    if (!n->marked)
        copy_source(c, n->begin, n->end, r);
    else
        hoist_marked(c, strip_void(n, &cast), false, r);
    if (is_empty(r))
        return;
    rope_insert(c->out, cast ? "(void)(" : "");
    rope_append(c->out, r);
    rope_insert(c->out, cast ? ");" : ";");
}
