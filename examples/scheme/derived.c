/* derived.c: conditionals, loops, quasiquotation, records, cond-expand. */
#include <string.h>

#include "builtins.h"
#include "control.h"
#include "expand.h"

static value make_form(struct special *s, value rest, value like)
{
    return cons_placed(s, rest, place_of(like));
}

/* A variable that no program can name. */
static struct variable *make_temporary(void)
{
    return make_variable(intern("temporary"));
}

/* ---- and, or, when, unless ---- */

/* The n expressions of (and ...) or (or ...). */
static KONT struct ast **expand_operands(value form, int n, struct scope *scope)
{
    struct ast **items = GC_MALLOC((size_t)(n + 1) * sizeof *items);
    value rest = CDR(form);
    for (int i = 0; i < n; i++, rest = CDR(rest)) {
        struct ast *a = expand(CAR(rest), scope);
        items[i] = a;
    }
    return items;
}

static KONT struct ast *expand_and(value form, struct scope *scope)
{
    int n = need_form(form, 1, 1000000) - 1;
    struct ast **items = expand_operands(form, n, scope);
    if (n == 0)
        return ast_constant(TRUE);
    struct ast *all = items[--n];
    while (n-- > 0)
        all = ast_if(items[n], all, ast_constant(FALSE));
    return all;
}

static struct ast *either(struct ast *a, struct ast *b)
{
    struct variable *t = make_temporary();
    return ast_let(t, a, ast_if(ast_local(t, NULL), ast_local(t, NULL), b));
}

static KONT struct ast *expand_or(value form, struct scope *scope)
{
    int n = need_form(form, 1, 1000000) - 1;
    struct ast **items = expand_operands(form, n, scope);
    if (n == 0)
        return ast_constant(FALSE);
    struct ast *any = items[--n];
    while (n-- > 0)
        any = either(items[n], any);
    return any;
}

static KONT struct ast *expand_when(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    struct ast *test = expand(CADR(form), scope);
    struct ast *then = expand_sequence(CDDR(form), scope, form);
    return ast_if(test, then, ast_constant(UNSPECIFIED));
}

static KONT struct ast *expand_unless(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    struct ast *test = expand(CADR(form), scope);
    struct ast *otherwise = expand_sequence(CDDR(form), scope, form);
    return ast_if(test, ast_constant(UNSPECIFIED), otherwise);
}

/* ---- cond ---- */

static KONT struct ast *expand_clauses(value clauses, struct scope *scope, value form)
{
    if (clauses == NIL)
        return ast_constant(UNSPECIFIED);
    value clause = CAR(clauses);
    int n = need_form(clause, 1, 1000000);
    if (is_special(CAR(clause), scope, &word_else)) {
        if (CDR(clauses) != NIL)
            syntax_error(form, "clauses follow else");
        return expand_sequence(CDR(clause), scope, form);
    }
    struct ast *test = expand(CAR(clause), scope);
    if (n == 1) {
        struct ast *rest = expand_clauses(CDR(clauses), scope, form);
        return either(test, rest);
    }
    if (is_special(CADR(clause), scope, &word_arrow)) {
        need_form(clause, 3, 3);
        struct variable *t = make_temporary();
        struct ast *f = expand(CAR(CDDR(clause)), scope);
        struct ast **arguments = GC_MALLOC(sizeof *arguments);
        arguments[0] = ast_local(t, NULL);
        struct ast *rest = expand_clauses(CDR(clauses), scope, form);
        return ast_let(t, test, ast_if(ast_local(t, NULL), ast_call(f, 1, arguments, place_of(clause)), rest));
    }
    struct ast *then = expand_sequence(CDR(clause), scope, form);
    struct ast *rest = expand_clauses(CDR(clauses), scope, form);
    return ast_if(test, then, rest);
}

static KONT struct ast *expand_cond(value form, struct scope *scope)
{
    need_form(form, 1, 100000);
    return expand_clauses(CDR(form), scope, form);
}

/* ---- case ---- */

static bool is_eq_comparable(value v)
{
    return is_fixnum(v) || !is_object(v) || is_symbol(v);
}

