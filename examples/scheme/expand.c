/* expand.c: expressions, bodies, definitions in a row. */
#include "expand.h"

#include "builtins.h"
#include "control.h"

/* ---- Errors --------------------------------------------------------------------------------------------------------------------------- */

/* That of the innermost form around what is expanded: symbols, numbers and () have none of their own. */
static const struct place *place_around;

void expand_within(value form)
{
    place_around = place_of(form);
}

KONT void syntax_error_about(value form, const char *message, value about)
{
    struct condition *c = make_condition(C_SYNTAX, NULL, message, list1(strip(about)));
    c->place = place_of(form) != NULL ? place_of(form) : place_around;
    raise_now(c);
}

KONT void syntax_error(value form, const char *message)
{
    syntax_error_about(form, message, form);
}

KONT int need_form(value form, int least, int most)
{
    intptr_t n = list_length(form);
    if (n < 0)
        syntax_error(form, "the form is no proper list");
    if (n < least || n > most)
        syntax_error(form, n < least ? "the form lacks something" : "the form has too many parts");
    return (int)n;
}

KONT value need_identifier(value v, value form)
{
    if (!is_identifier(v))
        syntax_error_about(form, "expected an identifier", v);
    return v;
}

/* ---- Expressions ---------------------------------------------------------------------------------------------------------------------- */

struct further {
    value form;
    struct scope *scope;
};

static KONT void *expand_further(void *arg)
{
    struct further *f = arg;
    return expand(f->form, f->scope);
}

static KONT struct ast *expand_identifier(value id, struct scope *scope, const struct place *place)
{
    value d = lookup(id, scope);
    if (is_type(d, T_VARIABLE))
        return ast_local(d, place);
    if (is_type(d, T_CELL))
        return ast_global(d, place);
    syntax_error_about(id, "syntax, where a value is needed", id);
    return NULL;
}

static KONT struct ast *expand_call(value form, struct scope *scope)
{
    int count = need_form(form, 1, 1000000) - 1;
    const struct place *place = place_of(form);
    struct ast *f = is_identifier(CAR(form)) ? expand_identifier(CAR(form), scope, place) : expand(CAR(form), scope);
    struct ast **arguments = GC_MALLOC((size_t)(count + 1) * sizeof *arguments);
    value rest = CDR(form);
    for (int i = 0; i < count; i++, rest = CDR(rest)) {
        struct ast *a = is_identifier(CAR(rest)) ? expand_identifier(CAR(rest), scope, place) : expand(CAR(rest), scope);
        arguments[i] = a;
    }
    return ast_call(f, count, arguments, place);
}

static KONT struct ast *expand_atom(value form, struct scope *scope)
{
    if (is_identifier(form))
        return expand_identifier(form, scope, place_around);
    if (form == NIL)
        syntax_error(form, "() is no expression");
    if (is_type(form, T_SPECIAL) || is_type(form, T_MACRO))
        syntax_error(form, "syntax, where a value is needed");
    return ast_constant(strip(form));
}

KONT value expand_head(value form, struct scope *scope)
{
    value whole = form;
    for (int uses = 0; is_pair(form); uses++) {
        value d = denotation_of(CAR(form), scope);
        if (d == NULL || !is_type(d, T_MACRO))
            return form;
        if (uses == MOST_USES)
            syntax_error(whole, "the macro's expansion has no end");
        form = expand_macro(d, form, scope);
    }
    return form;
}

static KONT struct ast *expand_form(value form, struct scope *scope)
{
    form = expand_head(form, scope);
    if (!is_pair(form))
        return expand_atom(form, scope);
    value d = denotation_of(CAR(form), scope);
    if (d != NULL && is_type(d, T_SPECIAL))
        return ((struct special *)d)->expand(form, scope);
    return expand_call(form, scope);
}

