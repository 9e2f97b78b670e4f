/* generate.c: random programs. Expressions are made by type, so that most of them run; a table says how often each operator is
 * chosen and what it is made of. The letters of `parts`, in the order of the operator's shape:
 *
 *     i f c l K o v   an operand: an integer, a function, a continuation of any kind, a cell with an integer, a composable
 *                     continuation, an object; the name of a local
 *     s b             as in the shape, with an integer for value
 *     T n x           as in the shape; `binds` is the type of the name that x binds
 *     ?               what a let binds: of any type */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "generate.h"

enum { SMALLEST = 5, LARGEST = 60, TRIES = 20 };

struct name {
    const struct name *outer;
    const char *text;
    char type;                                          /* as above, or: k composable, e of call/ec, x an exception, q a cell with a
                                                           continuation, h a prompt's handle, j an object's */
    int level;                                          /* the function that a local belongs to */
};

struct maker {
    uint64_t *random;
    int *names;                                         /* how many there are, in the whole program */
    const struct name *scope;
    int level;
    unsigned prompts;                                   /* tags whose prompts are around, as bits */
    bool tail;                                          /* the value is that of a capture's handler */
};

static const struct choice {
    enum op op;
    int weight;
    const char *parts;
    char binds;
} choices[] = {
    { OP_APPLY, 8, "fi", 0 }, { OP_LET, 14, "x?s", 0 }, { OP_BEGIN, 14, "is", 0 }, { OP_IF, 3, "iss", 0 },
    { OP_ADD, 10, "ii", 0 }, { OP_SUB, 3, "ii", 0 }, { OP_MUL, 3, "ii", 0 }, { OP_PRINT, 24, "i", 0 },
    { OP_GET, 8, "l", 0 }, { OP_PUT, 8, "li", 0 }, { OP_LOCAL, 12, "xis", 'v' }, { OP_SET, 40, "vi", 0 },
    { OP_PROMPT, 24, "Tb", 0 }, { OP_EXISTS, 1, "T", 0 }, { OP_ABORT, 6, "Ti", 0 },
    { OP_SHIFT, 9, "Txb", 'k' }, { OP_CONTROL, 7, "Txb", 'k' }, { OP_SHIFT0, 7, "Txb", 'k' }, { OP_CONTROL0, 7, "Txb", 'k' },
    { OP_SHIFT_ONCE, 2, "Txb", 'k' }, { OP_CONTROL_ONCE, 2, "Txb", 'k' }, { OP_SHIFT0_ONCE, 2, "Txb", 'k' },
    { OP_CONTROL0_ONCE, 2, "Txb", 'k' }, { OP_RESUME, 50, "ci", 0 }, { OP_RESUME_LAST, 10, "ci", 0 },
    { OP_RESUME_THUNK, 4, "cb", 0 }, { OP_RESUME_THUNK_LAST, 2, "cb", 0 }, { OP_RESUME_TAIL, 60, "Ki", 0 },
    { OP_RESUME_TAIL_LAST, 15, "Ki", 0 }, { OP_DROP, 5, "K", 0 }, { OP_CALLCC, 6, "xb", 'c' }, { OP_COMPOSABLE, 5, "Txb", 'k' },
    { OP_CALLEC, 4, "xb", 'e' }, { OP_WIND, 7, "bbb", 0 }, { OP_WITH_MARK, 4, "nib", 0 }, { OP_FIRST_MARK, 2, "Tni", 0 },
    { OP_MARKS, 4, "Tn", 0 }, { OP_MARKS_OF, 2, "Kn", 0 }, { OP_PARAM, 4, "n", 0 }, { OP_SET_PARAM, 3, "ni", 0 },
    { OP_WITH_PARAM, 4, "nib", 0 }, { OP_BARRIER, 2, "b", 0 }, { OP_RAISE, 3, "i", 0 }, { OP_RAISE_CONTINUABLE, 3, "i", 0 },
    { OP_TRY, 6, "bxs", 'x' }, { OP_WITH_HANDLER, 5, "xbb", 'x' }, { OP_DEFER, 6, "b", 0 }, { OP_SCOPE, 5, "b", 0 },
    { OP_ENTER, 50, "oi", 0 }, { OP_ENTER_THUNK, 10, "ob", 0 }, { OP_LEAVE, 40, "oi", 0 }, { OP_STATE, 4, "o", 0 },
    { OP_WITH_STACK, 2, "b", 0 },
};
enum { CHOICES = sizeof choices / sizeof *choices };

static const struct node *make(struct maker g, char type, int size);