static struct ast *is_among(struct variable *key, value data, const struct place *place)
{
    bool eq = true;
    for (value d = data; d != NIL; d = CDR(d))
        eq = eq && is_eq_comparable(CAR(d));
    if (data == NIL)
        return ast_constant(FALSE);
    if (CDR(data) == NIL)
        return ast_call2(find_primitive(eq ? "eq?" : "eqv?"), ast_local(key, NULL), ast_constant(CAR(data)), place);
    return ast_call2(find_primitive(eq ? "memq" : "memv"), ast_local(key, NULL), ast_constant(data), place);
}

/* The part of a case's clause behind its data. */
static KONT struct ast *expand_case_body(value body, struct variable *key, struct scope *scope, value form)
{
    if (!is_pair(body) || !is_special(CAR(body), scope, &word_arrow))
        return expand_sequence(body, scope, form);
    need_form(body, 2, 2);
    struct ast *f = expand(CADR(body), scope);
    struct ast **arguments = GC_MALLOC(sizeof *arguments);
    arguments[0] = ast_local(key, NULL);
    return ast_call(f, 1, arguments, place_of(form));
}

static KONT struct ast *expand_case_clauses(value clauses, struct variable *key, struct scope *scope, value form)
{
    if (clauses == NIL)
        return ast_constant(UNSPECIFIED);
    value clause = CAR(clauses);
    need_form(clause, 2, 1000000);
    struct ast *body = expand_case_body(CDR(clause), key, scope, form);
    if (is_special(CAR(clause), scope, &word_else)) {
        if (CDR(clauses) != NIL)
            syntax_error(form, "clauses follow else");
        return body;
    }
    value data = strip(CAR(clause));
    need_form(data, 0, 1000000);
    struct ast *rest = expand_case_clauses(CDR(clauses), key, scope, form);
    return ast_if(is_among(key, data, place_of(form)), body, rest);
}

static KONT struct ast *expand_case(value form, struct scope *scope)
{
    need_form(form, 2, 100000);
    struct variable *key = make_temporary();
    struct ast *init = expand(CADR(form), scope);
    struct ast *body = expand_case_clauses(CDDR(form), key, scope, form);
    return ast_let(key, init, body);
}

/* ---- do: a named let ---- */

static KONT struct ast *expand_do(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    value bindings = NIL, steps = NIL, loop = make_alias(intern("do"), scope);
    need_form(CADR(form), 0, 100000);
    need_form(CAR(CDDR(form)), 1, 1000000);
    for (value b = CADR(form); b != NIL; b = CDR(b)) {
        int n = need_form(CAR(b), 2, 3);
        bindings = cons(list2(CAR(CAR(b)), CADR(CAR(b))), bindings);
        steps = cons(n == 3 ? CAR(CDDR(CAR(b))) : CAR(CAR(b)), steps);
    }
    value exit = CAR(CDDR(form)), again = cons_placed(loop, reverse_onto(steps, NIL), place_of(form));
    value body = make_form(&special_begin, reverse_onto(reverse_onto(CDR(CDDR(form)), NIL), list1(again)), form);
    value done = CDR(exit) == NIL ? list1(UNSPECIFIED) : CDR(exit);
    value test = make_form(&special_if, list3(CAR(exit), make_form(&special_begin, done, form), body), form);
    value let = make_form(&special_let, list3(loop, reverse_onto(bindings, NIL), test), form);
    return expand(let, scope);
}

/* ---- quasiquote ---- */

/* A template, or where `items` is set the rest of a vector's items: there (unquote x) is two of them. */
struct quasi {
    value x;
    int depth;
    bool items;
    struct scope *scope;
    value form;
};

/* Null: what is written stands for itself, as nothing in it is evaluated. */
static KONT struct ast *expand_quasi(value x, int depth, bool items, struct scope *scope, value form);

static KONT void *quasi_further(void *arg)
{
    struct quasi *q = arg;
    return expand_quasi(q->x, q->depth, q->items, q->scope, q->form);
}

static struct ast *or_as_written(struct ast *a, value x)
{
    return a == NULL ? ast_constant(strip(x)) : a;
}

/* The pair x with these members. */
static struct ast *quasi_cons(struct ast *a, struct ast *b, value x, value form)
{
    if (a == NULL && b == NULL)
        return NULL;
    return ast_call2((value)find_primitive("cons"), or_as_written(a, CAR(x)), or_as_written(b, CDR(x)), place_of(form));
}

