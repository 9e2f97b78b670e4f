/* check.c: which programs can be run: every name is bound, locals stay in their function, a tail resume stands where a
 * handler's value comes from. */
#include <string.h>

#include "ast.h"

struct scope {
    const struct scope *outer;
    const char *name;
    bool local;                                         /* a LOCAL of a function */
    bool wall;                                          /* no name: locals further out belong to another function */
};

static const struct scope *find(const struct scope *s, const char *name, bool *walled)
{
    *walled = false;
    for (; s != NULL; s = s->outer) {
        if (s->wall)
            *walled = true;
        else if (strcmp(s->name, name) == 0)
            return s;
    }
    return NULL;
}

static const char *check_name(const struct node *n, const struct scope *scope)
{
    bool walled;
    if (n->op != OP_VAR && n->op != OP_SET) {
        bool mark = n->op == OP_FIRST_MARK || n->op == OP_MARKS || n->op == OP_MARKS_OF || n->op == OP_WITH_MARK;
        const char *two = mark ? "mn" : "pq";
        if (strlen(n->name) == 1 && strchr(two, *n->name) != NULL)
            return NULL;
        return mark ? "a mark's key is m or n" : "a parameter is p or q";
    }
    const struct scope *s = find(scope, n->name, &walled);
    if (s == NULL)
        return "an unbound name";
    if (s->local && walled)
        return "a local variable of another function";
    if (n->op == OP_SET && !s->local)
        return "set! is for local variables";
    return NULL;
}

static const char *check_node(const struct node *n, const struct scope *scope, bool tail);

/* `tail`: the value of this kid is the value of a capture's handler. */
static const char *check_kid(const struct node *n, int i, const struct scope *scope, bool bind, bool tail)
{
    char kind = ast_kid_kind(n, i);
    struct scope wall = { scope, NULL, false, true };
    struct scope name = { kind == 'b' ? &wall : scope, n->name, n->op == OP_LOCAL, false };
    const struct scope *inner = bind ? &name : name.outer;
    return check_node(n->kid[i], inner, kind == 's' ? tail : kind == 'b' && ast_is_capture(n->op));
}

static const char *check_node(const struct node *n, const struct scope *scope, bool tail)
{
    if ((n->op == OP_RESUME_TAIL || n->op == OP_RESUME_TAIL_LAST) && !tail)
        return "a tail resume whose value is not that of a capture's handler";
    const char *error = n->tag == TAG_EXPR ? check_node(n->tag_expr, scope, false) : NULL;
    int kid = 0;
    bool bind = false;
    for (const char *s = ast_shape(n->op); *s != 0 && error == NULL; s++) {
        if (*s == 'x')
            bind = true;
        else if (*s == 'n')
            error = check_name(n, scope);
        else if (*s != 'T') {
            error = check_kid(n, kid++, scope, bind && *s != 'e', tail);
            bind = bind && *s == 'e';
        }
    }
    return error;
}

const char *ast_check(const struct node *n)
{
    return check_node(n, NULL, false);
}
