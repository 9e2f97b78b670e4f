/* statement.c: statements in a copy. */
#include "copy.h"

/* ---- What has to be rewritten ------------------------------------------------------------------------------------------------------ */

static bool is_loop(const struct node *n)
{
    return n->kind == CXCursor_WhileStmt || n->kind == CXCursor_DoStmt || n->kind == CXCursor_ForStmt;
}

static bool is_rewritten(const struct node *n)
{
    return n != NULL && n->rewritten;
}

/* `for` and `do` with a marked call in what is evaluated each time become for (;;): `continue` jumps to what stood in the head. */
static bool has_rewritten_head(const struct copy *c, const struct node *n)
{
    if (n->kind == CXCursor_DoStmt)
        return n->count == 2 && n->child[1]->rewritten;
    if (n->kind != CXCursor_ForStmt)
        return false;
    struct node **p = node_for_parts(c->source, n);
    return is_rewritten(p[1]) || is_rewritten(p[2]);
}

static const struct node *loop_of(const struct node *n)
{
    while (n != NULL && !is_loop(n))
        n = n->parent;
    return n;
}

static void find_expressions(struct node *n, void *data)
{
    (void)data;
    n->rewritten = node_is_expression(n) && n->marked;
}

static bool changes_itself(const struct copy *c, const struct node *n)
{
    switch ((int)n->kind) {
    case CXCursor_ReturnStmt:
        return c->again || c->f->boxed;
    case CXCursor_DeclStmt:
        return declaration_changes(c, n);
    case CXCursor_ContinueStmt:
        return loop_of(n) != NULL && has_rewritten_head(c, loop_of(n));
    }
    return n->rewritten;
}

static bool find_statements(struct copy *c, struct node *n)
{
    n->rewritten = changes_itself(c, n);
    for (size_t i = 0; i < n->count; i++)
        n->rewritten |= find_statements(c, n->child[i]);
    return n->rewritten;
}

void statements_find(struct copy *c, struct node *n)
{
    node_each(n, find_expressions, NULL);
    find_statements(c, n);
}

/* ---- Blocks ------------------------------------------------------------------------------------------------------------------------------ */

/* The value of a statement expression. */
static void write_last(struct copy *c, struct node *n, struct local *l)
{
    struct rope r = { 0 };
    if (n->kind == CXCursor_LabelStmt && n->count > 0) {
        copy_source(c, n->begin, n->child[0]->begin, c->out);
        rope_insert(c->out, "{ ");
        write_last(c, n->child[0], l);
        rope_insert(c->out, " }");
        return;
    }
    if (!node_is_expression(n)) {
        write_statement(c, n);
        return;
    }
    hoist(c, n, &r);
    rope_writef(c->out, "%s = ", l->text);
    rope_append(c->out, &r);
    rope_write(c->out, ";");
}

void write_block(struct copy *c, struct node *n, struct local *last)
{
    size_t at = n->begin;
    for (size_t i = 0; i < n->count; i++) {
        copy_source(c, at, n->child[i]->begin, c->out);
        if (last != NULL && i + 1 == n->count)
            write_last(c, n->child[i], last);
        else
            write_statement(c, n->child[i]);
        at = node_statement_end(c->source, n->child[i]);
    }
    copy_source(c, at, n->end, c->out);
}

/* A statement that is part of another one. */
static void write_inner(struct copy *c, struct node *n)
{
    if (n->kind == CXCursor_CompoundStmt || !n->rewritten) {
        write_statement(c, n);
        return;
    }
    rope_insert(c->out, "{ ");
    write_statement(c, n);
    rope_insert(c->out, " }");
}

static void write_head(struct copy *c, struct node *n, struct node *value, size_t end)
{
    struct rope r = { 0 };
    hoist(c, value, &r);
    copy_source(c, n->begin, value->begin, c->out);
    rope_append(c->out, &r);
    copy_source(c, value->end, end, c->out);
}

/* ---- if, switch, labels -------------------------------------------------------------------------------------------------------------------- */

static void write_choice(struct copy *c, struct node *n)
{
    write_head(c, n, n->child[0], n->child[1]->begin);
    write_inner(c, n->child[1]);
    if (n->count < 3)
        return;
    copy_source(c, node_statement_end(c->source, n->child[1]), n->child[2]->begin, c->out);
    write_inner(c, n->child[2]);
}

static void write_labelled(struct copy *c, struct node *n)
{
    struct node *inner = n->child[n->count - 1];
    copy_source(c, n->begin, inner->begin, c->out);
    write_inner(c, inner);
}

/* ---- Loops ------------------------------------------------------------------------------------------------------------------------------------ */

