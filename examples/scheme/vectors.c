/* vectors.c: vectors, boxes, booleans, symbols' predicates. */
#include "builtins.h"
#include "call.h"

static value is_vector_p(value v) { return boolean(is_vector(v)); }
static value is_boolean_p(value v) { return boolean(v == TRUE || v == FALSE); }
static value is_symbol_p(value v) { return boolean(is_symbol(v)); }
static value is_procedure_p(value v) { return boolean(is_procedure(v)); }
static value not_p(value v) { return boolean(v == FALSE); }

static value make_vector_p(value n, value fill)
{
    size_t length;
    if (!take_index("make-vector", 1, n, FIXNUM_MAX / sizeof(value), 0, &length))
        return PENDING;
    return make_vector(length, fill == NULL ? UNSPECIFIED : fill);
}

static value vector(intptr_t argc, value *argv)
{
    struct vector *v = make_vector((size_t)argc, NIL);
    for (intptr_t i = 0; i < argc; i++)
        v->items[i] = argv[i];
    return v;
}

static value vector_length(value v)
{
    NEED(is_vector(v), "vector-length", 1, v, "vector");
    return fixnum((intptr_t)((struct vector *)v)->length);
}

value vector_ref(value v, value k)
{
    NEED(is_vector(v), "vector-ref", 1, v, "vector");
    NEED(is_fixnum(k), "vector-ref", 2, k, "index");
    if ((uintptr_t)to_fixnum(k) >= ((struct vector *)v)->length)
        return out_of_range("vector-ref", 2, k);
    return ((struct vector *)v)->items[to_fixnum(k)];
}

value vector_set(value v, value k, value x)
{
    NEED(is_vector(v), "vector-set!", 1, v, "vector");
    NEED(is_fixnum(k), "vector-set!", 2, k, "index");
    if ((uintptr_t)to_fixnum(k) >= ((struct vector *)v)->length)
        return out_of_range("vector-set!", 2, k);
    if (is_immutable(v))
        return failed("vector-set!", "the vector is a constant", list1(v));
    ((struct vector *)v)->items[to_fixnum(k)] = x;
    return UNSPECIFIED;
}

struct range {
    size_t start, end;
};

/* The optional arguments start and end, arguments n and n + 1. */
static bool take_range(const char *who, int n, value start, value end, size_t length, struct range *r)
{
    return take_index(who, n + 1, end, length, length, &r->end) && take_index(who, n, start, r->end, 0, &r->start);
}

static value vector_to_list(value v, value start, value end)
{
    struct range r;
    NEED(is_vector(v), "vector->list", 1, v, "vector");
    if (!take_range("vector->list", 2, start, end, ((struct vector *)v)->length, &r))
        return PENDING;
    value list = NIL;
    while (r.end-- > r.start)
        list = cons(((struct vector *)v)->items[r.end], list);
    return list;
}

value vector_as_list(value vector)
{
    return vector_to_list(vector, NULL, NULL);
}

value list_to_vector(value list)
{
    intptr_t n = list_length(list);
    NEED(n >= 0, "list->vector", 1, list, "list");
    struct vector *v = make_vector((size_t)n, NIL);
    for (intptr_t i = 0; i < n; i++, list = CDR(list))
        v->items[i] = CAR(list);
    return v;
}

static value vector_fill(intptr_t argc, value *argv)
{
    struct range r;
    NEED(is_vector(argv[0]), "vector-fill!", 1, argv[0], "vector");
    struct vector *v = argv[0];
    if (!take_range("vector-fill!", 3, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL, v->length, &r))
        return PENDING;
    if (is_immutable(v))
        return failed("vector-fill!", "the vector is a constant", list1(v));
    for (size_t i = r.start; i < r.end; i++)
        v->items[i] = argv[1];
    return UNSPECIFIED;
}

static value vector_copy(value v, value start, value end)
{
    struct range r;
    NEED(is_vector(v), "vector-copy", 1, v, "vector");
    if (!take_range("vector-copy", 2, start, end, ((struct vector *)v)->length, &r))
        return PENDING;
    struct vector *copy = make_vector(r.end - r.start, NIL);
    for (size_t i = 0; i < copy->length; i++)
        copy->items[i] = ((struct vector *)v)->items[r.start + i];
    return copy;
}

/* (vector-copy! to at from [start end]) */
static value vector_copy_to(intptr_t argc, value *argv)
{
    struct range r;
    size_t at;
    NEED(is_vector(argv[0]), "vector-copy!", 1, argv[0], "vector");
    NEED(is_vector(argv[2]), "vector-copy!", 3, argv[2], "vector");
    struct vector *to = argv[0], *from = argv[2];
    if (!take_range("vector-copy!", 4, argc > 3 ? argv[3] : NULL, argc > 4 ? argv[4] : NULL, from->length, &r) ||
        !take_index("vector-copy!", 2, argv[1], to->length, 0, &at))
        return PENDING;
    if (r.end - r.start > to->length - at)
        return out_of_range("vector-copy!", 2, argv[1]);
    if (is_immutable(to))
        return failed("vector-copy!", "the vector is a constant", list1(to));
    __builtin_memmove(to->items + at, from->items + r.start, (r.end - r.start) * sizeof(value));
    return UNSPECIFIED;
}

static value vector_append(intptr_t argc, value *argv)
{
    size_t length = 0, at = 0;
    for (intptr_t i = 0; i < argc; i++) {
        NEED(is_vector(argv[i]), "vector-append", (int)i + 1, argv[i], "vector");
        length += ((struct vector *)argv[i])->length;
    }
    struct vector *all = make_vector(length, NIL);
    for (intptr_t i = 0; i < argc; i++)
        for (size_t k = 0; k < ((struct vector *)argv[i])->length; k++)
            all->items[at++] = ((struct vector *)argv[i])->items[k];
    return all;
}

