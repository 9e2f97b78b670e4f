/* exceptions.c: raise, handlers, guard, conditions. */
#include <string.h>

#include <stdio.h>

#include "control.h"
#include "node.h"

/* ---- Raising -------------------------------------------------------------------------------------------------------------------------- */

static const char object_name[] = "scheme object";

value raise_procedure;

value raise_pending(value object)
{
    return tail_1(raise_procedure, object);
}

/* The object may be any; it travels as the exception's value. */
static kont_exception *exception_of(value object)
{
    kont_exception *x = GC_MALLOC(sizeof *x);
    *x = (kont_exception){ KONT_ERR_USER, object_name, "a Scheme object was raised", "raise", object };
    return x;
}

value raised_object(const kont_exception *x)
{
    if (x->code == KONT_ERR_USER && x->name == object_name)
        return x->value;
    struct condition *c = make_condition(C_KONT, x->where, x->message, NIL);
    c->code = x->code;
    c->place = last_place;
    return c;
}

KONT void raise_now(value object)
{
    kont_raise(exception_of(object));
}

static KONT value raise(intptr_t argc, value object, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    raise_now(object);
    return UNSPECIFIED;
}

static KONT value raise_continuable(intptr_t argc, value object, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    return kont_raise_continuable(exception_of(object));
}

static KONT void *on_exception(const kont_exception *x, void *handler)
{
    return call_1(handler, raised_object(x));
}

static KONT void *run_thunk(void *f)
{
    return call_0(f);
}

static KONT value with_exception_handler(intptr_t argc, value handler, value thunk, value c, value d)
{
    (void)argc, (void)c, (void)d;
    NEED(is_procedure(handler), "with-exception-handler", 1, handler, "procedure");
    NEED(is_procedure(thunk), "with-exception-handler", 2, thunk, "procedure");
    return kont_with_handler(on_exception, handler, run_thunk, thunk);
}

/* ---- guard: (%guard thunk clauses has-else) -------------------------------------------------------------------------------------------------
 *
 * The handler escapes to the guard with what was raised, and the clauses run there: (clauses object raised-at). Where none of them fits, they
 * apply raised-at, and the handler goes on: raises again, in the context of the raise. Where there is an else clause, or nothing can be
 * captured there, raised-at is false. */
struct caught {
    uintptr_t header;
    value object, raised_at;
};

struct guard {
    value thunk;
    bool has_else;
    kont *out;
};

static KONT void *hand_back(kont *k, void *arg)
{
    (void)arg;
    struct continuation *c = allocate(sizeof *c, T_CONTINUATION);
    c->kind = K_FULL;
    c->k = k;
    c->fresh = true;
    return c;
}

static KONT void *capture_here(void *arg)
{
    return kont_callcc_at(&scheme_tag, hand_back, arg);
}

static KONT void *guard_handler(const kont_exception *x, void *arg)
{
    struct guard *g = arg;
    struct caught *caught = allocate(sizeof *caught, T_CAUGHT);
    caught->object = raised_object(x);
    caught->raised_at = FALSE;
    if (!g->has_else) {
        struct continuation *here = kont_try(capture_here, NULL, NULL);
        if (here != NULL && (value)here == TRUE)
            return kont_raise_continuable(x);
        if (here != NULL)
            caught->raised_at = here;
    }
    return kont_resume(g->out, caught);
}

static KONT void *guard_body(kont *out, void *arg)
{
    struct guard *g = arg;
    g->out = out;
    return kont_with_handler(guard_handler, g, run_thunk, g->thunk);
}

static KONT value guard(intptr_t argc, value thunk, value clauses, value has_else, value d)
{
    (void)argc, (void)d;
    struct guard *g = GC_MALLOC(sizeof *g);
    *g = (struct guard){ thunk, has_else == TRUE, NULL };
    value v = kont_callec(guard_body, g);
    if (!is_type(v, T_CAUGHT))
        return v;
    return tail_2(clauses, ((struct caught *)v)->object, ((struct caught *)v)->raised_at);
}

/* (%raise-again object raised-at) */
static KONT value raise_again(intptr_t argc, value object, value raised_at, value c, value d)
{
    (void)argc, (void)c, (void)d;
    if (raised_at == FALSE)
        return kont_raise_continuable(exception_of(object));
    return kont_resume(((struct continuation *)raised_at)->k, TRUE);
}