/* splitmix64 */
static uint64_t next(struct maker *g)
{
    uint64_t z = *g->random += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static int below(struct maker *g, int n)
{
    return (int)(next(g) % (uint64_t)n);
}

static bool fits(const struct maker *g, const struct name *s, char type)
{
    if (s->type == 'v')
        return (type == 'v' || type == 'i') && s->level == g->level;
    if (type == 'c')
        return strchr("ckeq", s->type) != NULL;
    if (type == 'K')
        return s->type == 'k' || s->type == 'q';
    return s->type == type;
}

static const struct name *find(struct maker *g, char type)
{
    const struct name *chosen = NULL;
    int seen = 0;
    for (const struct name *s = g->scope; s != NULL; s = s->outer)
        if (fits(g, s, type) && below(g, ++seen) == 0)
            chosen = s;
    return chosen;
}

static const struct node *variable(const struct name *s)
{
    struct node *n = ast_node(OP_VAR);
    n->name = s->text;
    if (s->type != 'q')
        return n;
    struct node *get = ast_node(OP_GET);
    get->kid[0] = n;
    return get;
}

static struct node *number(struct maker *g)
{
    return ast_int(below(g, 6));
}

static const struct name *bind(struct maker *g, char type)
{
    char text[16];
    snprintf(text, sizeof text, "%c%d", type, ++*g->names);
    struct name *s = ARENA_NEW(struct name);
    *s = (struct name){ g->scope, arena_text(text, strlen(text)), type, g->level };
    return s;
}

static void choose_tag(struct maker *g, struct node *n, int size)
{
    const struct name *handle = find(g, 'h'), *own = find(g, 'j');
    if (own != NULL && n->op == OP_ABORT)
        handle = own;                                   /* nothing captures a prompt object by itself: that is not a program */
    if (handle != NULL && below(g, 4) == 0) {
        n->tag = TAG_EXPR;
        n->tag_expr = variable(handle);
        return;
    }
    bool any = n->op == OP_PROMPT || size == 0 || below(g, 25) == 0;
    do
        n->tag = (enum tag)below(g, TAG_O);
    while (!any && (g->prompts >> n->tag & 1) == 0);
}

/* What a name is bound to. A cell for continuations starts with a number: using it too early is a TYPE error. */
static const struct node *make_bound(struct maker g, char type, int size)
{
    struct node *n;
    switch (type) {
    case 'l':
    case 'q':
        n = ast_node(OP_CELL);
        n->kid[0] = number(&g);
        return n;
    case 'j':
        n = ast_node(OP_OBJECT_HANDLE);
        n->kid[0] = variable(find(&g, 'o'));
        return n;
    case 'h':
        n = ast_node(OP_HANDLE);
        choose_tag(&g, n, size);
        return n;
    case 'o':
        n = ast_node(OP_OBJECT);
        n->tag = TAG_O;
        g.scope = bind(&g, 'o');
        n->name = g.scope->text;
        g.level++;
        g.tail = false;
        n->kid[0] = make(g, 'i', size);
        return n;
    default:
        return make(g, type, size);
    }
}

static const struct node *make_lambda(struct maker g, int size)
{
    struct node *n = ast_node(OP_LAMBDA);
    g.level++;
    g.tail = false;
    g.scope = bind(&g, 'i');
    n->name = g.scope->text;
    n->kid[0] = make(g, 'i', size);
    return n;
}

/* For a kid of a node: what is around it. */
static struct maker around_kid(struct maker g, const struct node *n, char part)
{
    if (part == 'b') {
        g.level++;
        g.tail = ast_is_capture(n->op);
    } else if (part != 's')
        g.tail = false;
    if (n->op == OP_PROMPT && n->tag != TAG_EXPR)
        g.prompts |= 1u << n->tag;
    return g;
}

static void choose_name(struct maker *g, struct node *n)
{
    bool mark = n->op == OP_WITH_MARK || n->op == OP_FIRST_MARK || n->op == OP_MARKS || n->op == OP_MARKS_OF;
    static const char *const names[] = { "m", "n", "p", "q" };
    n->name = names[(mark ? 0 : 2) + (below(g, 4) == 0)];
}

static int count_kids(const char *parts)
{
    int kids = 0;
    for (; *parts != 0; parts++)
        kids += strchr("Txnv", *parts) == NULL;
    return kids;
}

static char choose_bound(struct maker *g)
{
    static const char types[] = "iiffllqqqoooooohjj";
    char type = types[below(g, sizeof types - 1)];
    return type == 'j' && find(g, 'o') == NULL ? 'o' : type;
}

static const struct node *make_choice(struct maker g, const struct choice *c, int size)
{
    struct node *n = ast_node(c->op);
    const struct name *name = NULL;
    int kid = 0, kids = count_kids(c->parts), left = size - 1;
    char bound = c->op == OP_LET ? choose_bound(&g) : c->binds;
    for (const char *part = c->parts; *part != 0; part++) {
        if (*part == 'T')
            choose_tag(&g, n, 1);
        else if (*part == 'n')
            choose_name(&g, n);
        else if (*part == 'v')
            n->name = find(&g, 'v')->text;
        else if (*part == 'x') {
            name = bind(&g, bound);
            n->name = name->text;
        } else {
            struct maker inner = around_kid(g, n, *part);
            int share = kid == kids - 1 ? left : left > 1 ? 1 + below(&g, left - 1) : 1;
            left -= share;
            if (name != NULL && (*part == 's' || *part == 'b')) {
                struct name *here = (struct name *)name;
                here->outer = inner.scope;
                here->level = inner.level;
                inner.scope = here;
                name = NULL;
            }
            n->kid[kid++] = *part == '?' ? make_bound(inner, bound, share)
                                         : make(inner, *part == 's' || *part == 'b' ? 'i' : *part, share);
        }
    }
    return n;
}

/* Keeps a continuation for later. */
static const struct node *make_stash(struct maker g, int size)
{
    const struct name *cell = find(&g, 'q'), *k = find(&g, 'c');
    if (cell == NULL || k == NULL || k->type == 'q')
        return NULL;
    struct node *in = ast_node(OP_VAR), *put = ast_node(OP_PUT), *begin = ast_node(OP_BEGIN);
    in->name = cell->text;
    put->kid[0] = in;
    put->kid[1] = variable(k);
    begin->kid[0] = put;
    begin->kid[1] = make(g, 'i', size - 4);
    return begin;
}

/* (if (get l) (begin (put l (- (get l) 1)) again) otherwise): goes back a few times. */
static const struct node *make_again(struct maker g, int size)
{
    const struct name *cell = find(&g, 'l'), *k = find(&g, 'c');
    if (cell == NULL || k == NULL)
        return NULL;
    struct node *get = ast_node(OP_GET), *minus = ast_node(OP_SUB), *put = ast_node(OP_PUT), *again = ast_node(OP_RESUME);
    struct node *begin = ast_node(OP_BEGIN), *test = ast_node(OP_IF);
    get->kid[0] = variable(cell);
    minus->kid[0] = get;
    minus->kid[1] = ast_int(1);
    put->kid[0] = variable(cell);
    put->kid[1] = minus;
    again->kid[0] = variable(k);
    again->kid[1] = number(&g);
    begin->kid[0] = put;
    begin->kid[1] = again;
    test->kid[0] = get;
    test->kid[1] = begin;
    test->kid[2] = make(g, 'i', size - 12);
    return test;
}

static bool possible(struct maker *g, const struct choice *c)
{
    if ((c->op == OP_RESUME_TAIL || c->op == OP_RESUME_TAIL_LAST) && !g->tail)
        return false;
    for (const char *p = c->parts; *p != 0; p++)
        if (strchr("cKlov", *p) != NULL && find(g, *p) == NULL)
            return false;
    return true;
}

static const struct choice *choose(struct maker *g)
{
    int total = 0;
    for (int i = 0; i < CHOICES; i++)
        total += choices[i].weight;
    int at = below(g, total), i = 0;
    while (at >= choices[i].weight)
        at -= choices[i++].weight;
    return &choices[i];
}

static const struct node *make_leaf(struct maker *g)
{
    const struct name *x = find(g, 'x'), *s = find(g, 'i');
    if (x != NULL && below(g, 4) == 0)
        return variable(x);
    return s != NULL && below(g, 3) != 0 ? variable(s) : number(g);
}

static const struct node *make(struct maker g, char type, int size)
{
    if (type == 'f') {
        const struct name *f = find(&g, 'f');
        return f != NULL && below(&g, 4) != 0 ? variable(f) : make_lambda(g, size);
    }
    if (type != 'i')
        return variable(find(&g, type));
    for (int i = 0; size > 1 && i < TRIES; i++) {
        int special = below(&g, 24);
        const struct node *n = special == 0 ? make_stash(g, size) : special == 1 ? make_again(g, size) : NULL;
        const struct choice *c = choose(&g);
        if (n == NULL && possible(&g, c))
            n = make_choice(g, c, size);
        if (n != NULL)
            return n;
    }
    return make_leaf(&g);
}

const struct node *generate(unsigned long seed)
{
    uint64_t random = seed;
    int names = 0;
    struct maker g = { .random = &random, .names = &names, .prompts = 1 << TAG_DEFAULT };
    next(&g);
    int size = SMALLEST + below(&g, LARGEST - SMALLEST);
    return make(g, 'i', size);
}
