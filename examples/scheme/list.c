/* list.c: pairs and lists. */
#include "builtins.h"
#include "call.h"
#include "node.h"

intptr_t list_length(value list)
{
    intptr_t n = 0;
    value slow = list;
    while (is_pair(list)) {
        list = CDR(list);
        if ((++n & 1) == 0) {
            slow = CDR(slow);
            if (slow == list)
                return -1;
        }
    }
    return list == NIL ? n : -1;
}

value list1(value a) { return cons(a, NIL); }
value list2(value a, value b) { return cons(a, list1(b)); }
value list3(value a, value b, value c) { return cons(a, list2(b, c)); }

value reverse_onto(value list, value tail)
{
    for (; is_pair(list); list = CDR(list))
        tail = cons(CAR(list), tail);
    return tail;
}

value car(value v)
{
    NEED(is_pair(v), "car", 1, v, "pair");
    return CAR(v);
}

value cdr(value v)
{
    NEED(is_pair(v), "cdr", 1, v, "pair");
    return CDR(v);
}

static value set_car(value p, value v)
{
    NEED(is_pair(p), "set-car!", 1, p, "pair");
    if (is_immutable(p))
        return failed("set-car!", "the pair is a constant", list1(p));
    CAR(p) = v;
    return UNSPECIFIED;
}

static value set_cdr(value p, value v)
{
    NEED(is_pair(p), "set-cdr!", 1, p, "pair");
    if (is_immutable(p))
        return failed("set-cdr!", "the pair is a constant", list1(p));
    CDR(p) = v;
    return UNSPECIFIED;
}

/* caar to cddddr: the letters of the name, last first. */
static value follow(const char *name, value v)
{
    const char *end = name;
    while (*end != 'r')
        end++;
    value at = v;
    while (--end > name) {
        NEED(is_pair(at), name, 1, v, "pair of this shape");
        at = *end == 'a' ? CAR(at) : CDR(at);
    }
    return at;
}
#define FOLLOW(name) static value name(value v) { return follow(#name, v); }
FOLLOW(caar) FOLLOW(cadr) FOLLOW(cdar) FOLLOW(cddr)
FOLLOW(caaar) FOLLOW(caadr) FOLLOW(cadar) FOLLOW(caddr) FOLLOW(cdaar) FOLLOW(cdadr) FOLLOW(cddar) FOLLOW(cdddr)
FOLLOW(caaaar) FOLLOW(caaadr) FOLLOW(caadar) FOLLOW(caaddr) FOLLOW(cadaar) FOLLOW(cadadr) FOLLOW(caddar) FOLLOW(cadddr)
FOLLOW(cdaaar) FOLLOW(cdaadr) FOLLOW(cdadar) FOLLOW(cdaddr) FOLLOW(cddaar) FOLLOW(cddadr) FOLLOW(cdddar) FOLLOW(cddddr)

static value is_null_p(value v) { return boolean(v == NIL); }
static value is_pair_p(value v) { return boolean(is_pair(v)); }
static value is_list_p(value v) { return boolean(list_length(v) >= 0); }

static value make_list(intptr_t argc, value *argv)
{
    size_t n;
    if (!take_index("make-list", 1, argv[0], FIXNUM_MAX, 0, &n))
        return PENDING;
    value list = NIL;
    while (n-- > 0)
        list = cons(argc > 1 ? argv[1] : UNSPECIFIED, list);
    return list;
}

static value list(intptr_t argc, value *argv)
{
    value list = NIL;
    while (argc-- > 0)
        list = cons(argv[argc], list);
    return list;
}

static value cons_star(intptr_t argc, value *argv)
{
    value list = argv[--argc];
    while (argc-- > 0)
        list = cons(argv[argc], list);
    return list;
}

static value length(value list)
{
    intptr_t n = list_length(list);
    NEED(n >= 0, "length", 1, list, "list");
    return fixnum(n);
}

static value append(intptr_t argc, value *argv)
{
    if (argc == 0)
        return NIL;
    value tail = argv[argc - 1];
    for (intptr_t i = argc - 1; i-- > 0;) {
        NEED(list_length(argv[i]) >= 0, "append", (int)i + 1, argv[i], "list");
        value *end, head = tail;
        end = &head;
        for (value p = argv[i]; p != NIL; p = CDR(p)) {
            *end = cons(CAR(p), tail);
            end = &CDR(*end);
        }
        tail = head;
    }
    return tail;
}

static value reverse(value list)
{
    NEED(list_length(list) >= 0, "reverse", 1, list, "list");
    return reverse_onto(list, NIL);
}

