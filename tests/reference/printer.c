/* printer.c: from programs to text. */
#include <stdio.h>
#include <string.h>

#include "ast.h"

struct out {
    char *at;
    size_t room;
};

static void put(struct out *o, const char *text)
{
    size_t length = strlen(text);
    if (length + 1 > o->room)
        length = o->room - 1;
    memcpy(o->at, text, length);
    o->at += length;
    o->room -= length;
    *o->at = 0;
}

static void print_node(struct out *o, const struct node *n);

static void print_field(struct out *o, const struct node *n, char kind, int *kid)
{
    if (kind == 'T' && n->tag != TAG_EXPR)
        put(o, ast_tag_name(n->tag));
    else if (kind == 'T')
        print_node(o, n->tag_expr);
    else if (kind == 'x' || kind == 'n')
        put(o, n->name);
    else
        print_node(o, n->kid[(*kid)++]);
}

static void print_node(struct out *o, const struct node *n)
{
    if (n->op == OP_INT) {
        char digits[32];
        snprintf(digits, sizeof digits, "%ld", n->number);
        put(o, digits);
        return;
    }
    if (n->op == OP_VAR) {
        put(o, n->name);
        return;
    }
    put(o, "(");
    put(o, ast_name(n->op));
    int kid = 0;
    for (const char *s = ast_shape(n->op); *s != 0; s++) {
        if (n->op != OP_APPLY || s != ast_shape(n->op))
            put(o, " ");
        print_field(o, n, *s, &kid);
    }
    put(o, ")");
}

void ast_print(const struct node *n, char *text, size_t room)
{
    struct out o = { text, room };
    *text = 0;
    print_node(&o, n);
}
