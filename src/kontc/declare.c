/* declare.c: declarations in a copy. Types and static variables stand before the function; what is in the box is assigned to. */
#include "copy.h"
#include "entry.h"

static struct node *init_of(const struct node *n)
{
    return n->kind == CXCursor_VarDecl && n->count > 0 ? n->child[0] : NULL;
}

/* In the resume copy what is constant is reloaded, too. */
static bool variable_changes(const struct copy *c, const struct node *n)
{
    const struct local *l = n->local;
    if (l == NULL || l->kind == ELSEWHERE)
        return false;
    return l->kind == STATIC || l->boxed || (init_of(n) != NULL && init_of(n)->rewritten) || (c->again && type_is_constant(l->type));
}

static bool declared_changes(const struct copy *c, const struct node *n)
{
    if (n->kind == CXCursor_VarDecl)
        return variable_changes(c, n);
    return declares_marked(c->f->marks, n->cursor) || type_renamed(c->f->names, n->cursor) != NULL;
}

bool declaration_changes(const struct copy *c, const struct node *n)
{
    for (size_t i = 0; i < n->count; i++)
        if (declared_changes(c, n->child[i]))
            return true;
    return false;
}

/* ---- What is in the box ------------------------------------------------------------------------------------------------------------ */

static bool is_aggregate(const struct node *init, CXType t)
{
    return node_bare(init)->kind == CXCursor_InitListExpr || type_is_array(t);
}

static void write_boxed(struct copy *c, const struct local *l, struct node *init)
{
    struct rope r = { 0 };
    const char *type = type_name(c->f->names, l->type);
    bool list = node_bare(init)->kind == CXCursor_InitListExpr;
    hoist(c, init, &r);
    c->out->at = l->begin;
    if (is_aggregate(init, l->type)) {
        rope_writef(c->out, "__builtin_memcpy(&%s, &(%s)%s", l->text, type, list ? "" : "{ ");
        rope_append(c->out, &r);
        rope_writef(c->out, "%s, sizeof %s);", list ? "" : " }", l->text);
    } else if (type_has_constants(l->type)) {
        rope_writef(c->out, "{ %s = ", type_declare(c->f->names, l->type, "kont__i"));
        rope_append(c->out, &r);
        rope_writef(c->out, "; __builtin_memcpy(&%s, &kont__i, sizeof kont__i); }", l->text);
    } else {
        rope_writef(c->out, "%s = ", l->text);
        rope_append(c->out, &r);
        rope_write(c->out, ";");
    }
}

/* ---- Plain variables ------------------------------------------------------------------------------------------------------------------- */

static bool names_itself(const struct copy *c, const struct node *n)
{
    const struct function *f = c->f;
    for (size_t i = 0; i < f->reference_count; i++)
        if (f->references[i].local == n->local && f->references[i].begin >= n->child[0]->begin && f->references[i].begin < n->child[0]->end)
            return true;
    return false;
}

/* `T x`: as it stands in the source where that has nothing else before the value. */
static void write_declarator(struct copy *c, const struct node *n, bool alone)
{
    const struct local *l = n->local;
    const struct node *init = init_of(n);
    bool constant = !c->again && type_is_constant(l->type);
    if (alone && init != NULL && !(c->again && type_is_constant(l->type)))
        copy_source(c, n->parent->begin, init->begin, c->out);
    else {
        c->out->at = n->begin;
        rope_writef(c->out, "%s%s%s", declared_alignment(c->source, l->decl), type_declare_variable(c->f->names, l->type, l->text, constant),
                    init != NULL ? " = " : "");
    }
}

static struct node *initial_call(const struct node *n)
{
    struct node *call = hoist_bare_call(n->child[0]);
    return call != NULL && !call->call->tail && type_same(n->local->type, clang_getCursorType(call->cursor)) ? call : NULL;
}

static void write_initialized(struct copy *c, struct node *n, bool alone)
{
    struct rope value = { 0 };
    struct node *call = initial_call(n);
    if (call != NULL)
        hoist_call(c, call, &value);
    else
        hoist(c, n->child[0], &value);
    write_declarator(c, n, alone);
    rope_append(c->out, &value);
    rope_insert(c->out, ";");
    if (call != NULL)
        copy_test(c, call, n->local);
}

/* T *p = make(sizeof *p): its name is known in its own initializer. */
static void write_later(struct copy *c, struct node *n)
{
    const struct local *l = n->local;
    struct rope value = { 0 };
    c->out->at = n->begin;
    rope_writef(c->out, "%s%s;\n", declared_alignment(c->source, l->decl), type_declare_variable(c->f->names, l->type, l->text, false));
    hoist(c, n->child[0], &value);
    if (is_aggregate(n->child[0], l->type)) {
        bool list = node_bare(n->child[0])->kind == CXCursor_InitListExpr;
        rope_writef(c->out, "__builtin_memcpy(&%s, &(%s)%s", l->text, type_name(c->f->names, l->type), list ? "" : "{ ");
        rope_append(c->out, &value);
        rope_writef(c->out, "%s, sizeof %s);", list ? "" : " }", l->text);
        return;
    }
    rope_writef(c->out, "%s = ", l->text);
    rope_append(c->out, &value);
    rope_write(c->out, ";");
}

static void write_variable(struct copy *c, struct node *n, bool alone)
{
    const struct node *init = init_of(n);
    if (init != NULL && init->rewritten && names_itself(c, n))
        write_later(c, n);
    else if (init != NULL)
        write_initialized(c, n, alone);
    else {
        write_declarator(c, n, false);
        rope_insert(c->out, ";");
    }
}

/* ---- All --------------------------------------------------------------------------------------------------------------------------------- */

static void write_declared(struct copy *c, struct node *n, bool alone)
{
    const struct local *l = n->local;
    if (n->kind != CXCursor_VarDecl && type_renamed(c->f->names, n->cursor) == NULL) {
        copy_source(c, n->begin, n->end, c->out);
        rope_write(c->out, ";");
        if (declares_marked(c->f->marks, n->cursor))
            rope_writef(c->out, " %s;", declared_entry(c->f->names, n->cursor, true));
    } else if (l == NULL || l->kind == STATIC)
        return;
    else if (l->kind == ELSEWHERE)
        rope_writef(c->out, "extern %s;", type_declare_variable(c->f->names, l->type, l->name, true));
    else if (!l->boxed)
        write_variable(c, n, alone);
    else if (init_of(n) != NULL)
        write_boxed(c, l, n->child[0]);
}

/* What a type that moves away uses is used all the same. */
static void write_uses(struct copy *c, const struct node *n)
{
    const struct function *f = c->f;
    c->out->at = n->begin;
    for (size_t i = 0; i < f->reference_count; i++) {
        const struct reference *r = &f->references[i];
        if (r->begin >= n->begin && r->begin < n->end && function_moves(f, r->begin))
            rope_writef(c->out, "(void)sizeof(%s); ", r->local->text);
    }
}

void write_declarations(struct copy *c, struct node *n)
{
    write_uses(c, n);
    for (size_t i = 0; i < n->count; i++)
        write_declared(c, n->child[i], n->count == 1);
}