/* The pair k links on; null where the list is shorter. */
static value link_at(value list, value k)
{
    if (!is_fixnum(k) || to_fixnum(k) < 0)
        return NULL;
    intptr_t n = to_fixnum(k);
    for (; n > 0 && is_pair(list); n--)
        list = CDR(list);
    return n > 0 ? NULL : list;
}

static value list_tail(value list, value k)
{
    value tail = link_at(list, k);
    return tail == NULL ? out_of_range("list-tail", 2, k) : tail;
}

static value list_ref(value list, value k)
{
    value tail = link_at(list, k);
    return tail == NULL || !is_pair(tail) ? out_of_range("list-ref", 2, k) : CAR(tail);
}

static value list_set(value list, value k, value v)
{
    value tail = link_at(list, k);
    if (tail == NULL || !is_pair(tail))
        return out_of_range("list-set!", 2, k);
    CAR(tail) = v;
    return UNSPECIFIED;
}

/* An improper list keeps its end. */
static value list_copy(value list)
{
    value head = list, *end = &head;
    if (list_length(list) < 0 && is_pair(list) && is_pair(CDR(list)) && list_length(CDR(list)) < 0) {
        value slow = list, fast = list;                 /* circular lists have no copy */
        while (is_pair(fast) && is_pair(CDR(fast))) {
            fast = CDDR(fast);
            slow = CDR(slow);
            NEED(fast != slow, "list-copy", 1, list, "list that is not circular");
        }
    }
    for (; is_pair(list); list = CDR(list)) {
        *end = cons(CAR(list), CDR(list));
        end = &CDR(*end);
    }
    return head;
}

/* ---- Searching ---- */

static value memq(value v, value list)
{
    NEED(list_length(list) >= 0, "memq", 2, list, "list");
    for (; list != NIL; list = CDR(list))
        if (CAR(list) == v)
            return list;
    return FALSE;
}

static value memv(value v, value list)
{
    NEED(list_length(list) >= 0, "memv", 2, list, "list");
    for (; list != NIL; list = CDR(list))
        if (eqv(CAR(list), v))
            return list;
    return FALSE;
}

static KONT value member(intptr_t argc, value v, value list, value same, value d)
{
    (void)d;
    NEED(list_length(list) >= 0, "member", 2, list, "list");
    for (; list != NIL; list = CDR(list)) {
        if (argc < 3) {
            if (equal(v, CAR(list)))
                return list;
        } else {
            value r = call_2(same, v, CAR(list));
            if (r != FALSE)
                return list;
        }
    }
    return FALSE;
}

static value assq(value v, value list)
{
    NEED(list_length(list) >= 0, "assq", 2, list, "association list");
    for (; list != NIL; list = CDR(list)) {
        NEED(is_pair(CAR(list)), "assq", 2, CAR(list), "association list");
        if (CAR(CAR(list)) == v)
            return CAR(list);
    }
    return FALSE;
}

static value assv(value v, value list)
{
    NEED(list_length(list) >= 0, "assv", 2, list, "association list");
    for (; list != NIL; list = CDR(list)) {
        NEED(is_pair(CAR(list)), "assv", 2, CAR(list), "association list");
        if (eqv(CAR(CAR(list)), v))
            return CAR(list);
    }
    return FALSE;
}

static KONT value assoc(intptr_t argc, value v, value list, value same, value d)
{
    (void)d;
    NEED(list_length(list) >= 0, "assoc", 2, list, "association list");
    for (; list != NIL; list = CDR(list)) {
        NEED(is_pair(CAR(list)), "assoc", 2, CAR(list), "association list");
        if (argc < 3) {
            if (equal(v, CAR(CAR(list))))
                return CAR(list);
        } else {
            value r = call_2(same, v, CAR(CAR(list)));
            if (r != FALSE)
                return CAR(list);
        }
    }
    return FALSE;
}

/* ---- map, for-each: what was built is never changed, so that a continuation that comes back finds it as it was ---- */

/* The cars of all lists, and their cdrs in *rest, which is an object: {cars, cdrs}; null where one has ended. */
static value step(value lists)
{
    value cars = NIL, cdrs = NIL;
    for (; lists != NIL; lists = CDR(lists)) {
        if (!is_pair(CAR(lists)))
            return NULL;
        cars = cons(CAR(CAR(lists)), cars);
        cdrs = cons(CDR(CAR(lists)), cdrs);
    }
    return cons(reverse_onto(cars, NIL), reverse_onto(cdrs, NIL));
}