/* (unquote x), (quasiquote x) where they are not evaluated: the same, with another depth inside. */
static KONT struct ast *quasi_nested(value x, int depth, struct scope *scope, value form)
{
    struct ast *inner = expand_quasi(CDR(x), depth, false, scope, form);
    return quasi_cons(NULL, inner, x, form);
}

static bool is_word_form(value x, struct scope *scope, const struct special *s)
{
    return is_pair(x) && is_identifier(CAR(x)) && is_special(CAR(x), scope, s) && is_pair(CDR(x)) && CDDR(x) == NIL;
}

/* x begins with an (unquote-splicing y), behind which is `rest`. */
static KONT struct ast *quasi_spliced(value x, struct ast *rest, int depth, struct scope *scope, value form)
{
    if (depth > 1) {
        struct ast *inner = quasi_nested(CAR(x), depth - 1, scope, form);
        return quasi_cons(inner, rest, x, form);
    }
    struct ast *spliced = expand(CADR(CAR(x)), scope);
    return CDR(x) == NIL ? spliced : ast_call2(find_primitive("append"), spliced, or_as_written(rest, CDR(x)), place_of(form));
}

static KONT struct ast *expand_quasi(value x, int depth, bool items, struct scope *scope, value form)
{
    if (needs_stack()) {
        struct quasi *q = GC_MALLOC(sizeof *q);
        *q = (struct quasi){ x, depth, items, scope, form };
        return with_more_stack(quasi_further, q);
    }
    if (is_vector(x)) {
        value all = vector_as_list(x);
        struct ast *list = expand_quasi(all, depth, true, scope, form);
        return list == NULL ? NULL : ast_call1(find_primitive("list->vector"), list, place_of(form));
    }
    if (!is_pair(x))
        return NULL;
    if (!items && is_word_form(x, scope, &word_unquote))
        return depth == 1 ? expand(CADR(x), scope) : quasi_nested(x, depth - 1, scope, form);
    if (!items && is_word_form(x, scope, &word_quasiquote))
        return quasi_nested(x, depth + 1, scope, form);
    struct ast *rest = expand_quasi(CDR(x), depth, items, scope, form);
    if (is_word_form(CAR(x), scope, &word_unquote_splicing))
        return quasi_spliced(x, rest, depth, scope, form);
    struct ast *first = expand_quasi(CAR(x), depth, false, scope, form);
    return quasi_cons(first, rest, x, form);
}

static KONT struct ast *expand_quasiquote(value form, struct scope *scope)
{
    need_form(form, 2, 2);
    struct ast *a = expand_quasi(CADR(form), 1, false, scope, form);
    return or_as_written(a, CADR(form));
}

/* ---- define-record-type --------------------------------------------------------------------------------------------------------------- */

static value define_form(value name, value init, value like)
{
    return make_form(&special_define, list2(name, init), like);
}

static intptr_t field_index(value fields, value name)
{
    intptr_t i = 0;
    for (; fields != NIL; fields = CDR(fields), i++)
        if ((is_pair(CAR(fields)) ? CAR(CAR(fields)) : CAR(fields)) == name)
            return i;
    return -1;
}

static value quoted(value datum)
{
    return list2(&special_quote, datum);
}

static KONT value constructor_definition(value type, value spec, value fields, value form)
{
    value indices = NIL, name = is_pair(spec) ? CAR(spec) : spec;
    need_identifier(name, form);
    if (is_pair(spec)) {
        need_form(spec, 1, 100000);
        for (value f = CDR(spec); f != NIL; f = CDR(f)) {
            intptr_t i = field_index(fields, CAR(f));
            if (i < 0)
                syntax_error_about(form, "the constructor names no field", CAR(f));
            indices = cons(fixnum(i), indices);
        }
        indices = reverse_onto(indices, NIL);
    } else {
        for (intptr_t i = list_length(fields); i-- > 0;)
            indices = cons(fixnum(i), indices);
    }
    value init = cons_placed(find_primitive("%record-constructor"), list3(type, quoted(name), quoted(indices)), place_of(form));
    return define_form(name, init, form);
}

static KONT value field_definitions(value type, value field, intptr_t index, value definitions, value form)
{
    if (!is_pair(field))
        return definitions;
    int n = need_form(field, 1, 3);
    static const char *const makers[] = { "%record-accessor", "%record-modifier" };
    value rest = CDR(field);
    for (int i = 0; i < n - 1; i++, rest = CDR(rest)) {
        value name = need_identifier(CAR(rest), form);
        value init = cons_placed(find_primitive(makers[i]), list3(type, quoted(name), fixnum(index)), place_of(form));
        definitions = cons(define_form(name, init, form), definitions);
    }
    return definitions;
}

