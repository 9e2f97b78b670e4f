/* trace.c: a state of the machine as a program: the continuation around the redex, which stands in [brackets]; variables are
 * replaced by what they are bound to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reduce.h"

enum { TRACE_TEXT = 1 << 16 };

struct writer {
    char *at;
    size_t room;
};

struct hidden {                                         /* a name bound inside the term that is printed */
    const struct hidden *outer;
    const char *name;
};

/* A term of the program, in its environment. `values` stand for its first operands. */
struct term {
    const struct node *node;
    const struct env *env;
    const struct value *values;
    int count;
    const struct slice *hole;                           /* frames to print in place of the operand after those; or null */
    bool open;                                          /* there is such a hole */
    const struct term *redex;                           /* what the innermost hole holds */
    const struct frame *around;                         /* the redex is this frame with what it holds */
};

static void put(struct writer *w, const char *text)
{
    size_t length = strlen(text);
    if (length + 1 > w->room)
        length = w->room - 1;
    memcpy(w->at, text, length);
    w->at += length;
    w->room -= length;
    *w->at = 0;
}

static void put_numbered(struct writer *w, const char *name, long id)
{
    char text[64];
    snprintf(text, sizeof text, "%s%ld", name, id);
    put(w, text);
}

static void put_node(struct writer *w, const struct node *n, const struct env *env, const struct hidden *hidden);
static void put_frames(struct writer *w, const struct slice *s, const struct term *redex);

static void put_value(struct writer *w, struct value v)
{
    switch (v.kind) {
    case V_INT:
        put_numbered(w, "", v.number);
        break;
    case V_CLOSURE: {
        struct hidden h = { NULL, v.closure->name };
        put(w, "(lambda ");
        put(w, v.closure->name);
        put(w, " ");
        put_node(w, v.closure->node, v.closure->env, &h);
        put(w, ")");
        break;
    }
    case V_KONT:
        put_numbered(w, "k", v.k->id);
        break;
    case V_CELL:
        put_numbered(w, "cell", v.cell->id);
        break;
    case V_OBJECT:
        put_numbered(w, "object", v.object->id);
        break;
    case V_HANDLE:
        put_numbered(w, "handle", v.number);
        break;
    case V_ERROR:
        put(w, v.error);
        break;
    }
}

static void put_variable(struct writer *w, const char *name, const struct env *env, const struct hidden *hidden)
{
    for (; hidden != NULL; hidden = hidden->outer)
        if (strcmp(hidden->name, name) == 0) {
            put(w, name);
            return;
        }
    while (env != NULL && strcmp(env->name, name) != 0)
        env = env->outer;
    if (env == NULL || env->local)
        put(w, name);
    else
        put_value(w, env->value);
}

/* One operand: already a value, or the hole, or still a term. */
static void put_operand(struct writer *w, const struct term *t, const struct node *n, int i, const struct hidden *hidden)
{
    if (i < t->count)
        put_value(w, t->values[i]);
    else if (i == t->count && t->open)
        put_frames(w, t->hole, t->redex);
    else
        put_node(w, n, t->env, hidden);
}

static void put_term(struct writer *w, const struct term *t, const struct hidden *hidden)
{
    const struct node *n = t->node;
    const char *shape = ast_shape(n->op);
    struct hidden name = { hidden, n->name };
    int kid = 0, operand = 0;
    bool bind = false;
    put(w, "(");
    put(w, ast_name(n->op));
    for (const char *s = shape; *s != 0; s++) {
        if (n->op != OP_APPLY || s != shape)
            put(w, " ");
        bind = bind || *s == 'x';
        if (*s == 'T' && n->tag != TAG_EXPR)
            put(w, ast_tag_name(n->tag));
        else if (*s == 'T')
            put_operand(w, t, n->tag_expr, operand++, hidden);
        else if (*s == 'x' || *s == 'n')
            put(w, n->name);
        else if (*s == 'e')
            put_operand(w, t, n->kid[kid++], operand++, hidden);
        else {
            put_node(w, n->kid[kid++], t->env, bind ? &name : hidden);
            bind = false;
        }
    }
    put(w, ")");
}

static void put_node(struct writer *w, const struct node *n, const struct env *env, const struct hidden *hidden)
{
    if (n->op == OP_INT)
        put_numbered(w, "", n->number);
    else if (n->op == OP_VAR)
        put_variable(w, n->name, env, hidden);
    else
        put_term(w, &(struct term){ .node = n, .env = env }, hidden);
}

static void put_thunk(struct writer *w, const struct node *n, const struct env *env)
{
    put_node(w, n, env, NULL);
    put(w, " ");
}

