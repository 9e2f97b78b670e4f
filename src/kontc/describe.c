/* describe.c: what debuggers are told of a function. It is data that no code looks at: two tables, which go where the function goes. */
#include "describe.h"

#include <string.h>

static bool is_in_scope(const struct local *l, const struct node *at)
{
    return l->kind == PARAMETER || (l->begin < at->begin && (l->scope == NULL || (at->begin >= l->scope->begin && at->begin < l->scope->end)));
}

/* Whether a debugger finds l's value in a frame of place `site`, or in the box that the frame names. */
static bool is_kept(const struct function *f, size_t site, const struct local *l)
{
    if (l->kind > VARIABLE || *l->name == '\0')
        return false;
    if (site == 0)
        return l->saved_low;
    const struct node *n = f->sites[site - 1];
    const uint64_t *kept = n->call->kept;
    bool has = l->boxed ? l->used : kept != NULL && (kept[l->index / 64] >> l->index % 64 & 1);
    return has && is_in_scope(l, n);
}

static size_t add_name(struct description *d, struct type_names *names, const struct local *l)
{
    size_t at = d->names_size;
    const char *type = l->kind == PARAMETER ? type_declare_parameter(names, l->type, "") : type_name(names, l->type);
    text_addf(&d->names, "\\0%s\\0%s", l->name, source_quoted(type));
    d->names_size += strlen(l->name) + strlen(type) + 2;
    return at;
}

/* The rows of a place. `at`: where the name of each local stands; 0: not yet. */
static char *rows_of(const struct function *f, size_t site, struct description *d, size_t *at)
{
    struct text t = { 0 };
    for (size_t i = 0; i < f->local_count; i++) {
        const struct local *l = f->locals[i];
        if (!is_kept(f, site, l))
            continue;
        bool in_box = l->boxed && site > 0;
        if (at[i] == 0)
            at[i] = add_name(d, f->names, l);
        text_addf(&t, "    { %zu, %s__builtin_offsetof(struct %s__%s, %s)%s },\n", at[i], l->kind == PARAMETER ? "KONT__ARGUMENT | " : "",
                  f->name, in_box ? "box" : "frame", l->field, in_box ? " | KONT__IN_BOX" : "");
        d->row_count++;
    }
    if (t.size == 0)
        return NULL;
    text_add(&t, "    { 0, 0 },\n");
    d->row_count++;
    return t.s;
}

struct description *describe(const struct function *f)
{
    struct description *d = allocate(sizeof *d);
    size_t *at = allocate((f->local_count + 1) * sizeof *at);
    const char **rows = allocate((f->site_count + 1) * sizeof *rows);
    d->first = allocate((f->site_count + 1) * sizeof *d->first);
    d->names_size = d->row_count = 1;
    text_add(&d->rows, "    { 0, 0 },\n");
    for (size_t i = 0; i <= f->site_count; i++) {
        size_t first = d->row_count, same = 0;
        rows[i] = rows_of(f, i, d, at);
        while (same < i && (rows[i] == NULL || rows[same] == NULL || strcmp(rows[same], rows[i]) != 0))
            same++;
        if (rows[i] != NULL && same == i)
            text_add(&d->rows, rows[i]);
        else
            d->row_count = first;
        d->first[i] = rows[i] == NULL ? 0 : same < i ? d->first[same] : first;
    }
    return d;
}

void describe_write(const struct function *f, const struct description *d, struct rope *r)
{
    rope_writef(r, "static const struct kont__local %s__locals[] __attribute__((unused)) = {\n%s};\n", f->name, d->rows.s);
    rope_writef(r, "static const char %s__names[] __attribute__((unused)) = \"%s\";\n", f->name, d->names.s != NULL ? d->names.s : "");
}
