/* forms.c: the special forms that most others are made of: quote, lambda, if, set!, define, binding forms. */
#include "builtins.h"
#include "control.h"
#include "expand.h"

static KONT struct ast *expand_quote(value form, struct scope *scope)
{
    (void)scope;
    need_form(form, 2, 2);
    return ast_constant(strip(CADR(form)));
}

static KONT struct ast *expand_lambda_form(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    return expand_lambda(NULL, CADR(form), CDDR(form), scope, form);
}

/* (named-lambda (name parameter ...) body ...) */
static KONT struct ast *expand_named_lambda(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    if (!is_pair(CADR(form)))
        syntax_error(form, "expected (name parameter ...)");
    need_identifier(CAR(CADR(form)), form);
    return expand_lambda(identifier_name(CAR(CADR(form))), CDR(CADR(form)), CDDR(form), scope, form);
}

static KONT struct ast *expand_case_lambda(value form, struct scope *scope)
{
    int n = need_form(form, 1, 100000) - 1;
    struct ast **clauses = GC_MALLOC((size_t)(n + 1) * sizeof *clauses);
    value rest = CDR(form);
    for (int i = 0; i < n; i++, rest = CDR(rest)) {
        need_form(CAR(rest), 2, 1000000);
        struct ast *a = expand_lambda(NULL, CAR(CAR(rest)), CDR(CAR(rest)), scope, form);
        clauses[i] = a;
    }
    return ast_case_lambda(n, clauses, place_of(form));
}

static KONT struct ast *expand_if(value form, struct scope *scope)
{
    int n = need_form(form, 3, 4);
    struct ast *test = expand(CADR(form), scope);
    struct ast *then = expand(CAR(CDDR(form)), scope);
    struct ast *otherwise = n == 4 ? expand(CADR(CDDR(form)), scope) : ast_constant(UNSPECIFIED);
    return ast_if(test, then, otherwise);
}

static KONT struct ast *expand_set(value form, struct scope *scope)
{
    need_form(form, 3, 3);
    value d = lookup(need_identifier(CADR(form), form), scope);
    struct ast *init = expand(CAR(CDDR(form)), scope);
    if (is_type(d, T_VARIABLE))
        return ast_set_local(d, init, place_of(form));
    if (!is_type(d, T_CELL))
        syntax_error_about(form, "syntax can't be assigned", CADR(form));
    if (((struct cell *)d)->constant)
        syntax_error_about(form, "an imported variable can't be assigned", CADR(form));
    return ast_set_global(A_SET_GLOBAL, d, init, place_of(form));
}

static KONT struct ast *expand_begin(value form, struct scope *scope)
{
    if (CDR(form) == NIL)
        return ast_constant(UNSPECIFIED);
    return expand_sequence(CDR(form), scope, form);
}

static KONT struct ast *misplaced(value form, struct scope *scope)
{
    (void)scope;
    syntax_error(form, "misplaced: a definition, where an expression is needed; or a word that belongs into another form");
    return NULL;
}

static KONT struct ast *expand_include(value form, struct scope *scope)
{
    return expand_sequence(read_files(form, false), scope, form);
}

static KONT struct ast *expand_include_ci(value form, struct scope *scope)
{
    return expand_sequence(read_files(form, true), scope, form);
}

static KONT struct ast *expand_cond_expand(value form, struct scope *scope)
{
    value forms = cond_expand_forms(form, scope);
    return expand_begin(forms, scope);
}

/* ---- let and its kin ------------------------------------------------------------------------------------------------------------------ */

static KONT void need_binding(value binding, value form)
{
    if (list_length(binding) != 2)
        syntax_error_about(form, "expected (variable expression)", binding);
    need_identifier(CAR(binding), form);
}

/* Expands the values of bindings. */
static KONT struct ast **expand_inits(value bindings, struct scope *scope, value form)
{
    int n = need_form(bindings, 0, 100000);
    struct ast **inits = GC_MALLOC((size_t)(n + 1) * sizeof *inits);
    for (int i = 0; i < n; i++, bindings = CDR(bindings)) {
        need_binding(CAR(bindings), form);
        struct ast *a = expand(CADR(CAR(bindings)), scope);
        if (a->kind == A_LAMBDA && a->is.lambda.name == NULL)
            a->is.lambda.name = identifier_name(CAR(CAR(bindings)));
        inits[i] = a;
    }
    return inits;
}

