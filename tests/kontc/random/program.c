/* program.c: programs: their functions, what outlives these, and the one that calls them. */
#include "make.h"

#include <stdio.h>
#include <string.h>

static void choose_parameter(struct parameter *p, bool marked)
{
    p->type = some_type();
    p->shape = often(20) ? POINTER : PLAIN;
    if (marked && m.operations > 0 && often(8)) {
        p->shape = OPERATION;
        p->type = T_VOID;
    }
}

static void choose_operation(struct function *f)
{
    f->operation = f->marked = true;
    f->pure = m.pure_operations;
    f->result = T_ULONG;
    f->parameters = 1;
    f->parameter[0] = (struct parameter){ T_ULONG, PLAIN };
}

static void choose_function(struct function *f)
{
    f->marked = !often(25);
    f->pure = often(50);
    f->is_static = often(30);
    f->result = often(12) ? T_VOID : some_type();
    f->parameters = (int)choose(5);
    for (int i = 0; i < f->parameters; i++)
        choose_parameter(&f->parameter[i], f->marked);
}

static void choose_functions(void)
{
    m.functions = 1 + (int)choose(FUNCTIONS - 1);
    m.operations = (int)choose(4);
    m.pure_operations = choose(2);
    if (m.operations > m.functions)
        m.operations = m.functions;
    for (int i = 0; i < m.functions; i++) {
        struct function *f = &m.function[i];
        *f = (struct function){ .file = (int)choose(FILES) };
        snprintf(f->name, sizeof f->name, "f%d_%d", m.program, i);
        if (i < m.operations)
            choose_operation(f);
        else
            choose_function(f);
    }
}

static void choose_globals(void)
{
    m.globals = (int)choose(GLOBALS + 1);
    for (int i = 0; i < m.globals; i++) {
        struct variable *v = &m.global[i];
        *v = (struct variable){ .type = some_type(), .self = MEMORY, .file = (int)choose(FILES + 1) - 1, .fixed = true };
        if (choose(3) == 1) {
            v->shape = ARRAY;
            v->length = 1 + (int)choose(6);
        }
        snprintf(v->name, sizeof v->name, "g%d_%d", m.program, i);
    }
}

/* ---- what stands outside functions ---- */

static void put_global(const struct variable *v, const char *storage, bool defined)
{
    put("%s%s %s", storage, types[v->type].name, v->name);
    if (v->shape == ARRAY)
        put("[%d]", v->length);
    if (defined)
        put(v->shape == ARRAY || types[v->type].kind == RECORD ? " = { %u }" : " = %u", choose(9));
    put(";\n");
}

static void put_parameter(const struct parameter *p, const char *name)
{
    if (p->shape == OPERATION)
        put(", op_t *%s", name);
    else
        put(", %s %s%s", types[p->type].name, p->shape == POINTER ? "*" : "", name);
}

static void put_signature(const struct function *f, const struct variable *parameters)
{
    put("%s%s%s %s(unsigned n", f->is_static ? "static " : "", f->marked ? "KONT " : "", types[f->result].name, f->name);
    for (int i = 0; i < f->parameters; i++)
        put_parameter(&f->parameter[i], parameters != NULL ? parameters[i].name : "");
    put(")");
}

static void put_prototypes(bool are_static, int file)
{
    for (int i = 0; i < m.functions; i++)
        if (m.function[i].is_static == are_static && (!are_static || m.function[i].file == file)) {
            put_signature(&m.function[i], NULL);
            put(";\n");
        }
}

static void put_operations(void)
{
    put("op_t *const operations%d[] = { ", m.program);
    for (int i = 0; i < m.operations; i++)
        put("%s%s", i > 0 ? ", " : "", m.function[i].name);
    put(" };\n");
}

static void put_header(struct text *header)
{
    out = header;
    put_prototypes(false, 0);
    put("KONT void p%d(void);\n", m.program);
    if (m.operations > 0)
        put("extern op_t *const operations%d[];\n", m.program);
    for (int i = 0; i < m.globals; i++)
        if (m.global[i].file < 0)
            put_global(&m.global[i], "extern ", false);
}

static void put_file_scope(struct text *to, int file)
{
    out = to;
    put_prototypes(true, file);
    for (int i = 0; i < m.globals; i++) {
        const struct variable *v = &m.global[i];
        if (v->file == file || (v->file < 0 && file == 0))
            put_global(v, v->file < 0 ? "" : "static ", true);
    }
    if (file == 0 && m.operations > 0)
        put_operations();
}