/* The items at i of all vectors; null where one has ended. */
static value items_at(value vectors, size_t i)
{
    value list = NIL;
    for (; vectors != NIL; vectors = CDR(vectors)) {
        struct vector *v = CAR(vectors);
        if (i >= v->length)
            return NULL;
        list = cons(v->items[i], list);
    }
    return reverse_onto(list, NIL);
}

static value not_all_vectors(const char *who, value vectors)
{
    for (int i = 2; vectors != NIL; vectors = CDR(vectors), i++)
        NEED(is_vector(CAR(vectors)), who, i, CAR(vectors), "vector");
    return NULL;
}

static KONT value vector_map(intptr_t argc, value f, value b, value c, value d)
{
    value vectors = arguments_from(1, argc, f, b, c, d), items, done = NIL;
    if (not_all_vectors("vector-map", vectors) != NULL)
        return PENDING;
    for (size_t i = 0; (items = items_at(vectors, i)) != NULL; i++) {
        value v = call_list(f, items);
        done = cons(v, done);
    }
    return list_to_vector(reverse_onto(done, NIL));
}

static KONT value vector_for_each(intptr_t argc, value f, value b, value c, value d)
{
    value vectors = arguments_from(1, argc, f, b, c, d), items;
    if (not_all_vectors("vector-for-each", vectors) != NULL)
        return PENDING;
    for (size_t i = 0; (items = items_at(vectors, i)) != NULL; i++)
        call_list(f, items);
    return UNSPECIFIED;
}

/* ---- Booleans, symbols: all equal ---- */

static value boolean_equal(intptr_t argc, value *argv)
{
    for (intptr_t i = 0; i < argc; i++)
        NEED(argv[i] == TRUE || argv[i] == FALSE, "boolean=?", (int)i + 1, argv[i], "boolean");
    for (intptr_t i = 1; i < argc; i++)
        if (argv[i] != argv[0])
            return FALSE;
    return TRUE;
}

static value symbol_equal(intptr_t argc, value *argv)
{
    for (intptr_t i = 0; i < argc; i++)
        NEED(is_symbol(argv[i]), "symbol=?", (int)i + 1, argv[i], "symbol");
    for (intptr_t i = 1; i < argc; i++)
        if (argv[i] != argv[0])
            return FALSE;
    return TRUE;
}

/* ---- Boxes: SRFI 111 ---- */

static value box(value v) { return make_box(v); }
static value is_box(value v) { return boolean(is_type(v, T_BOX)); }

static value unbox(value b)
{
    NEED(is_type(b, T_BOX), "unbox", 1, b, "box");
    return ((struct box *)b)->content;
}

static value set_box(value b, value v)
{
    NEED(is_type(b, T_BOX), "set-box!", 1, b, "box");
    ((struct box *)b)->content = v;
    return UNSPECIFIED;
}

static value void_p(void) { return UNSPECIFIED; }

static value gensym(void)
{
    static unsigned count;
    char name[24];
    __builtin_snprintf(name, sizeof name, "g%u", ++count);
    return make_uninterned(name);
}

static const struct definition definitions[] = {
    { "vector?", BASE, 1, 1, LEAF1(is_vector_p) },
    { "boolean?", BASE, 1, 1, LEAF1(is_boolean_p) },
    { "symbol?", BASE, 1, 1, LEAF1(is_symbol_p) },
    { "procedure?", BASE, 1, 1, LEAF1(is_procedure_p) },
    { "not", BASE, 1, 1, LEAF1(not_p) },
    { "make-vector", BASE, 1, 2, LEAF2(make_vector_p) },
    { "vector", BASE, 0, MANY, LEAFN(vector) },
    { "vector-length", BASE, 1, 1, LEAF1(vector_length) },
    { "vector-ref", BASE, 2, 2, LEAF2(vector_ref) },
    { "vector-set!", BASE, 3, 3, LEAF3(vector_set) },
    { "vector->list", BASE, 1, 3, LEAF3(vector_to_list) },
    { "list->vector", BASE, 1, 1, LEAF1(list_to_vector) },
    { "vector-fill!", BASE, 2, 4, LEAFN(vector_fill) },
    { "vector-copy", BASE, 1, 3, LEAF3(vector_copy) },
    { "vector-copy!", BASE, 3, 5, LEAFN(vector_copy_to) },
    { "vector-append", BASE, 0, MANY, LEAFN(vector_append) },
    { "vector-map", BASE, 2, MANY, CALLS(vector_map) },
    { "vector-for-each", BASE, 2, MANY, CALLS(vector_for_each) },
    { "boolean=?", BASE, 2, MANY, LEAFN(boolean_equal) },
    { "symbol=?", BASE, 2, MANY, LEAFN(symbol_equal) },
    { "box", EXTRA, 1, 1, LEAF1(box) },
    { "box?", EXTRA, 1, 1, LEAF1(is_box) },
    { "unbox", EXTRA, 1, 1, LEAF1(unbox) },
    { "set-box!", EXTRA, 2, 2, LEAF2(set_box) },
    { "void", EXTRA, 0, 0, LEAF0(void_p) },
    { "gensym", EXTRA, 0, 0, LEAF0(gensym) },
};

void vectors_start(void)
{
    define_all(definitions, COUNT(definitions));
}