static KONT struct variable **bind_all(value bindings, struct scope *scope, value form)
{
    intptr_t n = list_length(bindings);
    struct variable **variables = GC_MALLOC((size_t)(n + 1) * sizeof *variables);
    for (intptr_t i = 0; i < n; i++, bindings = CDR(bindings)) {
        value id = CAR(CAR(bindings));
        if (find_binding(scope, id) != NULL)
            syntax_error_about(form, "bound twice", id);
        variables[i] = make_variable(id);
        bind(scope, id, variables[i]);
    }
    return variables;
}

/* (let name ((variable init) ...) body ...) */
static KONT struct ast *expand_named_let(value form, struct scope *scope)
{
    need_form(form, 4, 1000000);
    value name = CADR(form), bindings = CAR(CDDR(form)), parameters = NIL;
    struct ast **inits = expand_inits(bindings, scope, form);
    for (value b = reverse_onto(bindings, NIL); b != NIL; b = CDR(b))
        parameters = cons(CAR(CAR(b)), parameters);
    struct scope *inner = make_scope(scope);
    struct variable **loop = GC_MALLOC(sizeof *loop);
    loop[0] = make_variable(name);
    bind(inner, name, loop[0]);
    struct ast **lambda = GC_MALLOC(sizeof *lambda);
    struct ast *l = expand_lambda(identifier_name(name), parameters, CDR(CDDR(form)), inner, form);
    lambda[0] = l;
    struct ast *f = ast_local(loop[0], place_of(form));
    struct ast *call = ast_call(f, (int)list_length(bindings), inits, place_of(form));
    if (loop[0]->assigned)
        return ast_let(loop[0], ast_constant(UNDEFINED), ast_sequence2(ast_set_local(loop[0], lambda[0], NULL), call));
    return ast_fix(1, loop, lambda, call);
}

static KONT struct ast *expand_let(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    if (is_identifier(CADR(form)))
        return expand_named_let(form, scope);
    struct ast **inits = expand_inits(CADR(form), scope, form);
    struct scope *inner = make_scope(scope);
    struct variable **variables = bind_all(CADR(form), inner, form);
    struct ast *body = expand_body(CDDR(form), inner, form);
    for (intptr_t i = list_length(CADR(form)); i-- > 0;)
        body = ast_let(variables[i], inits[i], body);
    return body;
}

static KONT struct ast *expand_let_star(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    int n = need_form(CADR(form), 0, 100000);
    struct variable **variables = GC_MALLOC((size_t)(n + 1) * sizeof *variables);
    struct ast **inits = GC_MALLOC((size_t)(n + 1) * sizeof *inits);
    value bindings = CADR(form);
    for (int i = 0; i < n; i++, bindings = CDR(bindings)) {
        need_binding(CAR(bindings), form);
        struct ast *a = expand(CADR(CAR(bindings)), scope);
        inits[i] = a;
        scope = make_scope(scope);
        variables[i] = make_variable(CAR(CAR(bindings)));
        bind(scope, CAR(CAR(bindings)), variables[i]);
    }
    struct ast *body = expand_body(CDDR(form), scope, form);
    while (n-- > 0)
        body = ast_let(variables[n], inits[n], body);
    return body;
}

static bool is_lambda_form(value form, struct scope *scope)
{
    return is_pair(form) && is_special(CAR(form), scope, &special_lambda) && list_length(form) > 2;
}

/* letrec's values are all there before any variable gets its own: temporaries take them. entry: which definition is that of variable i's
 * temporary, or -1. */
static void add_temporaries(struct definitions *d, value bindings, struct scope *scope, int *entry, value form)
{
    for (; bindings != NIL; bindings = CDR(bindings), entry++) {
        *entry = -1;
        if (is_lambda_form(CADR(CAR(bindings)), scope))
            continue;
        *entry = d->count;
        add_definition(d, make_variable(CAR(CAR(bindings))), CADR(CAR(bindings)), NULL, form, NULL);
    }
}

/* A temporary's only use comes right behind all of them. What a continuation may give another value is a variable that is there before. */
static void settle_temporary(struct definitions *d, int entry, struct variable *v)
{
    d->items[entry].variable->first_use = -1;
    if (!captures_nothing(d->items[entry].init))
        v->first_use = 0;
}