KONT struct ast *expand(value form, struct scope *scope)
{
    if (needs_stack()) {
        struct further *f = GC_MALLOC(sizeof *f);
        *f = (struct further){ form, scope };
        return with_more_stack(expand_further, f);
    }
    const struct place *outer = place_around;
    if (place_of(form) != NULL)
        place_around = place_of(form);
    struct ast *a = expand_form(form, scope);
    place_around = outer;
    return a;
}

KONT struct ast *expand_sequence(value forms, struct scope *scope, value whole)
{
    intptr_t n = list_length(forms);
    if (n <= 0)
        syntax_error(whole, "an expression is missing");
    struct ast **items = GC_MALLOC((size_t)n * sizeof *items);
    for (intptr_t i = 0; i < n; i++, forms = CDR(forms)) {
        struct ast *a = expand(CAR(forms), scope);
        items[i] = a;
    }
    return ast_sequence((int)n, items);
}

/* ---- Lambda --------------------------------------------------------------------------------------------------------------------------- */

KONT struct ast *expand_lambda(const char *name, value parameters, value body, struct scope *scope, value whole)
{
    struct scope *inner = make_scope(scope);
    int count = 0, n = 0;
    for (value p = parameters; is_pair(p); p = CDR(p))
        if (++count > 100000)
            syntax_error(whole, "too many parameters");
    struct variable **variables = GC_MALLOC((size_t)(count + 1) * sizeof *variables);
    value p = parameters;
    for (;; p = CDR(p)) {
        value id = is_pair(p) ? CAR(p) : p;
        if (p == NIL)
            break;
        need_identifier(id, whole);
        if (find_binding(inner, id) != NULL)
            syntax_error_about(whole, "a parameter occurs twice", id);
        variables[n] = make_variable(id);
        bind(inner, id, variables[n++]);
        if (!is_pair(p))
            break;
    }
    struct ast *b = expand_body(body, inner, whole);
    return ast_lambda(name, n, p != NIL, variables, b, place_of(whole));
}

/* ---- Definitions in a row ------------------------------------------------------------------------------------------------------------- */

void add_definition(struct definitions *d, struct variable *v, value form, value parameters, value whole, struct ast *init)
{
    if (d->count == d->room) {
        size_t room = (size_t)(d->room = d->room * 2 + 8);
        void *items = GC_MALLOC(room * sizeof *d->items);
        for (int i = 0; i < d->count; i++)
            ((__typeof__(d->items))items)[i] = d->items[i];
        d->items = items;
    }
    d->items[d->count].variable = v;
    d->items[d->count].form = form;
    d->items[d->count].parameters = parameters;
    d->items[d->count].whole = whole;
    d->items[d->count++].init = init;
    if (v != NULL)
        v->clock = &d->clock;
}

KONT void expand_definitions(struct definitions *d, struct scope *scope)
{
    for (int i = 0; i < d->count; i++) {
        d->clock = i;
        if (d->items[i].init != NULL)
            continue;
        struct variable *v = d->items[i].variable;
        struct ast *init;
        if (d->items[i].parameters != NULL)
            init = expand_lambda(v == NULL ? NULL : identifier_name(v->name), d->items[i].parameters, d->items[i].form, scope, d->items[i].whole);
        else
            init = expand(d->items[i].form, scope);
        if (v != NULL && init->kind == A_LAMBDA && init->is.lambda.name == NULL)
            init->is.lambda.name = identifier_name(v->name);
        d->items[i].init = init;
    }
    d->clock = d->count;
}

/* Whether definition i is of a procedure that is never assigned. */
static bool is_procedure_definition(const struct definitions *d, int i)
{
    return d->items[i].variable != NULL && d->items[i].init->kind == A_LAMBDA && !d->items[i].variable->assigned;
}

static bool is_leaf_primitive(const struct ast *f)
{
    value v = f->kind == A_CONSTANT ? f->is.constant : f->kind == A_GLOBAL ? f->is.global.cell->content : NULL;
    if (f->kind == A_GLOBAL && !f->is.global.cell->constant && !f->is.global.cell->imported)
        return false;
    return v != NULL && is_type(v, T_PRIMITIVE) && ((struct primitive *)v)->is->kind != P_CALLS;
}