/* ---- functions ---- */

/* What is in all variables: the last thing that a function does with them. */
static void put_mix_of(enum type type, const char *place)
{
    if (types[type].kind != RECORD) {
        put(types[type].kind == REAL ? "MIX(mixed, whole(%s)); " : "MIX(mixed, %s); ", place);
        return;
    }
    for (int i = 0; i < field_count; i++) {
        char inner[100];
        if (fields[i].of != type || types[fields[i].type].kind == RECORD)
            continue;
        snprintf(inner, sizeof inner, "%s.%s%s", place, fields[i].name, fields[i].length > 0 ? "[1]" : "");
        put_mix_of(fields[i].type, inner);
    }
}

static void put_mix(const struct variable *v)
{
    char place[60];
    if (!usable(v) || v->shape == OPERATION)
        return;
    if (v->shape == ARRAY)
        put("for (int at = 0; at < %d; at++) { ", v->length);
    snprintf(place, sizeof place, v->shape == ARRAY ? "%s[at]" : v->shape == POINTER ? "(*%s)" : "%s", v->name);
    put_mix_of(v->type, place);
    put(v->shape == ARRAY ? "}\n" : "\n");
}

static void put_end(struct access a)
{
    put_labels(true);
    put("unsigned long mixed = 0;\n");
    for (int i = 0; i < m.variables; i++)
        put_mix(&m.variable[i]);
    if (!m.self->pure)
        put("trace(mixed);\n");
    if (m.self->result == T_VOID)
        return;
    put("return ");
    if (types[m.self->result].kind == INTEGER && choose(2) == 0)
        put("mixed");
    else
        put_value(m.self->result, a, 3, COMMA);
    put(";\n");
}

/* Variable 0 is n: only BURN() writes to it. */
static struct access begin_function(const struct function *f)
{
    m.self = f;
    m.variables = m.blocks = m.depth_of_blocks = m.labels = m.forwards = m.backs = m.loop_mark = m.cases = 0;
    m.switch_mark = -1;
    m.inside = m.may_break = m.may_continue = false;
    m.budget = 10 + (int)choose(150);
    m.statements = 3 + (int)choose(16);
    open_block();
    m.variable[m.variables++] = (struct variable){ .name = "n", .type = T_UNSIGNED, .constant = true, .self = 1, .file = -1 };
    return (struct access){ 1 | (f->pure ? 0 : MEMORY), 1 | (f->pure ? 0 : MEMORY) };
}

static void declare_parameters(const struct function *f, struct access *a)
{
    for (int i = 0; i < f->parameters; i++) {
        struct variable *v = new_variable(f->parameter[i].type, f->parameter[i].shape);
        a->read |= v->self;
        a->write |= v->self;
    }
    for (int i = 0; i < f->parameters; i++) {
        struct variable *v = &m.variable[1 + i];
        v->hidden = false;
        if (v->shape != POINTER)
            continue;
        v->points = UINT64_C(1) << (VARIABLES - 1 + i);
        v->constant = true;
        a->read |= v->points;
        a->write |= v->points;
    }
}

static void put_function(const struct function *f)
{
    struct access a = begin_function(f);
    declare_parameters(f, &a);
    put("\n");
    put_signature(f, &m.variable[1]);
    put("\n{\nif (n == 0) return ");
    if (f->result != T_VOID)
        put_value(f->result, a, 0, COMMA);
    put(";\n");
    put_statements(&a, 3);
    put_end(a);
    put("}\n");
}

static void put_main(void)
{
    static const struct function function = { .name = "", .result = T_VOID, .marked = true };
    struct access a = begin_function(&function);
    m.statements += 4;
    put("\nKONT void p%d(void)\n{\nunsigned n = 20;\n", m.program);
    put_statements(&a, 3);
    put_statements(&a, 3);
    put_end(a);
    put("}\n");
}

int put_program(int number, struct text *header, struct text files[FILES])
{
    memset(&m, 0, sizeof m);
    m.program = number;
    choose_functions();
    choose_globals();
    put_header(header);
    for (int i = 0; i < FILES; i++)
        put_file_scope(&files[i], i);
    for (int i = 0; i < m.functions; i++) {
        out = &files[m.function[i].file];
        choose_from(1 + i);
        put_function(&m.function[i]);
    }
    out = &files[0];
    choose_from(PARTS - 1);
    put_main();
    return m.functions + 1;
}