static KONT struct ast *expand_recursive(value form, struct scope *outer, bool in_order)
{
    need_form(form, 3, 1000000);
    int n = need_form(CADR(form), 0, 100000), i = 0;
    struct scope *scope = make_scope(outer);
    for (value b = CADR(form); b != NIL; b = CDR(b))
        need_binding(CAR(b), form);
    struct variable **variables = bind_all(CADR(form), scope, form);
    struct definitions *d = GC_MALLOC(sizeof *d);
    int *entry = GC_MALLOC_ATOMIC(((size_t)n + 1) * sizeof *entry);
    if (!in_order)
        add_temporaries(d, CADR(form), scope, entry, form);
    for (value b = CADR(form); b != NIL; b = CDR(b), i++) {
        if (!in_order && entry[i] >= 0)
            add_definition(d, variables[i], NIL, NULL, form, ast_local(d->items[entry[i]].variable, NULL));
        else
            add_definition(d, variables[i], CADR(CAR(b)), NULL, form, NULL);
    }
    expand_definitions(d, scope);
    for (i = 0; i < n && !in_order; i++)
        if (entry[i] >= 0)
            settle_temporary(d, entry[i], variables[i]);
    struct ast *body = expand_body(CDDR(form), scope, form);
    return finish_definitions(d, body);
}

static KONT struct ast *expand_letrec(value form, struct scope *scope)
{
    return expand_recursive(form, scope, false);
}

static KONT struct ast *expand_letrec_star(value form, struct scope *scope)
{
    return expand_recursive(form, scope, true);
}

/* ---- Several values ------------------------------------------------------------------------------------------------------------------- */

static struct ast *with_values(struct ast *producer, struct ast *consumer, value form)
{
    return ast_call2(find_primitive("call-with-values"), producer, consumer, place_of(form));
}

/* The rest of the bindings from b on. star: each sees those before. The values are expanded in `outer`. */
static KONT struct ast *bind_values(value b, value form, struct scope *outer, struct scope *inner, bool star)
{
    if (b == NIL)
        return expand_body(CDDR(form), inner, form);
    need_form(CAR(b), 2, 2);
    struct ast *init = expand(CADR(CAR(b)), star ? inner : outer);
    struct scope *scope = make_scope(inner);
    int n = 0;
    value p = CAR(CAR(b));
    struct variable **variables = GC_MALLOC(((size_t)(list_length(p) < 0 ? 1000 : list_length(p)) + 1) * sizeof *variables);
    for (; p != NIL && n < 1000; p = is_pair(p) ? CDR(p) : NIL) {
        value id = need_identifier(is_pair(p) ? CAR(p) : p, form);
        if (find_binding(scope, id) != NULL)
            syntax_error_about(form, "bound twice", id);
        variables[n] = make_variable(id);
        bind(scope, id, variables[n++]);
        if (!is_pair(p))
            break;
    }
    struct ast *body = bind_values(CDR(b), form, outer, scope, star);
    struct ast *consumer = ast_lambda(NULL, n, p != NIL, variables, body, place_of(form));
    return with_values(ast_lambda(NULL, 0, false, NULL, init, NULL), consumer, form);
}

static KONT struct ast *expand_let_values(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    need_form(CADR(form), 0, 100000);
    return bind_values(CADR(form), form, scope, scope, false);
}

static KONT struct ast *expand_let_star_values(value form, struct scope *scope)
{
    need_form(form, 3, 1000000);
    need_form(CADR(form), 0, 100000);
    return bind_values(CADR(form), form, scope, scope, true);
}

/* (receive formals expression body ...) */
static KONT struct ast *expand_receive(value form, struct scope *scope)
{
    need_form(form, 4, 1000000);
    value binding = list2(CADR(form), CAR(CDDR(form)));
    value as_let = cons_placed(CAR(form), cons(list1(binding), CDR(CDDR(form))), place_of(form));
    return expand_let_values(as_let, scope);
}

/* ---- Syntax --------------------------------------------------------------------------------------------------------------------------- */

KONT void define_syntax(value form, struct scope *scope)
{
    need_form(form, 3, 3);
    value macro = make_macro(CAR(CDDR(form)), scope);
    bind(scope, need_identifier(CADR(form), form), macro);
}

