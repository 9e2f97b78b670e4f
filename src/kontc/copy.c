/* copy.c: text, temporaries and tests of a copy. */
#include "copy.h"

#include <string.h>

void copy_source(const struct copy *c, size_t begin, size_t end, struct rope *r)
{
    const struct function *f = c->f;
    for (size_t i = 0; i < f->change_count; i++) {
        const struct change *change = &f->changes[i];
        bool inside = change->closing ? change->begin > begin && change->begin <= end : change->begin >= begin && change->begin < end;
        if (!inside)
            continue;
        rope_source(r, begin, change->begin);
        r->at = change->begin;
        rope_insert(r, change->text);
        begin = change->end;
    }
    rope_source(r, begin, end);
}

char *copy_declare(const struct copy *c, CXType t, const char *name)
{
    return type_declare(c->f->names, t, name);
}

struct rope *copy_rope(const struct copy *c)
{
    struct rope *r = allocate(sizeof *r);
    r->at = c->out->at;
    return r;
}

/* ---- Temporaries ----------------------------------------------------------------------------------------------------------------------- */

/* The second copy uses those of the first. */
struct local *copy_temporary(struct copy *c, CXType t)
{
    struct function *f = c->f;
    if (c->temporaries == f->temporary_count) {
        struct local *l = allocate(sizeof *l);
        l->kind = TEMPORARY;
        l->type = t;
        l->name = l->own = l->text = l->field = format("kont__t%zu", f->temporary_count + 1);
        PUSH(f->temporaries, f->temporary_count) = l;
    }
    return f->temporaries[c->temporaries++];
}

static void wait_for(struct copy *c, struct local *l)
{
    if (l == NULL || l->boxed || l->kind == STATIC || l->kind == ELSEWHERE)
        return;
    for (size_t i = 0; i < c->pending_count; i++)
        if (c->pending[i] == l)
            return;
    PUSH(c->pending, c->pending_count) = l;
}

static void wait_for_names(struct copy *c, size_t begin, size_t end)
{
    const struct function *f = c->f;
    for (size_t i = 0; i < f->reference_count; i++)
        if (f->references[i].begin >= begin && f->references[i].begin < end)
            wait_for(c, f->references[i].local);
}

static void wait_for_text(struct copy *c, const char *text)
{
    const struct function *f = c->f;
    for (size_t i = 0; i < f->temporary_count; i++)
        if (strcmp(text, f->temporaries[i]->text) == 0)
            wait_for(c, f->temporaries[i]);
    for (size_t i = 0; i < f->local_count; i++)
        if (strcmp(text, f->locals[i]->text) == 0)
            wait_for(c, f->locals[i]);
}

void copy_wait(struct copy *c, const struct rope *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->pieces[i].kind == FROM_SOURCE)
            wait_for_names(c, r->pieces[i].begin, r->pieces[i].end);
        else
            wait_for_text(c, r->pieces[i].text);
}

/* ---- Tests ------------------------------------------------------------------------------------------------------------------------------- */

const char *copy_nothing(const struct copy *c)
{
    CXType t = c->f->result;
    if (c->again)
        return "return 0;";
    if (type_is_void(t))
        return "return;";
    if (type_is_record(t) || clang_getCanonicalType(t).kind == CXType_Complex || clang_getCanonicalType(t).kind == CXType_Vector)
        return format("return (%s){ 0 };", type_name(c->f->names, t));
    return "return 0;";
}

static bool is_live(const struct call *call, const struct local *l)
{
    return call->live != NULL && (call->live[l->index / 64] >> l->index % 64 & 1);
}

char *copy_store(const char *to, const char *from, const struct local *l)
{
    if (type_is_array(l->type) && l->kind != PARAMETER)
        return format("__builtin_memcpy(%s, %s, sizeof %s);", to, from, from);
    if (type_has_constants(l->type))
        return format("__builtin_memcpy(&%s, &%s, sizeof %s);", to, from, from);
    return format("%s = %s;", to, from);
}

static void note_kept(const struct function *f, struct call *call, const struct local *l)
{
    if (l->kind == TEMPORARY)
        return;
    if (call->kept == NULL)
        call->kept = allocate((f->local_count / 64 + 1) * sizeof *call->kept);
    call->kept[l->index / 64] |= (uint64_t)1 << l->index % 64;
}

/* Writes a transfer of each local that site n saves, to the frame or from it, and returns how many. `skip` gets its value otherwise. */
static size_t transfer(struct copy *c, const struct node *n, const struct local *skip, bool to_frame, struct rope *r)
{
    const struct function *f = c->f;
    struct local **all = NULL;
    size_t count = 0;
    for (size_t i = 0; i < f->local_count; i++)
        if (is_live(n->call, f->locals[i]))
            PUSH(all, count) = f->locals[i];
    for (size_t i = 0; i < c->pending_count; i++)
        if (c->pending[i]->kind == TEMPORARY || !is_live(n->call, c->pending[i]))
            PUSH(all, count) = c->pending[i];
    for (size_t i = 0; i < count; i++) {
        struct local *l = all[i];
        const char *field = format("%s->%s", to_frame ? "kont__s" : "kont__f", l->field);
        l->saved = true;
        note_kept(f, n->call, l);
        if (l != skip)
            rope_writef(r, "\n    %s", to_frame ? copy_store(field, l->text, l) : copy_store(l->text, field, l));
    }
    return count;
}

static void write_value(const struct node *n, const struct local *to, struct rope *r)
{
    CXType t = clang_getCursorType(n->cursor);
    if (to == NULL || type_is_void(t))
        return;
    if (type_is_pointer(t))
        rope_writef(r, "\n    %s = kont__v;", to->text);
    else
        rope_writef(r, "\n    kont__from(&%s, sizeof %s, kont__v);", to->text, to->text);
}

/* Marked call n may come back. */
static bool comes_back(const struct node *n)
{
    return n->call->mark == NULL || !n->call->mark->noreturn;
}

/* It stands where the function ends, so that nobody who stops at the line of the call stops here too. */
static void write_save(struct copy *c, const struct node *n)
{
    const struct function *f = c->f;
    struct rope *r = c->out;
    bool saved = f->boxed;
    r->at = f->extent.end - 1;
    rope_writef(r, "\n    struct %s__frame *kont__s = kont__save(&%s__sites[%u], %s);", f->name, f->name, n->call->site,
                c->again ? "&kont__f->kont__head" : "0");
    if (f->boxed)
        rope_write(r, "\n    kont__s->kont__box = kont__b;");
    if (comes_back(n))
        saved |= transfer(c, n, NULL, true, r) > 0;
    rope_writef(r, "%s\n    %s\n}\n", saved ? "" : "\n    (void)kont__s;", copy_nothing(c));
}

void copy_test(struct copy *c, const struct node *n, const struct local *to)
{
    struct rope *r = c->out;
    r->at = n->begin;
    rope_write(r, "\nif (kont__capturing()) {");
    write_save(c, n);
    r->at = n->begin;
    if (!c->again)
        return;
    rope_writef(r, "if (0) {\nkont__L%u:;", n->call->site);
    if (comes_back(n)) {
        transfer(c, n, to, false, r);
        write_value(n, to, r);
    } else
        rope_write(r, "\n    __builtin_unreachable();");
    rope_write(r, "\n}\n");
}