static KONT value map(intptr_t argc, value f, value list, value c, value d)
{
    value done = NIL;
    if (argc == 2) {
        NEED(is_pair(list) || list == NIL, "map", 2, list, "list");
        for (; is_pair(list); list = CDR(list)) {
            value v = call_1(f, CAR(list));
            done = cons(v, done);
        }
        return reverse_onto(done, NIL);
    }
    value lists = arguments_from(1, argc, f, list, c, d), s;
    while ((s = step(lists)) != NULL) {
        lists = CDR(s);
        value v = call_list(f, CAR(s));
        done = cons(v, done);
    }
    return reverse_onto(done, NIL);
}

static KONT value for_each(intptr_t argc, value f, value list, value c, value d)
{
    if (argc == 2) {
        NEED(is_pair(list) || list == NIL, "for-each", 2, list, "list");
        for (; is_pair(list); list = CDR(list)) {
            if (CDR(list) == NIL)
                return tail_1(f, CAR(list));
            call_1(f, CAR(list));
        }
        return UNSPECIFIED;
    }
    value lists = arguments_from(1, argc, f, list, c, d), s;
    while ((s = step(lists)) != NULL) {
        lists = CDR(s);
        call_list(f, CAR(s));
    }
    return UNSPECIFIED;
}

#define CXR_DEFINITION(name, library) { #name, library, 1, 1, LEAF1(name) }
static const struct definition definitions[] = {
    { "cons", BASE, 2, 2, LEAF2(cons) },
    { "car", BASE, 1, 1, LEAF1(car) },
    { "cdr", BASE, 1, 1, LEAF1(cdr) },
    { "set-car!", BASE, 2, 2, LEAF2(set_car) },
    { "set-cdr!", BASE, 2, 2, LEAF2(set_cdr) },
    CXR_DEFINITION(caar, BASE), CXR_DEFINITION(cadr, BASE), CXR_DEFINITION(cdar, BASE), CXR_DEFINITION(cddr, BASE),
    CXR_DEFINITION(caaar, CXR), CXR_DEFINITION(caadr, CXR), CXR_DEFINITION(cadar, CXR), CXR_DEFINITION(caddr, CXR),
    CXR_DEFINITION(cdaar, CXR), CXR_DEFINITION(cdadr, CXR), CXR_DEFINITION(cddar, CXR), CXR_DEFINITION(cdddr, CXR),
    CXR_DEFINITION(caaaar, CXR), CXR_DEFINITION(caaadr, CXR), CXR_DEFINITION(caadar, CXR), CXR_DEFINITION(caaddr, CXR),
    CXR_DEFINITION(cadaar, CXR), CXR_DEFINITION(cadadr, CXR), CXR_DEFINITION(caddar, CXR), CXR_DEFINITION(cadddr, CXR),
    CXR_DEFINITION(cdaaar, CXR), CXR_DEFINITION(cdaadr, CXR), CXR_DEFINITION(cdadar, CXR), CXR_DEFINITION(cdaddr, CXR),
    CXR_DEFINITION(cddaar, CXR), CXR_DEFINITION(cddadr, CXR), CXR_DEFINITION(cdddar, CXR), CXR_DEFINITION(cddddr, CXR),
    { "null?", BASE, 1, 1, LEAF1(is_null_p) },
    { "pair?", BASE, 1, 1, LEAF1(is_pair_p) },
    { "list?", BASE, 1, 1, LEAF1(is_list_p) },
    { "make-list", BASE, 1, 2, LEAFN(make_list) },
    { "list", BASE, 0, MANY, LEAFN(list) },
    { "cons*", EXTRA, 1, MANY, LEAFN(cons_star) },
    { "length", BASE, 1, 1, LEAF1(length) },
    { "append", BASE, 0, MANY, LEAFN(append) },
    { "reverse", BASE, 1, 1, LEAF1(reverse) },
    { "list-tail", BASE, 2, 2, LEAF2(list_tail) },
    { "list-ref", BASE, 2, 2, LEAF2(list_ref) },
    { "list-set!", BASE, 3, 3, LEAF3(list_set) },
    { "list-copy", BASE, 1, 1, LEAF1(list_copy) },
    { "memq", BASE, 2, 2, LEAF2(memq) },
    { "memv", BASE, 2, 2, LEAF2(memv) },
    { "member", BASE, 2, 3, CALLS(member) },
    { "assq", BASE, 2, 2, LEAF2(assq) },
    { "assv", BASE, 2, 2, LEAF2(assv) },
    { "assoc", BASE, 2, 3, CALLS(assoc) },
    { "map", BASE, 2, MANY, CALLS(map) },
    { "for-each", BASE, 2, MANY, CALLS(for_each) },
};

void lists_start(void)
{
    define_all(definitions, COUNT(definitions));
}
