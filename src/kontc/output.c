/* output.c: what stands in place of a marked function f: its types and static variables, the descriptors, the two copies, and the
 * entry for unmarked callers. include/kont/cps.h says what each is for. */
#include "output.h"

#include "describe.h"
#include "entry.h"

#include <string.h>

/* ---- Before the copies ---------------------------------------------------------------------------------------------------------------- */

/* A struct's attributes may stand behind it. */
static size_t end_of_type(const struct source *s, CXCursor c)
{
    size_t end = extent_of(c).end;
    for (;;) {
        size_t at = source_skip_space(s, end), behind = source_skip_token(s, at);
        if (c.kind == CXCursor_TypedefDecl || !source_is(s, at, behind, "__attribute__"))
            return end;
        size_t open = source_skip_space(s, behind);
        end = source_find(s, open + 1, s->size, ')') + 1;
    }
}

static void write_types(const struct copy *c, struct rope *r)
{
    const struct function *f = c->f;
    for (size_t i = 0; i < f->type_count; i++) {
        copy_source(c, extent_of(f->types[i]).begin, end_of_type(f->source, f->types[i]), r);
        rope_write(r, ";\n");
    }
}

static void write_static(const struct copy *c, const struct local *l, struct rope *r)
{
    CXCursor init = clang_Cursor_getVarDeclInitializer(l->decl);
    r->at = l->begin;
    rope_writef(r, "static %s%s%s", clang_getCursorTLSKind(l->decl) != CXTLS_None ? "_Thread_local " : "",
                declared_alignment(c->source, l->decl), type_declare_variable(c->f->names, l->type, l->text, true));
    if (!clang_Cursor_isNull(init)) {
        rope_write(r, " = ");
        copy_source(c, extent_of(init).begin, extent_of(init).end, r);
    }
    rope_write(r, ";\n");
}

static void write_statics(const struct copy *c, struct rope *r)
{
    for (size_t i = 0; i < c->f->local_count; i++)
        if (c->f->locals[i]->kind == STATIC)
            write_static(c, c->f->locals[i], r);
}

static char *field(const struct function *f, const struct local *l)
{
    return l->kind == PARAMETER ? type_declare_parameter(f->names, l->type, l->field) : type_declare(f->names, l->type, l->field);
}

/* In the box: what is volatile stays so. */
static char *member(const struct function *f, const struct local *l)
{
    return l->kind == VARIABLE ? type_declare_variable(f->names, l->type, l->field, false) : field(f, l);
}

static void write_box(const struct function *f, struct rope *r)
{
    if (!f->boxed)
        return;
    rope_writef(r, "struct %s__box {\n", f->name);
    for (size_t i = 0; i < f->local_count; i++)
        if (f->locals[i]->boxed)
            rope_writef(r, "    %s%s;\n", declared_alignment(f->source, f->locals[i]->decl), member(f, f->locals[i]));
    rope_write(r, "};\n");
}

static void write_fields(const struct function *f, bool low, struct rope *r)
{
    for (size_t i = 0; i < f->local_count; i++)
        if (low ? f->locals[i]->saved_low && !f->locals[i]->saved : f->locals[i]->saved)
            rope_writef(r, "    %s;\n", field(f, f->locals[i]));
}

static const struct local *first_low(const struct function *f)
{
    for (size_t i = 0; i < f->local_count; i++)
        if (f->locals[i]->saved_low && !f->locals[i]->saved)
            return f->locals[i];
    return NULL;
}

/* What only place 0 saves comes last: the frames of the other places end before it. */
static void write_frame(const struct function *f, struct rope *r)
{
    rope_writef(r, "struct %s__frame {\n    kont__frame kont__head;\n", f->name);
    if (f->boxed)
        rope_writef(r, "    struct %s__box *kont__box;\n", f->name);
    write_fields(f, false, r);
    for (size_t i = 0; i < f->temporary_count; i++)
        if (f->temporaries[i]->saved)
            rope_writef(r, "    %s;\n", field(f, f->temporaries[i]));
    write_fields(f, true, r);
    rope_write(r, "};\n");
}

static const char *frame_size(const struct function *f, size_t site)
{
    const struct local *low = site > 0 ? first_low(f) : NULL;
    return low != NULL ? format("__builtin_offsetof(struct %s__frame, %s)", f->name, low->field) : format("sizeof(struct %s__frame)", f->name);
}