bool captures_nothing(const struct ast *a)
{
    switch (a->kind) {
    case A_CONSTANT:
    case A_LOCAL:
    case A_LAMBDA:
    case A_CASE_LAMBDA:
    case A_GLOBAL:
        return true;
    case A_IF:
        return captures_nothing(a->is.branch.test) && captures_nothing(a->is.branch.then) && captures_nothing(a->is.branch.otherwise);
    case A_CALL:
        for (int i = 0; i < a->is.many.count; i++)
            if (!captures_nothing(a->is.many.items[i]))
                return false;
        return is_leaf_primitive(a->is.many.f);
    default:
        return false;
    }
}

/* Whether variable i has to be there before its value: it is used earlier, other than by procedures that are made together with it; or a
 * continuation of its value may come back, and gives it another one. */
static bool is_early(const struct definitions *d, int i)
{
    struct variable *v = d->items[i].variable;
    if (v == NULL || v->first_use < 0)
        return false;
    if (!captures_nothing(d->items[i].init))
        return true;
    if (v->first_use > i)
        return false;
    for (int k = v->first_use; k <= i; k++)
        if (!is_procedure_definition(d, k))
            return true;
    return false;
}

/* The procedures from..to-1 that are not early, made together around the body; the early ones are set before it. */
static struct ast *finish_procedures(const struct definitions *d, const bool *early, int from, int to, struct ast *body)
{
    struct variable **variables = GC_MALLOC((size_t)(to - from) * sizeof *variables);
    struct ast **lambdas = GC_MALLOC((size_t)(to - from) * sizeof *lambdas);
    int n = 0;
    for (int i = to; i-- > from;) {
        if (early[i])
            body = ast_sequence2(ast_set_local(d->items[i].variable, d->items[i].init, NULL), body);
    }
    for (int i = from; i < to; i++)
        if (!early[i]) {
            variables[n] = d->items[i].variable;
            lambdas[n++] = d->items[i].init;
        }
    return n == 0 ? body : ast_fix(n, variables, lambdas, body);
}

struct ast *finish_definitions(struct definitions *d, struct ast *body)
{
    bool *early = GC_MALLOC_ATOMIC((size_t)d->count + 1);
    bool *procedure = GC_MALLOC_ATOMIC((size_t)d->count + 1);
    for (int i = 0; i < d->count; i++) {
        early[i] = is_early(d, i);
        procedure[i] = is_procedure_definition(d, i);
    }
    for (int i = d->count; i-- > 0;) {
        struct variable *v = d->items[i].variable;
        struct ast *init = d->items[i].init;
        if (procedure[i]) {
            int from = i;
            while (from > 0 && procedure[from - 1])
                from--;
            body = finish_procedures(d, early, from, i + 1, body);
            i = from;
        } else if (v == NULL) {
            body = body == NULL ? init : ast_sequence2(init, body);
        } else {
            body = early[i] ? ast_sequence2(ast_set_local(v, init, NULL), body) : ast_let(v, init, body);
        }
    }
    for (int i = d->count; i-- > 0;)
        if (early[i])
            body = ast_let(d->items[i].variable, ast_constant(UNDEFINED), body);
    return body;
}

/* ---- Bodies --------------------------------------------------------------------------------------------------------------------------- */

static KONT struct variable *define_local(struct scope *scope, value id, value form)
{
    need_identifier(id, form);
    if (find_binding(scope, id) != NULL)
        syntax_error_about(form, "defined twice in one body", id);
    struct variable *v = make_variable(id);
    bind(scope, id, v);
    return v;
}