KONT value record_definitions(value form, struct scope *scope)
{
    int n = need_form(form, 3, 100000);
    (void)scope;
    value type = CADR(form), name, fields = n > 4 ? CDDR(CDDR(form)) : NIL, names = NIL;
    type = is_pair(type) ? CAR(type) : type;
    need_identifier(type, form);
    name = alias_symbol(type);
    for (value f = reverse_onto(fields, NIL); f != NIL; f = CDR(f))
        names = cons(alias_symbol(need_identifier(is_pair(CAR(f)) ? CAR(CAR(f)) : CAR(f), form)), names);
    value make = cons_placed(find_primitive("%make-record-type"), list2(quoted(name), quoted(names)), place_of(form));
    value definitions = list1(define_form(type, make, form));
    value constructor = CAR(CDDR(form)), predicate = n > 3 ? CADR(CDDR(form)) : FALSE;
    if (constructor != FALSE) {
        value d = constructor_definition(type, constructor, fields, form);
        definitions = cons(d, definitions);
    }
    if (predicate != FALSE) {
        value init = cons_placed(find_primitive("%record-predicate"), list2(type, quoted(need_identifier(predicate, form))), place_of(form));
        definitions = cons(define_form(predicate, init, form), definitions);
    }
    intptr_t i = 0;
    for (value f = fields; f != NIL; f = CDR(f), i++)
        definitions = field_definitions(type, CAR(f), i, definitions, form);
    return make_form(&special_begin, reverse_onto(definitions, NIL), form);
}

/* ---- cond-expand ---------------------------------------------------------------------------------------------------------------------- */

static bool is_named(value v, const char *name)
{
    return is_identifier(v) && strcmp(identifier_name(v), name) == 0;
}

static bool has_feature(value name)
{
    for (value f = features(); f != NIL; f = CDR(f))
        if (CAR(f) == alias_symbol(name))
            return true;
    return false;
}

static KONT bool feature_holds(value requirement, value form)
{
    if (is_identifier(requirement))
        return is_named(requirement, "else") || has_feature(requirement);
    need_form(requirement, 1, 100000);
    value head = CAR(requirement);
    if (is_named(head, "library")) {
        need_form(requirement, 2, 2);
        return find_library(strip(CADR(requirement))) != NULL;
    }
    if (is_named(head, "not")) {
        need_form(requirement, 2, 2);
        bool holds = feature_holds(CADR(requirement), form);
        return !holds;
    }
    bool all = is_named(head, "and");
    if (!all && !is_named(head, "or"))
        syntax_error_about(form, "unknown feature requirement", requirement);
    for (value r = CDR(requirement); r != NIL; r = CDR(r)) {
        bool holds = feature_holds(CAR(r), form);
        if (holds != all)
            return !all;
    }
    return all;
}

KONT value cond_expand_forms(value form, struct scope *scope)
{
    (void)scope;
    need_form(form, 1, 100000);
    for (value c = CDR(form); c != NIL; c = CDR(c)) {
        need_form(CAR(c), 1, 1000000);
        bool holds = feature_holds(CAR(CAR(c)), form);
        if (holds)
            return make_form(&special_begin, CDR(CAR(c)), form);
    }
    return make_form(&special_begin, NIL, form);
}

struct special special_cond = { T_SPECIAL, "cond", BASE, expand_cond };
struct special word_quasiquote = { T_SPECIAL, "quasiquote", BASE, expand_quasiquote };
static struct special specials[] = {
    { T_SPECIAL, "and", BASE, expand_and },
    { T_SPECIAL, "or", BASE, expand_or },
    { T_SPECIAL, "when", BASE, expand_when },
    { T_SPECIAL, "unless", BASE, expand_unless },
    { T_SPECIAL, "case", BASE, expand_case },
    { T_SPECIAL, "do", BASE, expand_do },
};

void derived_forms_start(void)
{
    define_special(&word_quasiquote);
    define_special(&special_cond);
    for (size_t i = 0; i < COUNT(specials); i++)
        define_special(&specials[i]);
}