static void write_site(const struct function *f, size_t i, size_t begin, const struct description *d, struct rope *r)
{
    const char *box = f->boxed && i > 0 ? format("sizeof(struct %s__box)", f->name) : "0";
    rope_writef(r, "    { %s__%s, &%s__function, %zu, %s, %s, %u, %zu },\n", f->name, i > 0 ? "again" : "start", f->name, i, frame_size(f, i), box,
                source_place(f->source, begin).line, d->first[i]);
}

static void write_sites(const struct function *f, const struct description *d, struct rope *r)
{
    rope_writef(r, "static void *%s__start(kont__frame *, void *);\n", f->name);
    if (f->site_count > 0)
        rope_writef(r, "static void *%s__again(kont__frame *, void *);\n", f->name);
    rope_writef(r, "static const kont__site %s__sites[] __attribute__((unused)) = {\n", f->name);
    write_site(f, 0, f->extent.begin, d, r);
    for (size_t i = 0; i < f->site_count; i++)
        write_site(f, i + 1, f->sites[i]->begin, d, r);
    rope_write(r, "};\n");
}

static void write_function(const struct function *f, const char *locals, struct rope *r)
{
    rope_writef(r, "static const struct kont__function %s__function __attribute__((unused)) = { \"%s\", \"%s\", %s };\n", f->name, f->name,
                source_quoted(source_place(f->source, f->extent.begin).file), locals);
}

static void write_descriptors(const struct function *f, struct rope *r)
{
    if (!f->waits)
        return;
    if (!f->framed) {
        write_function(f, "0, 0", r);
        return;
    }
    const struct description *d = describe(f);
    write_box(f, r);
    write_frame(f, r);
    describe_write(f, d, r);
    write_function(f, format("%s__names, %s__locals", f->name, f->name), r);
    write_sites(f, d, r);
}

static bool is_used_parameter(const struct local *l)
{
    return l->kind == PARAMETER && l->used;
}

static void note_low(const struct function *f)
{
    for (size_t i = 0; i < f->local_count; i++)
        f->locals[i]->saved_low = f->framed && is_used_parameter(f->locals[i]);
}

/* "a, b" or "A a, B b": what place 0 saves. */
static const char *low_parameters(const struct function *f, bool declared)
{
    struct text t = { 0 };
    for (size_t i = 0; i < f->local_count; i++) {
        const struct local *l = f->locals[i];
        if (l->saved_low)
            text_addf(&t, "%s%s", t.size > 0 ? ", " : "", declared ? type_declare_parameter(f->names, l->type, l->own) : l->own);
    }
    return t.s != NULL ? t.s : declared ? "void" : "";
}

/* At the end of the C stack: nothing has begun, and a frame of place 0 has the parameters. */
static void write_low(struct copy *c, struct rope *r)
{
    const struct function *f = c->f;
    if (!f->framed)
        return;
    rope_writef(r, "static __attribute__((noinline, cold, unused)) %s\n{\n",
                type_declare(f->names, f->result, format("%s__low(%s)", f->name, low_parameters(f, true))));
    rope_writef(r, "    struct %s__frame *kont__s = kont__save(&%s__sites[0], 0);\n", f->name, f->name);
    for (size_t i = 0; i < f->local_count; i++)
        if (f->locals[i]->saved_low)
            rope_writef(r, "    %s\n", copy_store(format("kont__s->%s", f->locals[i]->field), f->locals[i]->own, f->locals[i]));
    rope_writef(r, "    (void)kont__s;\n    %s\n}\n", copy_nothing(c));
}

static void write_before(struct copy *c, struct rope *r)
{
    struct function *f = c->f;
    write_types(c, r);
    r->at = f->extent.begin;
    rope_writef(r, "%s;\n", declared_entry(f->names, f->cursor, false));
    rope_writef(r, "%s;\n", declared_entry(f->names, f->cursor, true));
    write_statics(c, r);
    r->at = f->extent.begin;
    write_descriptors(f, r);
    write_low(c, r);
}

/* ---- The fast copy ------------------------------------------------------------------------------------------------------------------------ */

static void test_low(struct copy *c)
{
    const struct function *f = c->f;
    const char *call = format("%s__low(%s);", f->name, low_parameters(f, false));
    rope_writef(c->out, type_is_void(f->result) ? "\nif (kont__low()) {\n    %s\n    return;\n}\n" : "\nif (kont__low())\n    return %s\n", call);
}

