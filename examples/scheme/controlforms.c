/* controlforms.c: the special forms of control: parameterize, guard, delay, reset and shift, marks. Each puts its body in a procedure, and calls
 * what does the work. */
#include "builtins.h"
#include "expand.h"

static value thunk_of(value body, value like)
{
    return cons_placed(&special_lambda, cons(NIL, body), place_of(like));
}

static value call_form(const char *primitive, value arguments, value like)
{
    return cons_placed(find_primitive(primitive), arguments, place_of(like));
}

static KONT struct ast *expand_parameterize(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    need_form(CADR(form), 0, 100000);
    value parameters = NIL, values = NIL;
    for (value b = reverse_onto(CADR(form), NIL); b != NIL; b = CDR(b)) {
        need_form(CAR(b), 2, 2);
        parameters = cons(CAR(CAR(b)), parameters);
        values = cons(CADR(CAR(b)), values);
    }
    value lists[2] = { call_form("list", parameters, form), call_form("list", values, form) };
    return expand(call_form("%parameterize", list3(lists[0], lists[1], thunk_of(CDDR(form), form)), form), scope);
}

/* (guard (variable clause ...) body ...) */
static KONT struct ast *expand_guard(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    value spec = CADR(form), last = NIL;
    need_form(spec, 1, 100000);
    value variable = need_identifier(CAR(spec), form), raised_at = make_alias(intern("raised-at"), scope);
    for (value c = CDR(spec); c != NIL; c = CDR(c))
        last = CAR(c);
    bool has_else = is_pair(last) && is_special(CAR(last), scope, &word_else);
    value clauses = CDR(spec);
    if (!has_else) {
        value again = list2(&word_else, call_form("%raise-again", list2(variable, raised_at), form));
        clauses = reverse_onto(reverse_onto(clauses, NIL), list1(again));
    }
    value cond = cons_placed(&special_cond, clauses, place_of(form));
    value handler = cons_placed(&special_lambda, list2(list2(variable, raised_at), cond), place_of(form));
    return expand(call_form("%guard", list3(thunk_of(CDDR(form), form), handler, boolean(has_else)), form), scope);
}

/* ---- delay, delay-force, cons-stream ---- */

static KONT struct ast *expand_delay(value form, struct scope *scope)
{
    need_form(form, 2, 2);
    return expand(call_form("%delay", list1(thunk_of(CDR(form), form)), form), scope);
}

static KONT struct ast *expand_delay_force(value form, struct scope *scope)
{
    need_form(form, 2, 2);
    return expand(call_form("%delay-force", list1(thunk_of(CDR(form), form)), form), scope);
}

static KONT struct ast *expand_cons_stream(value form, struct scope *scope)
{
    need_form(form, 3, 3);
    value tail = call_form("%delay", list1(thunk_of(CDDR(form), form)), form);
    return expand(call_form("cons", list2(CADR(form), tail), form), scope);
}

/* ---- Delimited control: the operators of the default tag, and of any ---- */

static value default_tag_form(value form)
{
    return call_form("default-continuation-prompt-tag", NIL, form);
}

static KONT struct ast *expand_reset(value form, struct scope *scope)
{
    need_form(form, 2, 1000000);
    return expand(call_form("call-with-continuation-prompt", list1(thunk_of(CDR(form), form)), form), scope);
}

static KONT struct ast *expand_reset_at(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    return expand(call_form("call-with-continuation-prompt", list2(thunk_of(CDDR(form), form), CADR(form)), form), scope);
}

/* (shift k body ...) */
static KONT struct ast *expand_capture(int how, value tag, value k, value body, value form, struct scope *scope)
{
    need_identifier(k, form);
    value f = cons_placed(&special_lambda, cons(list1(k), body), place_of(form));
    return expand(call_form("%capture", list3(fixnum(how), tag, f), form), scope);
}