/* What a frame shows before its hole; what follows it is in put_after. */
static void put_before(struct writer *w, const struct frame *f)
{
    static const char *const names[] = {
        [F_SCOPE] = "(scope ", [F_BARRIER] = "(barrier ", [F_HANDLING] = "(handling ", [F_CALLEC] = "(callec ",
        [F_CROSSING] = "(crossing ", [F_PROMPT] = "(prompt ", [F_TRY] = "(try ", [F_WIND] = "(wind ", [F_LOCAL] = "(local ",
        [F_HANDLER] = "(with-handler ", [F_MARK] = "(with-mark ", [F_PARAM] = "(with-param ",
    };
    put(w, names[f->kind]);
    if (f->kind == F_PROMPT && f->object != NULL)
        put_numbered(w, "object", f->object->id);
    else if (f->kind == F_PROMPT)
        put(w, ast_tag_name(f->tag));
    else if (f->kind == F_LOCAL || f->kind == F_MARK || f->kind == F_PARAM) {
        put(w, f->node->name);
        put(w, " ");
        put_value(w, f->kind == F_LOCAL ? f->box->value : f->kind == F_MARK ? f->values[0] : f->cell->value);
    } else if (f->kind == F_CALLEC)
        put_numbered(w, "k", f->id);
    if (f->kind == F_PROMPT || f->kind == F_LOCAL || f->kind == F_MARK || f->kind == F_PARAM || f->kind == F_CALLEC)
        put(w, " ");
    if (f->kind == F_WIND)
        put_thunk(w, f->node->kid[0], f->env);
    if (f->kind == F_HANDLER) {
        put(w, f->node->name);
        put(w, " ");
        put_node(w, f->node->kid[0], f->env, &(struct hidden){ NULL, f->node->name });
        put(w, " ");
    }
}

static void put_after(struct writer *w, const struct frame *f)
{
    if (f->kind == F_WIND) {
        put(w, " ");
        put_node(w, f->node->kid[2], f->env, NULL);
    }
    if (f->kind == F_TRY && f->node != NULL) {
        put(w, " ");
        put(w, f->node->name);
        put(w, " ");
        put_node(w, f->node->kid[1], f->env, &(struct hidden){ NULL, f->node->name });
    }
    put(w, ")");
}

static void put_redex(struct writer *w, const struct term *redex)
{
    if (redex == NULL) {
        put(w, "x");
        return;
    }
    if (redex->node == NULL) {
        put_value(w, redex->values[0]);
        return;
    }
    put(w, "[");
    if (redex->node->op == OP_INT || redex->node->op == OP_VAR)
        put_node(w, redex->node, redex->env, NULL);
    else
        put_term(w, redex, NULL);
    put(w, "]");
}

/* RUN's own, the mark of a handler, and the body of a prompt that is not there, unless it has defers. */
static bool is_silent(const struct frame *f)
{
    bool no_operator = f->node == NULL && (f->kind == F_TRY || (f->kind == F_SCOPE && f->box->defers == NULL));
    return no_operator || f->kind == F_CAPTURED;
}

/* The frames, outermost first, around the redex; a null redex is printed as the x of \x. */
static void put_frames(struct writer *w, const struct slice *s, const struct term *redex)
{
    if (s == NULL) {
        put_redex(w, redex);
        return;
    }
    const struct frame *f = s->frame;
    if (f->kind == F_OPERANDS) {
        struct term t = { f->node, f->env, f->values, f->count, s->inner, true, redex, NULL };
        put_term(w, &t, NULL);
        return;
    }
    if (is_silent(f)) {
        put_frames(w, s->inner, redex);
        return;
    }
    bool marked = redex != NULL && redex->around == f;
    put(w, marked ? "[" : "");
    put_before(w, f);
    put_frames(w, s->inner, redex);
    put_after(w, f);
    put(w, marked ? "]" : "");
}

static const struct slice *outermost_first(const struct stack *k)
{
    const struct slice *s = NULL;
    for (; k != NULL; k = k->rest) {
        struct slice *outer = ARENA_NEW(struct slice);
        *outer = (struct slice){ k->top, s };
        s = outer;
    }
    return s;
}

static void trace(struct machine *m, const char *rule, const struct term *redex)
{
    static char text[TRACE_TEXT];
    struct writer w = { text, sizeof text };
    text[0] = 0;
    put_frames(&w, outermost_first(m->k), redex);
    m->run->trace(rule, text);
}

/* Operators that only put a frame on have rewritten nothing. */
static bool is_context(const struct node *n)
{
    enum op op = n->op;
    return op == OP_PROMPT || op == OP_BARRIER || op == OP_TRY || op == OP_SCOPE || op == OP_WITH_HANDLER || op == OP_WITH_MARK ||
           op == OP_WITH_PARAM;
}

void trace_node(struct machine *m, const char *rule, const struct node *n, const struct env *env, const struct value *v)
{
    if (m->run->trace == NULL || is_context(n))
        return;
    int count = 0;
    while (v != NULL && count < AST_OPERANDS && ast_operand(n, count) != NULL)
        count++;
    trace(m, rule, &(struct term){ .node = n, .env = env, .values = v, .count = count });
}

void trace_return(struct machine *m)
{
    static const char *const names[] = {
        [F_LOCAL] = "LOCAL", [F_PROMPT] = "PROMPT", [F_TRY] = "TRY", [F_SCOPE] = "SCOPE", [F_WIND] = "WIND", [F_MARK] = "MARK",
        [F_PARAM] = "PARAM", [F_BARRIER] = "BARRIER", [F_HANDLER] = "HANDLER", [F_HANDLING] = "HANDLING", [F_CALLEC] = "CALLEC",
        [F_CROSSING] = "CROSSING",
    };
    const struct frame *f = m->k->top;
    if (m->run->trace != NULL && !is_silent(f))
        trace(m, names[f->kind], &(struct term){ .values = &m->value, .around = f });
}

void trace_continuation(struct machine *m, const struct continuation *k)
{
    static char text[TRACE_TEXT];
    struct writer w = { text, sizeof text };
    text[0] = 0;
    if (m->run->trace == NULL || k->kind == K_ESCAPE)
        return;
    put_numbered(&w, "k", k->id);
    put(&w, " = \\x. ");
    put_frames(&w, k->picture != NULL ? k->picture : k->frames, NULL);
    m->run->trace(NULL, text);
}