static void fill_box(struct copy *c)
{
    const struct function *f = c->f;
    if (!f->boxed)
        return;
    rope_writef(c->out, "struct %s__box *kont__b = kont__box(sizeof *kont__b);\n", f->name);
    for (size_t i = 0; i < f->local_count; i++)
        if (is_used_parameter(f->locals[i]) && f->locals[i]->boxed)
            rope_writef(c->out, "%s\n", copy_store(f->locals[i]->text, f->locals[i]->own, f->locals[i]));
}

static void write_end(struct copy *c)
{
    if (c->f->boxed || c->again) {
        c->out->at = c->f->extent.end - 1;
        write_return(c, NULL);
    }
}

/* The statements of the body, without its braces. */
static void write_body(struct copy *c)
{
    struct node *body = c->f->body;
    size_t at = body->begin + 1;
    for (size_t i = 0; i < body->count; i++) {
        copy_source(c, at, body->child[i]->begin, c->out);
        write_statement(c, body->child[i]);
        at = node_statement_end(c->source, body->child[i]);
    }
    copy_source(c, at, body->end - 1, c->out);
    if (type_is_void(c->f->result) || c->again)
        write_end(c);
    else if (strcmp(c->f->name, "main") == 0)
        rope_write(c->out, "return 0;\n");
}

/* The user's head, unless it defines a type, which now stands before it, or is in the old style. */
static void write_fast_head(struct copy *c)
{
    const struct function *f = c->f;
    size_t behind_name = parse_place(f->cursor) + strlen(f->name);
    bool types = source_find(c->source, f->extent.begin, f->body->begin, '{') < f->body->begin;
    if (!types && !declared_in_old_style(c->source, f->cursor)) {
        copy_source(c, f->extent.begin, behind_name, c->out);
        rope_insert(c->out, "__kont1");
        copy_source(c, behind_name, f->body->begin, c->out);
    } else
        rope_writef(c->out, "%s\n", declared_head(f->names, f->cursor, format("%s__kont1", f->name)));
    rope_source(c->out, f->body->begin, f->body->begin + 1);
}

static void write_fast(struct copy *c)
{
    struct function *f = c->f;
    write_fast_head(c);
    c->out->at = f->body->begin;
    if (f->framed) {
        test_low(c);
        fill_box(c);
    }
    write_body(c);
    rope_source(c->out, f->body->end - 1, f->body->end);
    rope_write(c->out, "\n");
}

/* ---- The resume copy ------------------------------------------------------------------------------------------------------------------------ */

static void write_parameters(struct copy *c)
{
    const struct function *f = c->f;
    for (size_t i = 0; i < f->local_count; i++)
        if (is_used_parameter(f->locals[i]) && !f->locals[i]->boxed)
            rope_writef(c->out, "%s;\n", type_declare_parameter(f->names, f->locals[i]->type, f->locals[i]->own));
}

static void write_jumps(struct copy *c)
{
    const struct function *f = c->f;
    if (f->site_count == 1) {
        rope_write(c->out, "goto kont__L1;\n");
        return;
    }
    rope_write(c->out, "switch (kont__site_of(kont__own)->state) {\n");
    for (size_t i = 1; i <= f->site_count; i++)
        rope_writef(c->out, "case %zu: goto kont__L%zu;\n", i, i);
    rope_write(c->out, "default: __builtin_unreachable();\n}\n");
}

static void write_again(struct copy *c)
{
    struct function *f = c->f;
    c->out->at = f->extent.begin;
    rope_writef(c->out, "static void *%s__again(kont__frame *kont__own, void *kont__v)\n{\n", f->name);
    rope_writef(c->out, "struct %s__frame *kont__f = (struct %s__frame *)kont__own;\n", f->name, f->name);
    if (f->boxed)
        rope_writef(c->out, "struct %s__box *kont__b = kont__f->kont__box;\n", f->name);
    write_parameters(c);
    rope_write(c->out, "(void)kont__v;\n");
    write_jumps(c);
    write_body(c);
    rope_write(c->out, "\n}\n");
}

/* ---- From place 0 ----------------------------------------------------------------------------------------------------------------------------- */

/* The parameters as the frame has them, and what names them in a call. */
static const char *reload_parameters(const struct function *f, struct rope *r)
{
    struct text t = { 0 };
    for (size_t i = 0; i < f->local_count; i++) {
        const struct local *l = f->locals[i];
        if (l->kind != PARAMETER)
            continue;
        rope_writef(r, "    %s;\n", type_declare_parameter(f->names, l->type, l->own));
        if (l->saved_low)
            rope_writef(r, "    %s\n", copy_store(l->own, format("kont__f->%s", l->field), l));
        text_addf(&t, "%s%s", t.size > 0 ? ", " : "", l->own);
    }
    return t.s != NULL ? t.s : "";
}