static void enter_loop(struct copy *c, const struct node *n, const char *next)
{
    PUSH(c->loops, c->loop_count) = (struct loop){ n, next };
}

static void write_exit(struct copy *c, struct node *condition)
{
    struct rope r = { 0 };
    hoist(c, condition, &r);
    c->out->at = condition->begin;
    rope_write(c->out, "\nif (!(");
    rope_append(c->out, &r);
    rope_write(c->out, "))\n    break;\n");
}

static void write_while(struct copy *c, struct node *n)
{
    struct node *body = n->child[n->count - 1];
    enter_loop(c, n, NULL);
    if (!n->child[0]->rewritten) {
        copy_source(c, n->begin, body->begin, c->out);
        write_inner(c, body);
    } else {
        c->out->at = n->begin;
        rope_write(c->out, "for (;;) {\n");
        write_exit(c, n->child[0]);
        write_inner(c, body);
        rope_write(c->out, "\n}");
    }
    c->loop_count--;
}

static const char *label(struct copy *c)
{
    return format("kont__C%u", ++c->labels);
}

static void write_do(struct copy *c, struct node *n)
{
    bool head = has_rewritten_head(c, n);
    const char *next = head ? label(c) : NULL;
    enter_loop(c, n, next);
    if (!head) {
        copy_source(c, n->begin, n->child[0]->begin, c->out);
        write_inner(c, n->child[0]);
        copy_source(c, node_statement_end(c->source, n->child[0]), node_statement_end(c->source, n), c->out);
    } else {
        c->out->at = n->begin;
        rope_write(c->out, "for (;;) {\n");
        write_inner(c, n->child[0]);
        rope_writef(c->out, "\n%s: __attribute__((unused));\n", next);
        write_exit(c, n->child[1]);
        rope_write(c->out, "}");
    }
    c->loop_count--;
}

static void write_step(struct copy *c, struct node **part, const char *next)
{
    if (next == NULL)
        return;
    rope_writef(c->out, "\n%s: __attribute__((unused));\n", next);
    if (part[2] != NULL)
        hoist_only(c, part[2]);
}

/* for (;;), with what stood in the head in its place. */
static void write_bare_for(struct copy *c, struct node *n, struct node **part)
{
    const char *next = label(c);
    enter_loop(c, n, next);
    rope_write(c->out, "for (;;) {\n");
    if (part[1] != NULL)
        write_exit(c, part[1]);
    write_inner(c, part[3]);
    write_step(c, part, next);
    rope_write(c->out, "\n}");
    c->loop_count--;
}

static void write_rest_of_for(struct copy *c, struct node *n, struct node **part)
{
    size_t open = source_find(c->source, n->begin, n->end, '(') + 1;
    size_t first = source_find(c->source, open, n->end, ';');
    enter_loop(c, n, NULL);
    rope_write(c->out, "for (");
    copy_source(c, first, part[3]->begin, c->out);
    write_inner(c, part[3]);
    c->loop_count--;
}

static void write_for(struct copy *c, struct node *n)
{
    struct node **part = node_for_parts(c->source, n);
    bool head = has_rewritten_head(c, n);
    if (!is_rewritten(part[0]) && !head) {
        enter_loop(c, n, NULL);
        copy_source(c, n->begin, part[3]->begin, c->out);
        write_inner(c, part[3]);
        c->loop_count--;
        return;
    }
    c->out->at = n->begin;
    rope_write(c->out, "{\n");
    if (part[0] != NULL)
        write_statement(c, part[0]);
    rope_write(c->out, "\n");
    if (head)
        write_bare_for(c, n, part);
    else
        write_rest_of_for(c, n, part);
    rope_write(c->out, "\n}");
}

static void write_continue(struct copy *c, struct node *n)
{
    const struct node *loop = loop_of(n);
    for (size_t i = c->loop_count; i-- > 0; )
        if (c->loops[i].node == loop && c->loops[i].next != NULL) {
            rope_insert(c->out, format("goto %s;", c->loops[i].next));
            return;
        }
    rope_insert(c->out, "continue;");
}

/* ---- return ----------------------------------------------------------------------------------------------------------------------------------- */

static const char *box_end(const struct copy *c)
{
    return c->f->boxed ? "kont__box_end(kont__b); " : "";
}

static void write_bare_return(struct copy *c)
{
    const char *value = c->again ? "return 0;" : "return;";
    rope_insert(c->out, c->f->boxed ? format("{ %s%s }", box_end(c), value) : value);
}

