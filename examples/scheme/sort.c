/* sort.c: stable sorting of lists and vectors, by merging. Nothing is changed in place: a continuation taken in the comparison goes on from what
 * was sorted when it was taken. */
#include "builtins.h"
#include "call.h"

static KONT value merge(value less, value a, value b)
{
    value merged = NIL;
    while (a != NIL && b != NIL) {
        value b_first = call_2(less, CAR(b), CAR(a));
        if (b_first != FALSE) {
            merged = cons(CAR(b), merged);
            b = CDR(b);
        } else {
            merged = cons(CAR(a), merged);
            a = CDR(a);
        }
    }
    return reverse_onto(merged, a == NIL ? b : a);
}

/* The first n of a list. */
static KONT value sort_first(value less, value list, intptr_t n)
{
    if (n == 0)
        return NIL;
    if (n == 1)
        return list1(CAR(list));
    value rest = list;
    for (intptr_t i = 0; i < n / 2; i++)
        rest = CDR(rest);
    value first = sort_first(less, list, n / 2);
    value second = sort_first(less, rest, n - n / 2);
    return merge(less, first, second);
}

static KONT value sort_sequence(const char *who, value less, value sequence)
{
    value list = is_vector(sequence) ? vector_as_list(sequence) : sequence;
    intptr_t n = list_length(list);
    NEED(n >= 0, who, 1, sequence, "list or vector");
    value sorted = sort_first(less, list, n);
    return is_vector(sequence) ? list_to_vector(sorted) : sorted;
}

/* (sort sequence less?), as most systems have it, and (sort less? sequence) */
static KONT value sort(intptr_t argc, value a, value b, value c, value d)
{
    (void)argc, (void)c, (void)d;
    value less = is_procedure(a) ? a : b, sequence = is_procedure(a) ? b : a;
    NEED(is_procedure(less), "sort", 2, less, "procedure");
    return sort_sequence("sort", less, sequence);
}

static const struct definition definitions[] = {
    { "sort", EXTRA, 2, 2, CALLS(sort) },
    { "list-sort", EXTRA, 2, 2, CALLS(sort) },
    { "vector-sort", EXTRA, 2, 2, CALLS(sort) },
};

void sort_start(void) { define_all(definitions, COUNT(definitions)); }