static KONT struct ast *expand_syntax_bindings(value form, struct scope *outer, bool recursive)
{
    need_form(form, 3, 1000000);
    need_form(CADR(form), 0, 100000);
    struct scope *scope = make_scope(outer);
    for (value b = CADR(form); b != NIL; b = CDR(b)) {
        need_binding(CAR(b), form);
        value macro = make_macro(CADR(CAR(b)), recursive ? scope : outer);
        bind(scope, CAR(CAR(b)), macro);
    }
    return expand_body(CDDR(form), scope, form);
}

static KONT struct ast *expand_let_syntax(value form, struct scope *scope)
{
    return expand_syntax_bindings(form, scope, false);
}

static KONT struct ast *expand_letrec_syntax(value form, struct scope *scope)
{
    return expand_syntax_bindings(form, scope, true);
}

/* (syntax-error "message" form ...) */
static KONT struct ast *expand_syntax_error(value form, struct scope *scope)
{
    (void)scope;
    need_form(form, 2, 1000000);
    struct condition *c = make_condition(C_SYNTAX, NULL, "", strip(CDDR(form)));
    c->message = strip(CADR(form));
    c->place = place_of(form);
    raise_now(c);
    return NULL;
}

#define SPECIAL(name, libraries, expand) { T_SPECIAL, name, libraries, expand }
struct special special_begin = SPECIAL("begin", BASE, expand_begin);
struct special special_define = SPECIAL("define", BASE, misplaced);
struct special special_define_values = SPECIAL("define-values", BASE, misplaced);
struct special special_define_syntax = SPECIAL("define-syntax", BASE, misplaced);
struct special special_define_record_type = SPECIAL("define-record-type", BASE, misplaced);
struct special special_include = SPECIAL("include", BASE, expand_include);
struct special special_include_ci = SPECIAL("include-ci", BASE, expand_include_ci);
struct special special_cond_expand = SPECIAL("cond-expand", BASE, expand_cond_expand);
struct special special_lambda = SPECIAL("lambda", BASE, expand_lambda_form);
struct special special_quote = SPECIAL("quote", BASE, expand_quote);
struct special special_if = SPECIAL("if", BASE, expand_if);
struct special special_let = SPECIAL("let", BASE, expand_let);
struct special special_set = SPECIAL("set!", BASE, expand_set);
struct special word_else = SPECIAL("else", BASE, misplaced);
struct special word_arrow = SPECIAL("=>", BASE, misplaced);
struct special word_dots = SPECIAL("...", BASE, misplaced);
struct special word_underscore = SPECIAL("_", BASE, misplaced);
struct special word_unquote = SPECIAL("unquote", BASE, misplaced);
struct special word_unquote_splicing = SPECIAL("unquote-splicing", BASE, misplaced);
struct special word_syntax_rules = SPECIAL("syntax-rules", BASE, misplaced);

static struct special others[] = {
    SPECIAL("named-lambda", EXTRA, expand_named_lambda),
    SPECIAL("case-lambda", CASE_LAMBDA, expand_case_lambda),
    SPECIAL("let*", BASE, expand_let_star),
    SPECIAL("letrec", BASE, expand_letrec),
    SPECIAL("letrec*", BASE, expand_letrec_star),
    SPECIAL("let-values", BASE, expand_let_values),
    SPECIAL("let*-values", BASE, expand_let_star_values),
    SPECIAL("receive", EXTRA, expand_receive),
    SPECIAL("let-syntax", BASE, expand_let_syntax),
    SPECIAL("letrec-syntax", BASE, expand_letrec_syntax),
    SPECIAL("syntax-error", BASE, expand_syntax_error),
};

void special_forms_start(void)
{
    struct special *words[] = { &special_begin, &special_define, &special_define_values, &special_define_syntax, &special_define_record_type,
                                &special_include, &special_include_ci, &special_cond_expand, &special_lambda, &special_quote, &special_if,
                                &special_let, &special_set, &word_else, &word_arrow, &word_dots, &word_underscore, &word_unquote,
                                &word_unquote_splicing, &word_syntax_rules };
    for (size_t i = 0; i < COUNT(words); i++)
        define_special(words[i]);
    for (size_t i = 0; i < COUNT(others); i++)
        define_special(&others[i]);
    derived_forms_start();
    control_forms_start();
}
