/* declare.c: declarations. A name can be used when its initializer has ended. */
#include "make.h"

struct qualifiers {
    bool is_static, constant, is_volatile, is_register;
};

static struct qualifiers some_qualifiers(struct access a)
{
    unsigned which = choose(20);
    return (struct qualifiers){ which == 19 && (a.write & MEMORY), which == 18 || which == 17, which == 16, which == 15 };
}

static void put_qualifiers(struct qualifiers q)
{
    put("%s%s%s%s", q.is_static ? "static " : "", q.constant ? "const " : "", q.is_volatile ? "volatile " : "", q.is_register ? "register " : "");
}

static void declared(struct variable *v, struct access *a)
{
    v->hidden = false;
    a->read |= v->self;
    if (!v->constant)
        a->write |= v->self;
}

/* All objects of the type that there are now: they live at least as long as the pointer. */
static uint64_t targets(enum type type)
{
    uint64_t bits = 0;
    for (int i = 0; i < m.variables; i++)
        if (may_point_to(&m.variable[i], type))
            bits |= m.variable[i].self;
    return bits;
}

static bool is_target(const struct variable *v, enum type type, struct access a)
{
    return may_point_to(v, type) && (v->self & a.read);
}

static void put_target(enum type type, uint64_t bits)
{
    const struct variable *v = some_variable(is_target, type, (struct access){ bits, 0 });
    if (v->shape == ARRAY)
        put("%s + %u", v->name, choose((unsigned)v->length));
    else
        put("&%s", v->name);
}

static void put_initializer(const struct variable *v, struct access a, int depth)
{
    put(" = ");
    if (v->shape == ARRAY || (types[v->type].kind == RECORD && choose(2)))
        put_braces(v->type, v->length, a, depth);
    else
        put_value(v->type, a, depth, ASSIGN);
}

static void put_constant_initializer(const struct variable *v)
{
    if (v->shape == ARRAY || types[v->type].kind == RECORD)
        put(" = { %u }", choose(9));
    else
        put(" = %u", choose(9));
}

static void choose_shape(struct variable *v, struct qualifiers q)
{
    uint64_t points = targets(v->type);                 /* without what the variable's own name shadows */
    bool plain = !q.is_static && !q.is_volatile && !q.constant;
    if (points != 0 && plain && often(35)) {
        v->shape = POINTER;
        v->points = points;
    } else if (often(20) && !q.is_register) {
        v->shape = ARRAY;
        v->length = often(10) ? 30 : 1 + (int)choose(5);
    }
    v->constant = q.constant;
    v->fixed = q.is_volatile || q.is_register || q.is_static;
}

static void put_declarator(enum type type, struct qualifiers q, struct access *a, int depth)
{
    struct variable *v = new_variable(type, PLAIN);
    if (v == NULL) {
        put("spare%d", m.labels++);
        return;
    }
    choose_shape(v, q);
    put(v->shape == POINTER ? "*%s" : v->shape == ARRAY ? "%s[%d]" : "%s", v->name, v->length);
    if (v->shape == POINTER) {
        put(" = ");
        put_target(type, v->points);
    } else if (q.is_static) {
        put_constant_initializer(v);
        v->self = MEMORY;
    } else
        put_initializer(v, *a, depth);
    declared(v, a);
}

static void put_operation_declaration(struct access *a)
{
    struct variable *v = new_variable(T_VOID, OPERATION);
    if (v == NULL)
        return;
    put("op_t *%s = ", v->name);
    put_operation(*a);
    put(";\n");
    declared(v, a);
}

/* Declared, and given a value afterwards. */
static void put_late_declaration(enum type type, struct access *a, int depth)
{
    struct variable *v = new_variable(type, PLAIN);
    if (v == NULL)
        return;
    put("%s %s;\n%s = ", types[type].name, v->name, v->name);
    put_value(type, *a, depth, ASSIGN);
    put(";\n");
    declared(v, a);
}

void put_declaration(struct access *a, int depth)
{
    enum type type = some_type();
    struct qualifiers q = some_qualifiers(*a);
    q.is_register &= types[type].kind != RECORD;
    if (operations_callable(*a) && often(8)) {
        put_operation_declaration(a);
        return;
    }
    if (often(10)) {
        put_late_declaration(type, a, depth);
        return;
    }
    put_qualifiers(q);
    put("%s ", types[type].name);
    put_declarator(type, q, a, depth);
    if (often(20)) {
        put(", ");
        put_declarator(type, q, a, depth);
    }
    put(";\n");
}

void put_loop_variables(struct access *a, int depth)
{
    enum type type = some_integer();
    put("%s ", types[type].name);
    put_declarator(type, (struct qualifiers){ 0 }, a, depth);
}

static bool is_pointer(const struct variable *v, enum type type, struct access a)
{
    (void)type;
    return v->shape == POINTER && usable(v) && (a.write & v->self);
}

bool put_pointing(struct access a)
{
    const struct variable *v = some_variable(is_pointer, T_VOID, a);
    if (v == NULL || (targets(v->type) & v->points) == 0)
        return false;
    put("%s = ", v->name);
    put_target(v->type, v->points);
    put(";\n");
    return true;
}
