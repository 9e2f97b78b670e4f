/* records.c: define-record-type's procedures: closures whose bodies are nodes made here. */
#include "builtins.h"
#include "nodes.h"

struct record_node {
    struct node node;
    struct lambda code;                                 /* of its closure */
    struct record_type *type;
    size_t index;                                       /* of the field */
    size_t count;                                       /* of a constructor's arguments */
    size_t fields[];                                    /* which fields they are */
};

#define UNUSED (void)self, (void)a, (void)b, (void)c, (void)d

static inline bool is_record_of(value v, const struct record_type *type)
{
    return is_type(v, T_RECORD) && ((struct record *)v)->type == type;
}

static value not_of_type(struct record_node *q, value v)
{
    return wrong_type(q->code.name, 1, v, ((struct symbol *)q->type->name)->name);
}

NODE(run_predicate)
{
    UNUSED;
    return boolean(is_record_of(a, ((struct record_node *)n)->type));
}

NODE(run_accessor)
{
    UNUSED;
    struct record_node *q = (struct record_node *)n;
    if (__builtin_expect(!is_record_of(a, q->type), 0))
        return not_of_type(q, a);
    return ((struct record *)a)->fields[q->index];
}

NODE(run_modifier)
{
    UNUSED;
    struct record_node *q = (struct record_node *)n;
    if (__builtin_expect(!is_record_of(a, q->type), 0))
        return not_of_type(q, a);
    ((struct record *)a)->fields[q->index] = b;
    return UNSPECIFIED;
}

NODE(run_constructor)
{
    UNUSED;
    struct record_node *q = (struct record_node *)n;
    struct record *r = allocate(sizeof *r + q->type->fields * sizeof(value), T_RECORD);
    r->type = q->type;
    for (size_t i = 0; i < q->type->fields; i++)
        r->fields[i] = FALSE;
    for (size_t i = 0; i < q->count; i++)
        r->fields[q->fields[i]] = argument((intptr_t)i, (intptr_t)q->count, a, b, c, d);
    return r;
}

static value make_procedure(run_fn *run, value type, value name, int arguments, struct record_node **node)
{
    struct record_node *q = make_node(sizeof *q + (size_t)arguments * sizeof q->fields[0], run, NULL);
    q->type = type;
    q->code.name = ((struct symbol *)name)->name;
    q->code.required = arguments;
    q->code.body = &q->node;
    *node = q;
    return make_closure(&q->code, 0);
}

/* (%make-record-type name (field ...)) */
static value make_record_type(value name, value fields)
{
    size_t count = (size_t)list_length(fields);
    struct record_type *t = allocate(sizeof *t + count * sizeof(value), T_RECORD_TYPE);
    t->name = name;
    t->fields = count;
    for (size_t i = 0; i < count; i++, fields = CDR(fields))
        t->field_names[i] = CAR(fields);
    return t;
}

static value record_constructor(value type, value name, value indices)
{
    struct record_node *q;
    value f = make_procedure(run_constructor, type, name, (int)list_length(indices), &q);
    for (; indices != NIL; indices = CDR(indices))
        q->fields[q->count++] = (size_t)to_fixnum(CAR(indices));
    return f;
}

static value record_predicate(value type, value name)
{
    struct record_node *q;
    return make_procedure(run_predicate, type, name, 1, &q);
}

static value record_accessor(value type, value name, value index)
{
    struct record_node *q;
    value f = make_procedure(run_accessor, type, name, 1, &q);
    q->index = (size_t)to_fixnum(index);
    return f;
}

static value record_modifier(value type, value name, value index)
{
    struct record_node *q;
    value f = make_procedure(run_modifier, type, name, 2, &q);
    q->index = (size_t)to_fixnum(index);
    return f;
}

static const struct definition definitions[] = {
    { "%make-record-type", HIDDEN, 2, 2, LEAF2(make_record_type) },
    { "%record-constructor", HIDDEN, 3, 3, LEAF3(record_constructor) },
    { "%record-predicate", HIDDEN, 2, 2, LEAF2(record_predicate) },
    { "%record-accessor", HIDDEN, 3, 3, LEAF3(record_accessor) },
    { "%record-modifier", HIDDEN, 3, 3, LEAF3(record_modifier) },
};

void records_start(void)
{
    define_all(definitions, COUNT(definitions));
}