/* Calls the fast copy, which nothing has captured yet. */
static void write_start(struct function *f, struct rope *r)
{
    rope_writef(r, "static __attribute__((cold)) void *%s__start(kont__frame *kont__own, void *kont__v)\n{\n", f->name);
    rope_writef(r, "    struct %s__frame *kont__f = (struct %s__frame *)kont__own;\n    (void)kont__f, (void)kont__v;\n", f->name, f->name);
    rope_write(r, "    kont__cps.starts = 1;\n");
    const char *call = format("%s__kont1(%s);", f->name, reload_parameters(f, r));
    if (type_is_void(f->result))
        rope_writef(r, "    %s\n    return 0;\n}\n", call);
    else if (type_is_pointer(f->result))
        rope_writef(r, "    return (void *)%s\n}\n", call);
    else
        rope_writef(r, "    %s = %s\n    return kont__to(&kont__r, sizeof kont__r);\n}\n", type_declare(f->names, f->result, "kont__r"), call);
}

/* ---- The entry for unmarked callers ------------------------------------------------------------------------------------------------------- */

static void write_plain_entry(struct function *f, struct rope *r)
{
    bool empty = type_is_void(f->result);
    rope_writef(r, "{\n    %s%s__kont1(%s);\n}\n", empty ? "" : "return ", f->name, declared_arguments(f->cursor));
}

static void write_barrier(struct function *f, struct rope *r)
{
    bool noreturn = f->mark->noreturn, empty = type_is_void(f->result);
    const char *call = format("%s__kont1(%s);", f->name, declared_arguments(f->cursor));
    rope_writef(r, "{\n    if (kont__called_via((const void *)%s))%s\n", f->name, empty ? " {" : "");
    rope_writef(r, empty ? "        %s\n        return;\n    }\n" : "        return %s\n", call);
    rope_write(r, "    struct kont__unmarked kont__u;\n");
    rope_writef(r, "    kont__unmarked_enter(&kont__u, &%s__function);\n", f->name);
    rope_writef(r, "    %s%s\n", empty ? "" : format("%s = ", type_declare(f->names, f->result, "kont__r")), call);
    rope_write(r, "    if (kont__capturing())\n        ");
    rope_write(r, empty ? "kont__unmarked_go_on(&kont__u);\n" : "kont__from(&kont__r, sizeof kont__r, kont__unmarked_go_on(&kont__u));\n");
    rope_write(r, "    kont__unmarked_leave(&kont__u);\n");
    rope_write(r, noreturn ? "    __builtin_unreachable();\n}\n" : empty ? "}\n" : "    return kont__r;\n}\n");
}

/* What never returns to unmarked callers does return to marked ones: it is not compiled as what never returns. */
static void write_entry(struct function *f, struct rope *r)
{
    bool noreturn = f->mark->noreturn;
    const char *name = noreturn ? format("%s__entry", f->name) : f->name;
    r->at = f->extent.begin;
    rope_writef(r, "__attribute__((unused)) %s\n", noreturn ? declared_static(f->names, f->cursor, name) :
                declared_head(f->names, f->cursor, name));
    if (f->waits)
        write_barrier(f, r);
    else
        write_plain_entry(f, r);
    if (noreturn)
        rope_writef(r, "%s __attribute__((unused, alias(\"%s\")));\n", declared_entry(f->names, f->cursor, false), name);
}

/* ---- All -------------------------------------------------------------------------------------------------------------------------------------- */

static struct copy *begin_copy(struct function *f, struct rope *out, bool again)
{
    struct copy *c = allocate(sizeof *c);
    *c = (struct copy){ .f = f, .source = f->source, .again = again, .out = out };
    statements_find(c, f->body);
    return c;
}

struct output *output_function(struct function *f)
{
    struct output *o = allocate(sizeof *o);
    note_low(f);
    write_fast(begin_copy(f, &o->fast, false));
    if (f->site_count > 0)
        write_again(begin_copy(f, &o->again, true));
    if (f->framed)
        write_start(f, &o->again);
    write_before(begin_copy(f, &o->before, false), &o->before);
    write_entry(f, &o->entry);
    return o;
}