/* ---- Conditions ----------------------------------------------------------------------------------------------------------------------- */

value make_condition(enum condition_kind kind, const char *who, const char *message, value irritants)
{
    struct condition *c = allocate(sizeof *c, T_CONDITION);
    c->kind = kind;
    c->who = who;
    c->message = string_from(message);
    c->irritants = irritants;
    return c;
}

value failed(const char *who, const char *message, value irritants)
{
    return raise_pending(make_condition(C_ERROR, who, message, irritants));
}

value failed_file(const char *who, const char *message, value irritants)
{
    return raise_pending(make_condition(C_FILE, who, message, irritants));
}

value wrong_type(const char *who, int n, value v, const char *expected)
{
    char message[200];
    snprintf(message, sizeof message, "argument %d: expected %s", n, expected);
    return failed(who, message, list1(v));
}

value out_of_range(const char *who, int n, value v)
{
    char message[80];
    snprintf(message, sizeof message, "argument %d is out of range", n);
    return failed(who, message, list1(v));
}

bool take_index(const char *who, int n, value v, size_t limit, size_t otherwise, size_t *index)
{
    if (v == NULL) {
        *index = otherwise;
        return true;
    }
    if (!is_fixnum(v)) {
        wrong_type(who, n, v, "index");
        return false;
    }
    if (to_fixnum(v) < 0 || (size_t)to_fixnum(v) > limit) {
        out_of_range(who, n, v);
        return false;
    }
    *index = (size_t)to_fixnum(v);
    return true;
}

/* (error message irritant ...): a message that is no string is shown as it would be written. */
static value error_procedure(intptr_t argc, value *argv)
{
    value irritants = NIL;
    for (intptr_t i = argc; i-- > 1;)
        irritants = cons(argv[i], irritants);
    struct condition *c = make_condition(C_ERROR, NULL, "", irritants);
    c->message = argv[0];
    return raise_pending(c);
}

static value is_condition_of(value v, enum condition_kind kind)
{
    return boolean(is_type(v, T_CONDITION) && ((struct condition *)v)->kind == kind);
}

static value is_error_object(value v) { return boolean(is_type(v, T_CONDITION)); }
static value is_file_error(value v) { return is_condition_of(v, C_FILE); }
static value is_read_error(value v) { return is_condition_of(v, C_READ); }

static value error_object_message(value v)
{
    NEED(is_type(v, T_CONDITION), "error-object-message", 1, v, "error object");
    return ((struct condition *)v)->message;
}

static value error_object_irritants(value v)
{
    NEED(is_type(v, T_CONDITION), "error-object-irritants", 1, v, "error object");
    return ((struct condition *)v)->irritants;
}

/* The name of the library's error as a symbol, KONT_ERR_NO_PROMPT say; #f for all others. */
static value error_object_code(value v)
{
    NEED(is_type(v, T_CONDITION), "error-object-code", 1, v, "error object");
    struct condition *c = v;
    return c->kind == C_KONT ? intern(kont_error_name(c->code)) : FALSE;
}

static const struct definition definitions[] = {
    { "raise", BASE, 1, 1, CALLS(raise) },
    { "raise-continuable", BASE, 1, 1, CALLS(raise_continuable) },
    { "with-exception-handler", BASE, 2, 2, CALLS(with_exception_handler) },
    { "%guard", HIDDEN, 3, 3, CALLS(guard) },
    { "%raise-again", HIDDEN, 2, 2, CALLS(raise_again) },
    { "error", BASE, 1, MANY, LEAFN(error_procedure) },
    { "error-object?", BASE, 1, 1, LEAF1(is_error_object) },
    { "error-object-message", BASE, 1, 1, LEAF1(error_object_message) },
    { "error-object-irritants", BASE, 1, 1, LEAF1(error_object_irritants) },
    { "error-object-code", CONTROL, 1, 1, LEAF1(error_object_code) },
    { "file-error?", BASE, 1, 1, LEAF1(is_file_error) },
    { "read-error?", BASE, 1, 1, LEAF1(is_read_error) },
};

void exceptions_start(void)
{
    define_all(definitions, COUNT(definitions));
    raise_procedure = find_primitive("raise");
}