#define CAPTURE(name, how) \
    static KONT struct ast *expand_##name(value form, struct scope *scope) \
    { \
        need_form(form, 3, 1000000); \
        return expand_capture(how, default_tag_form(form), CADR(form), CDDR(form), form, scope); \
    } \
    static KONT struct ast *expand_##name##_at(value form, struct scope *scope) \
    { \
        need_form(form, 4, 1000000); \
        return expand_capture(how, CADR(form), CAR(CDDR(form)), CDR(CDDR(form)), form, scope); \
    }
CAPTURE(shift, KONT_SHIFT)
CAPTURE(control, KONT_CONTROL)
CAPTURE(shift0, KONT_SHIFT0)
CAPTURE(control0, KONT_CONTROL0)

/* (let/cc k body ...) */
static KONT struct ast *expand_let_cc(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    value f = cons_placed(&special_lambda, cons(list1(CADR(form)), CDDR(form)), place_of(form));
    return expand(call_form("call/cc", list1(f), form), scope);
}

static KONT struct ast *expand_let_ec(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    value f = cons_placed(&special_lambda, cons(list1(CADR(form)), CDDR(form)), place_of(form));
    return expand(call_form("call/ec", list1(f), form), scope);
}

static KONT struct ast *expand_with_mark(value form, struct scope *scope)
{
    need_form(form, 4, 1000000);
    value body = thunk_of(CDR(CDDR(form)), form);
    return expand(call_form("%with-mark", list3(CADR(form), CAR(CDDR(form)), body), form), scope);
}

/* (assert expression) */
static KONT struct ast *expand_assert(value form, struct scope *scope)
{
    need_form(form, 2, 1000000);
    value failure = call_form("error", list2(string_from("assertion failed"), list2(&special_quote, CADR(form))), form);
    struct ast *test = expand(CADR(form), scope);
    struct ast *otherwise = expand(failure, scope);
    return ast_if(test, ast_constant(UNSPECIFIED), otherwise);
}

static struct special specials[] = {
    { T_SPECIAL, "parameterize", BASE, expand_parameterize },
    { T_SPECIAL, "guard", BASE, expand_guard },
    { T_SPECIAL, "delay", LAZY, expand_delay },
    { T_SPECIAL, "delay-force", LAZY, expand_delay_force },
    { T_SPECIAL, "lazy", EXTRA, expand_delay_force },
    { T_SPECIAL, "cons-stream", EXTRA, expand_cons_stream },
    { T_SPECIAL, "reset", CONTROL, expand_reset },
    { T_SPECIAL, "prompt", CONTROL, expand_reset },
    { T_SPECIAL, "reset0", CONTROL, expand_reset },
    { T_SPECIAL, "prompt0", CONTROL, expand_reset },
    { T_SPECIAL, "reset-at", CONTROL, expand_reset_at },
    { T_SPECIAL, "prompt-at", CONTROL, expand_reset_at },
    { T_SPECIAL, "reset0-at", CONTROL, expand_reset_at },
    { T_SPECIAL, "prompt0-at", CONTROL, expand_reset_at },
    { T_SPECIAL, "shift", CONTROL, expand_shift },
    { T_SPECIAL, "shift-at", CONTROL, expand_shift_at },
    { T_SPECIAL, "control", CONTROL, expand_control },
    { T_SPECIAL, "control-at", CONTROL, expand_control_at },
    { T_SPECIAL, "shift0", CONTROL, expand_shift0 },
    { T_SPECIAL, "shift0-at", CONTROL, expand_shift0_at },
    { T_SPECIAL, "control0", CONTROL, expand_control0 },
    { T_SPECIAL, "control0-at", CONTROL, expand_control0_at },
    { T_SPECIAL, "let/cc", CONTROL, expand_let_cc },
    { T_SPECIAL, "let/ec", CONTROL, expand_let_ec },
    { T_SPECIAL, "with-continuation-mark", CONTROL, expand_with_mark },
    { T_SPECIAL, "assert", EXTRA, expand_assert },
};

void control_forms_start(void)
{
    for (size_t i = 0; i < COUNT(specials); i++)
        define_special(&specials[i]);
}
