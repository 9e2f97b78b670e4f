/* reader.c: from text to programs. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "ast.h"

struct reader {
    const char *at;
    const char *error;
};

static const struct node *read_expression(struct reader *r);

static void *fail(struct reader *r, const char *why)
{
    if (r->error == NULL)
        r->error = why;
    return NULL;
}

static void skip_space(struct reader *r)
{
    for (;;) {
        while (isspace((unsigned char)*r->at))
            r->at++;
        if (*r->at != ';')
            return;
        r->at += strcspn(r->at, "\n");
    }
}

static bool take(struct reader *r, char c)
{
    skip_space(r);
    if (*r->at != c)
        return false;
    r->at++;
    return true;
}

static bool at_word(struct reader *r)
{
    skip_space(r);
    return *r->at != 0 && strchr("();", *r->at) == NULL;
}

static const char *read_word(struct reader *r)
{
    if (!at_word(r))
        return fail(r, "a name was expected");
    size_t length = strcspn(r->at, " \t\r\n();");
    const char *word = arena_text(r->at, length);
    r->at += length;
    return word;
}

static const struct node *read_atom(struct reader *r)
{
    const char *word = read_word(r);
    if (word == NULL)
        return NULL;
    char *end;
    long number = strtol(word, &end, 10);
    if (*end == 0)
        return ast_int(number);
    struct node *n = ast_node(OP_VAR);
    n->name = word;
    return n;
}

/* A word that names no fixed tag is a variable whose value is a handle. */
static void read_tag(struct reader *r, struct node *n)
{
    struct reader before = *r;
    const char *word = at_word(r) ? read_word(r) : NULL;
    for (enum tag t = TAG_DEFAULT; word != NULL && t < TAG_EXPR; t++)
        if (strcmp(word, ast_tag_name(t)) == 0) {
            n->tag = t;
            return;
        }
    *r = before;
    n->tag = TAG_EXPR;
    n->tag_expr = read_expression(r);
}

static void read_fields(struct reader *r, struct node *n, const char *shape)
{
    int kid = 0;
    for (; *shape != 0 && r->error == NULL; shape++) {
        if (*shape == 'T')
            read_tag(r, n);
        else if (*shape == 'x' || *shape == 'n')
            n->name = read_word(r);
        else
            n->kid[kid++] = read_expression(r);
    }
}

/* begin, + and * are written with as many parts as one likes: (begin a b c) is (begin a (begin b c)), (+ a b c) is
 * (+ (+ a b) c). */
static const struct node *read_rest(struct reader *r, struct node *n)
{
    skip_space(r);
    if (r->error != NULL || *r->at == ')')
        return n;
    struct node *more = ast_node(n->op);
    more->kid[0] = n->op == OP_BEGIN ? n->kid[1] : n;
    more->kid[1] = read_expression(r);
    const struct node *rest = read_rest(r, more);
    if (n->op != OP_BEGIN)
        return rest;
    n->kid[1] = rest;
    return n;
}

static int find_operator(const char *word)
{
    for (int op = OP_LAMBDA; op < OP_COUNT; op++)
        if (*ast_name(op) != 0 && strcmp(ast_name(op), word) == 0)
            return op;
    return -1;
}

static const struct node *read_form(struct reader *r)
{
    struct reader before = *r;
    const char *word = at_word(r) ? read_word(r) : NULL;
    int op = word == NULL ? -1 : find_operator(word);
    if (op < 0) {
        *r = before;
        op = OP_APPLY;
    }
    struct node *n = ast_node(op);
    read_fields(r, n, ast_shape(op));
    const struct node *whole = n;
    if (op == OP_BEGIN || op == OP_ADD || op == OP_MUL)
        whole = read_rest(r, n);
    if (r->error == NULL && !take(r, ')'))
        return fail(r, "too many parts, or a parenthesis is not closed");
    return whole;
}

static const struct node *read_expression(struct reader *r)
{
    if (r->error != NULL)
        return NULL;
    if (take(r, '('))
        return read_form(r);
    if (!at_word(r))
        return fail(r, *r->at == 0 ? "the text ends too early" : "an expression was expected");
    return read_atom(r);
}

const struct node *ast_read_next(const char **text, const char **error)
{
    struct reader r = { *text, NULL };
    const struct node *n = read_expression(&r);
    skip_space(&r);
    *text = r.at;
    *error = r.error;
    return r.error == NULL ? n : NULL;
}

const struct node *ast_read(const char *text, const char **error)
{
    const struct node *n = ast_read_next(&text, error);
    if (n != NULL && *text != 0) {
        *error = "something follows the expression";
        return NULL;
    }
    return n;
}
