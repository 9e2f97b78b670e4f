/* call.c: calls. */
#include "make.h"

static bool callable(const struct function *f, enum type result, struct access a)
{
    return type_fits(f->result, result) && (f->pure || (a.write & MEMORY)) &&
           (!f->is_static || f->file == m.self->file) && name_is_free(f->name);
}

static const struct function *some_function(enum type result, struct access a)
{
    const struct function *found[FUNCTIONS];
    unsigned count = 0;
    for (int i = 0; i < m.functions; i++)
        if (callable(&m.function[i], result, a))
            found[count++] = &m.function[i];
    return count == 0 ? NULL : found[choose(count)];
}

/* What the callee may do. */
static void put_share(void)
{
    put(choose(2) ? "n / 3" : "n / 4");
}

/* Something that nothing else touches meanwhile. */
static bool fits_pointer(const struct variable *v, enum type type, struct access a)
{
    if (v->shape == POINTER)
        return usable(v) && v->type == type && (a.read & v->self) && (a.write & v->points) == v->points;
    return may_point_to(v, type) && (a.write & v->self);
}

static void put_pointer(enum type type, struct access a, int depth)
{
    const struct variable *v = some_variable(fits_pointer, type, a);
    if (v == NULL || often(20)) {
        put("&(%s)", types[type].name);
        put_braces(type, 0, a, depth);
    } else if (v->shape == ARRAY)
        put("%s + %u", v->name, choose((unsigned)v->length));
    else
        put("%s%s", v->shape == POINTER ? "" : "&", v->name);
}

static void put_argument(const struct parameter *p, struct access a, int depth)
{
    if (p->shape == POINTER)
        put_pointer(p->type, a, depth);
    else if (p->shape == OPERATION)
        put_operation(a);
    else
        put_value(p->type, a, depth, ASSIGN);
}

bool put_call(enum type result, struct access a, int depth)
{
    struct access share[4];
    const struct function *f = some_function(result, a);
    if (f == NULL)
        return false;
    access_split(a, f->parameters, share);
    put("%s(", f->name);
    put_share();
    for (int i = 0; i < f->parameters; i++) {
        put(", ");
        put_argument(&f->parameter[i], share[i], depth - 1);
    }
    put(")");
    return true;
}

bool put_tick(struct access a, int depth)
{
    put("tick(");
    put_number(a, depth - 1, ASSIGN);
    put(")");
    return true;
}

static bool is_operation(const struct variable *v, enum type type, struct access a)
{
    (void)type;
    return v->shape == OPERATION && usable(v) && (a.read & v->self);
}

bool operations_callable(struct access a)
{
    return m.operations > 0 && (m.pure_operations || (a.write & MEMORY));
}

/* A pointer to one: a function, or what a variable holds. */
void put_operation(struct access a)
{
    const struct variable *v = some_variable(is_operation, T_VOID, a);
    const struct function *f = &m.function[choose((unsigned)m.operations)];
    unsigned which = choose(4);
    if (v != NULL && which == 1)
        put("%s", v->name);
    else if (v != NULL && which == 2 && name_is_free(f->name))
        put("(n & 1 ? %s : %s)", f->name, v->name);
    else if (name_is_free(f->name))
        put("%s%s", which == 3 ? "&" : "", f->name);
    else
        put("operations%d[0]", m.program);
}

/* What calls a pointer: every way that one writes. */
static void put_called(struct access a, int depth)
{
    const struct variable *v = some_variable(is_operation, T_VOID, a);
    unsigned which = choose(5);
    if (v != NULL && which < 2)
        put(which == 0 ? "%s" : "(*%s)", v->name);
    else if (which == 2) {
        put("operations%d[(unsigned)", m.program);
        put_number(a, depth - 1, UNARY);
        put(" %% %du]", m.operations);
    } else if (which == 3) {
        put("((struct holder){ 3, ");
        put_operation(a);
        put(" }).run");
    } else {
        put("(");
        put_operation(a);
        put(")");
    }
}

bool put_operation_call(struct access a, int depth)
{
    struct access share[2];
    if (!operations_callable(a))
        return false;
    access_split(a, 2, share);
    put_called(share[0], depth);
    put("(");
    put_share();
    put(", ");
    put_number(share[1], depth - 1, ASSIGN);
    put(")");
    return true;
}
