/* scope.c: variables, and the places in them that can be read and written. */
#include "make.h"

#include <stdio.h>
#include <string.h>

struct maker m;

static const char *const names[] = { "a", "b", "c", "d", "e", "x", "y", "z", "i", "p" };
enum { NAMES = sizeof names / sizeof *names };

void open_block(void)
{
    m.open_block[m.depth_of_blocks++] = m.block = m.blocks++;
}

void close_block(void)
{
    for (int i = 0; i < m.variables; i++)
        if (m.variable[i].block == m.block)
            m.variable[i].hidden = true, m.variable[i].name[0] = 0;
    m.depth_of_blocks--;
    m.block = m.open_block[m.depth_of_blocks - 1];
}

/* Inner variables come later. */
static const struct variable *visible(const char *name)
{
    for (int i = m.variables - 1; i >= 0; i--)
        if (strcmp(m.variable[i].name, name) == 0)
            return &m.variable[i];
    return NULL;
}

bool name_is_free(const char *name)
{
    return visible(name) == NULL;
}

bool usable(const struct variable *v)
{
    const struct variable *seen = visible(v->name);
    return !v->hidden && (v->file < 0 || v->file == m.self->file) && (seen == v || (seen == NULL && v->self == MEMORY));
}

/* Often a name that an outer variable has, now and then one of a function. */
static void name_variable(struct variable *v)
{
    const struct variable *seen;
    if (often(3))
        strcpy(v->name, m.function[choose((unsigned)m.functions)].name);
    else
        strcpy(v->name, names[choose(NAMES)]);
    for (int i = 0; (seen = visible(v->name)) != NULL && seen->block == m.block; i++)
        snprintf(v->name, sizeof v->name, "v%d", m.variables + i);
}

/* Hidden so far: its own initializer must not use it, nor what it shadows. */
struct variable *new_variable(enum type type, enum shape shape)
{
    struct variable v = { .type = type, .shape = shape, .block = m.block, .file = -1, .hidden = true };
    if (m.variables == VARIABLES)
        return NULL;
    name_variable(&v);
    v.self = UINT64_C(1) << m.variables;
    m.variable[m.variables] = v;
    return &m.variable[m.variables++];
}

/* One draw tells everything apart; 0 shares all. n, which all calls read, is always shared. */
void access_split(struct access a, int count, struct access share[])
{
    unsigned key = choose(1000);
    for (int i = 0; i < count; i++)
        share[i] = (struct access){ a.read, 0 };
    for (int bit = 1; bit < 64; bit++) {
        uint64_t mask = UINT64_C(1) << bit;
        unsigned owner = (key * (2u * (unsigned)bit + 1) >> 2) % ((unsigned)count + 1);
        if ((a.write & mask) == 0 || key == 0 || owner == (unsigned)count)
            continue;
        for (int i = 0; i < count; i++)
            share[i].read &= ~mask;
        share[owner].read |= mask;
        share[owner].write |= mask;
    }
}

static bool covers(uint64_t set, uint64_t bits)
{
    return (set & bits) == bits;
}

bool may_point_to(const struct variable *v, enum type type)
{
    return usable(v) && !v->fixed && !v->constant && v->shape != POINTER && v->shape != OPERATION && v->type == type && v->self != MEMORY;
}

static bool has_field(enum type record, enum type wanted)
{
    for (int i = 0; i < field_count; i++)
        if (fields[i].of == record && type_fits(fields[i].type, wanted))
            return true;
    return false;
}

static bool gives(const struct variable *v, enum type wanted, struct access a, bool write)
{
    uint64_t target = v->shape == POINTER ? v->points : v->self;
    if (!usable(v) || v->shape == OPERATION || !covers(a.read, v->self) || !covers(a.read, target))
        return false;
    if (write && ((v->constant && v->shape != POINTER) || !covers(a.write, target)))
        return false;
    return type_fits(v->type, wanted) || has_field(v->type, wanted);
}

static bool reads(const struct variable *v, enum type wanted, struct access a)
{
    return gives(v, wanted, a, false);
}

static bool writes(const struct variable *v, enum type wanted, struct access a)
{
    return gives(v, wanted, a, true);
}

const struct variable *some_variable(bool (*fits)(const struct variable *, enum type, struct access), enum type type, struct access a)
{
    const struct variable *found[VARIABLES + GLOBALS];
    unsigned count = 0;
    for (int i = 0; i < m.variables; i++)
        if (fits(&m.variable[i], type, a))
            found[count++] = &m.variable[i];
    for (int i = 0; i < m.globals; i++)
        if (fits(&m.global[i], type, a))
            found[count++] = &m.global[i];
    return count == 0 ? NULL : found[choose(count)];
}

static void put_index(int length, struct access a, int depth)
{
    if (depth <= 0) {
        put("[%u]", choose((unsigned)length));
        return;
    }
    put("[(unsigned)");
    put_number(a, depth - 1, UNARY);
    put(" %% %du]", length);
}

static const struct field *some_field(enum type record, enum type wanted)
{
    const struct field *found[20];
    unsigned count = 0;
    for (int i = 0; i < field_count; i++)
        if (fields[i].of == record && type_fits(fields[i].type, wanted))
            found[count++] = &fields[i];
    return found[choose(count)];
}

/* The path to a field of what stands there. */
static enum type put_field(enum type record, enum type wanted, const char *dot, struct access a, int depth)
{
    const struct field *f = some_field(record, wanted);
    put("%s%s", dot, f->name);
    if (f->length > 0)
        put_index(f->length, a, depth);
    return f->type;
}

static enum type put_pointed(const struct variable *v, enum type wanted, struct access a, int depth)
{
    if (!type_fits(v->type, wanted)) {
        put("%s", v->name);
        return put_field(v->type, wanted, "->", a, depth);
    }
    put(choose(2) ? "(*%s)" : "%s[0]", v->name);
    return v->type;
}

bool put_place(enum type wanted, struct access a, bool write, struct access index, int depth, struct place *place)
{
    const struct variable *v = some_variable(write ? writes : reads, wanted, a);
    if (v == NULL)
        return false;
    place->used = v->self | v->points;
    place->pointer = v->shape == POINTER ? v->self : 0;
    place->type = v->type;
    index.write &= ~place->used;
    if (v->shape == POINTER) {
        place->type = put_pointed(v, wanted, index, depth);
        return true;
    }
    put("%s", v->name);
    if (v->shape == ARRAY)
        put_index(v->length, index, depth);
    if (!type_fits(v->type, wanted))
        place->type = put_field(v->type, wanted, ".", index, depth);
    return true;
}