static KONT void body_define(struct definitions *d, value form, struct scope *scope)
{
    need_form(form, 2, 1000000);
    value target = CADR(form);
    if (is_pair(target)) {
        while (is_pair(CAR(target))) {                  /* (define ((f a) b) ...): f returns a procedure */
            value inner = cons_placed(&special_lambda, cons(CDR(target), CDDR(form)), place_of(form));
            form = cons_placed(CAR(form), list2(CAR(target), inner), place_of(form));
            target = CAR(target);
        }
        struct variable *v = define_local(scope, CAR(target), form);
        add_definition(d, v, CDDR(form), CDR(target), form, NULL);
        return;
    }
    need_form(form, 2, 3);
    struct variable *v = define_local(scope, target, form);
    if (CDDR(form) == NIL)
        add_definition(d, v, NIL, NULL, form, ast_constant(UNSPECIFIED));
    else
        add_definition(d, v, CAR(CDDR(form)), NULL, form, NULL);
}

/* (define-values formals expression): the variables are boxes, which a call sets. */
static KONT void body_define_values(struct definitions *d, value form, struct scope *scope)
{
    need_form(form, 3, 3);
    value temporaries = NIL, sets = NIL, p = CADR(form);
    for (; p != NIL; p = is_pair(p) ? CDR(p) : NIL) {
        value id = is_pair(p) ? CAR(p) : p, t = make_alias(alias_symbol(need_identifier(id, form)), scope);
        struct variable *v = define_local(scope, id, form);
        v->assigned = true;
        add_definition(d, v, NIL, NULL, form, ast_constant(UNDEFINED));
        sets = cons(list3(&special_set, id, t), sets);
        temporaries = cons(t, temporaries);
        if (!is_pair(p))
            break;
    }
    value formals = p;
    if (p != NIL) {
        formals = CAR(temporaries);
        temporaries = CDR(temporaries);
    }
    formals = reverse_onto(temporaries, formals);
    if (sets == NIL)
        sets = list1(UNSPECIFIED);
    value producer = list3(&special_lambda, NIL, CAR(CDDR(form)));
    value consumer = cons(&special_lambda, cons(formals, sets));
    add_definition(d, NULL, cons_placed(find_primitive("call-with-values"), list2(producer, consumer), place_of(form)), NULL, form, NULL);
}

static KONT value splice(value form, value rest)
{
    need_form(form, 1, 1000000);
    return reverse_onto(reverse_onto(CDR(form), NIL), rest);
}

static KONT value splice_include(value form, value rest, bool fold_case)
{
    value forms = read_files(form, fold_case);
    return reverse_onto(reverse_onto(forms, NIL), rest);
}

KONT struct ast *expand_body(value forms, struct scope *outer, value whole)
{
    struct scope *scope = make_scope(outer);
    struct definitions *d = GC_MALLOC(sizeof *d);
    if (list_length(forms) < 1)
        syntax_error(whole, "the body is empty");
    while (forms != NIL) {
        value form = expand_head(CAR(forms), scope);
        value head = is_pair(form) ? denotation_of(CAR(form), scope) : NULL;
        forms = CDR(forms);
        if (head == (value)&special_begin)
            forms = splice(form, forms);
        else if (head == (value)&special_define)
            body_define(d, form, scope);
        else if (head == (value)&special_define_values)
            body_define_values(d, form, scope);
        else if (head == (value)&special_define_record_type)
            forms = cons(record_definitions(form, scope), forms);
        else if (head == (value)&special_define_syntax)
            define_syntax(form, scope);
        else if (head == (value)&special_include || head == (value)&special_include_ci)
            forms = splice_include(form, forms, head == (value)&special_include_ci);
        else if (head == (value)&special_cond_expand)
            forms = splice(cond_expand_forms(form, scope), forms);
        else
            add_definition(d, NULL, form, NULL, form, NULL);
    }
    if (d->count == 0 || d->items[d->count - 1].variable != NULL)
        add_definition(d, NULL, NIL, NULL, whole, ast_constant(UNSPECIFIED));
    expand_definitions(d, scope);
    return finish_definitions(d, NULL);
}