void write_return(struct copy *c, const struct rope *r)
{
    CXType t = c->f->result;
    bool pointer = c->again && type_is_pointer(t);
    if (r == NULL)
        write_bare_return(c);
    else if (!c->f->boxed && (!c->again || pointer)) {
        rope_insert(c->out, pointer ? "return (void *)(" : "return ");
        rope_append(c->out, r);
        rope_insert(c->out, pointer ? ");" : ";");
    } else {
        rope_insert(c->out, format("{ %s = ", type_declare(c->f->names, t, "kont__r")));
        rope_append(c->out, r);
        rope_insert(c->out, format("; %s%s }", box_end(c), !c->again ? "return kont__r;" : pointer ? "return (void *)kont__r;" :
                                   "return kont__to(&kont__r, sizeof kont__r);"));
    }
}

/* The call that n returns the value of, as the function's last act. */
static struct node *returned_call(struct node *n)
{
    while ((n->kind == CXCursor_ParenExpr || n->kind == CXCursor_CStyleCastExpr) && n->count == 1)
        n = n->child[0];
    return n->call != NULL && n->call->tail && !(n->call->mark != NULL && n->call->mark->noreturn) ? n : NULL;
}

static void write_cast_call(struct copy *c, const struct node *n, struct node *call, struct rope *r)
{
    struct rope value = { 0 };
    hoist_call(c, call, &value);
    copy_source(c, n->begin, call->begin, r);
    rope_append(r, &value);
    copy_source(c, call->end, n->end, r);
}

static void write_returned_value(struct copy *c, struct node *n);

/* return c ? f(x) : g(x): both are tail calls. */
static void write_returned_choice(struct copy *c, struct node *n)
{
    struct rope condition = { 0 };
    hoist(c, n->child[0], &condition);
    c->out->at = n->begin;
    rope_write(c->out, "\nif (");
    rope_append(c->out, &condition);
    rope_write(c->out, ") {\n");
    write_returned_value(c, n->child[1]);
    rope_write(c->out, "\n} else {\n");
    write_returned_value(c, n->child[2]);
    rope_write(c->out, "\n}");
}

static void write_returned_value(struct copy *c, struct node *n)
{
    struct rope r = { 0 };
    struct node *call = returned_call(n);
    const struct node *bare = node_bare(n);
    if (bare->kind == CXCursor_ConditionalOperator && bare->marked && node_is_branch(bare->child[1])) {
        write_returned_choice(c, (struct node *)bare);
        return;
    }
    if (call != NULL)
        write_cast_call(c, n, call, &r);
    else
        hoist(c, n, &r);
    write_return(c, &r);
}

static void write_returned(struct copy *c, struct node *n)
{
    c->out->at = n->begin;
    if (n->count > 0 && !type_is_void(c->f->result))
        write_returned_value(c, n->child[0]);
    else {
        if (n->count > 0)
            hoist_only(c, n->child[0]);
        write_bare_return(c);
    }
}

/* ---- All --------------------------------------------------------------------------------------------------------------------------------------- */

static void write_asm(struct copy *c, struct node *n)
{
    size_t at = n->begin;
    for (size_t i = 0; i < n->count; i++) {
        struct rope r = { 0 };
        hoist(c, n->child[i], &r);
        copy_source(c, at, n->child[i]->begin, c->out);
        rope_append(c->out, &r);
        at = n->child[i]->end;
    }
    copy_source(c, at, node_statement_end(c->source, n), c->out);
}

static void write_rewritten(struct copy *c, struct node *n)
{
    switch ((int)n->kind) {
    case CXCursor_CompoundStmt:
        write_block(c, n, NULL);
        break;
    case CXCursor_DeclStmt:
        write_declarations(c, n);
        break;
    case CXCursor_IfStmt: case CXCursor_SwitchStmt:
        write_choice(c, n);
        break;
    case CXCursor_WhileStmt:
        write_while(c, n);
        break;
    case CXCursor_DoStmt:
        write_do(c, n);
        break;
    case CXCursor_ForStmt:
        write_for(c, n);
        break;
    case CXCursor_ContinueStmt:
        write_continue(c, n);
        break;
    case CXCursor_ReturnStmt:
        write_returned(c, n);
        break;
    case CXCursor_GCCAsmStmt:
        write_asm(c, n);
        break;
    default:
        write_labelled(c, n);
    }
}

void write_statement(struct copy *c, struct node *n)
{
    c->out->at = n->begin;
    if (!n->rewritten)
        copy_source(c, n->begin, node_statement_end(c->source, n), c->out);
    else if (node_is_expression(n))
        hoist_only(c, n);
    else
        write_rewritten(c, n);
}
