/* environment.c: global variables; evaluation. */
#include "environment.h"

#include <errno.h>
#include <string.h>

#include "builtins.h"
#include "control.h"
#include "expand.h"
#include "reader.h"

struct environment *interaction;

struct cell *make_cell(value name, value content)
{
    struct cell *c = allocate(sizeof *c, T_CELL);
    c->name = name;
    c->content = content;
    return c;
}

struct environment *make_environment(bool program)
{
    struct environment *e = allocate(sizeof *e, T_ENVIRONMENT);
    e->scope = make_scope(NULL);
    e->scope->environment = e;
    e->program = program;
    return e;
}

value environment_find(struct environment *e, value identifier)
{
    value *found = table_find(&e->names, identifier);
    return found == NULL ? NULL : *found;
}

void environment_bind(struct environment *e, value identifier, value denotation)
{
    *table_enter(&e->names, identifier) = denotation;
}

struct cell *environment_cell(struct environment *e, value identifier)
{
    value found = environment_find(e, identifier);
    if (found != NULL && is_type(found, T_CELL))
        return found;
    struct cell *c = make_cell(alias_symbol(identifier), UNDEFINED);
    environment_bind(e, identifier, c);
    return c;
}

/* An alias of a macro of this very environment defines the symbol that it is written as, as if the user had written it. */
static value name_defined(struct environment *e, value identifier)
{
    while (is_type(identifier, T_ALIAS) && ((struct alias *)identifier)->scope->environment == e)
        identifier = ((struct alias *)identifier)->name;
    return identifier;
}

struct cell *environment_define(struct environment *e, value identifier)
{
    identifier = name_defined(e, identifier);
    value found = environment_find(e, identifier);
    if (found != NULL && is_type(found, T_CELL) && !((struct cell *)found)->constant)
        return found;
    struct cell *c = make_cell(alias_symbol(identifier), UNDEFINED);
    environment_bind(e, identifier, c);
    return c;
}

/* ---- Forms of a program --------------------------------------------------------------------------------------------------------------- */

static KONT struct ast *define_global(value target, struct ast *init, struct environment *e, value form)
{
    struct cell *c = environment_define(e, need_identifier(target, form));
    return ast_set_global(A_DEFINE, c, init, place_of(form));
}

static KONT struct ast *top_define(value form, struct environment *e)
{
    need_form(form, 2, 1000000);
    value target = CADR(form);
    if (is_pair(target)) {
        value lambda = cons_placed(&special_lambda, cons(CDR(target), CDDR(form)), place_of(form));
        if (is_pair(CAR(target)))
            return top_define(cons_placed(CAR(form), list2(CAR(target), lambda), place_of(form)), e);
        need_identifier(CAR(target), form);
        environment_define(e, CAR(target));
        struct ast *init = expand_lambda(identifier_name(CAR(target)), CDR(target), CDDR(form), e->scope, form);
        return define_global(CAR(target), init, e, form);
    }
    need_form(form, 2, 3);
    need_identifier(target, form);
    environment_define(e, target);
    struct ast *init = CDDR(form) == NIL ? ast_constant(UNSPECIFIED) : expand(CAR(CDDR(form)), e->scope);
    return define_global(target, init, e, form);
}

/* The values arrive in temporaries, which define the variables. */
static KONT struct ast *top_define_values(value form, struct environment *e)
{
    need_form(form, 3, 3);
    int count = 0;
    value p = CADR(form);
    for (; is_pair(p); p = CDR(p))
        count++;
    struct variable **temporaries = GC_MALLOC((size_t)(count + 1) * sizeof *temporaries);
    struct ast **sets = GC_MALLOC((size_t)(count + 2) * sizeof *sets);
    int n = 0;
    for (p = CADR(form); p != NIL; p = is_pair(p) ? CDR(p) : NIL) {
        value id = is_pair(p) ? CAR(p) : p;
        temporaries[n] = make_variable(intern("temporary"));
        struct ast *set = define_global(id, ast_local(temporaries[n], NULL), e, form);
        sets[n++] = set;
        if (!is_pair(p))
            break;
    }
    sets[n] = ast_constant(UNSPECIFIED);
    struct ast *consumer = ast_lambda(NULL, n, p != NIL, temporaries, ast_sequence(n + 1, sets), place_of(form));
    struct ast *init = expand(CAR(CDDR(form)), e->scope);
    struct ast *producer = ast_lambda(NULL, 0, false, NULL, init, NULL);
    return ast_call2(find_primitive("call-with-values"), producer, consumer, place_of(form));
}

static KONT struct ast *top_sequence(value forms, struct environment *e, value whole)
{
    intptr_t n = list_length(forms);
    if (n < 0)
        syntax_error(whole, "the form is no proper list");
    if (n == 0)
        return ast_constant(UNSPECIFIED);
    struct ast **items = GC_MALLOC((size_t)n * sizeof *items);
    for (intptr_t i = 0; i < n; i++, forms = CDR(forms)) {
        struct ast *a = expand_top(CAR(forms), e);
        items[i] = a;
    }
    return ast_sequence((int)n, items);
}

struct one_form {
    value form;
    struct environment *environment;
};

static KONT void *expand_top_further(void *arg)
{
    struct one_form *f = arg;
    return expand_top(f->form, f->environment);
}

KONT struct ast *expand_top(value form, struct environment *e)
{
    if (needs_stack()) {
        struct one_form *f = GC_MALLOC(sizeof *f);
        *f = (struct one_form){ form, e };
        return with_more_stack(expand_top_further, f);
    }
    form = expand_head(form, e->scope);
    value head = is_pair(form) ? denotation_of(CAR(form), e->scope) : NULL;
    if (head == (value)&special_begin)
        return top_sequence(CDR(form), e, form);
    if (head == (value)&special_define)
        return top_define(form, e);
    if (head == (value)&special_define_values)
        return top_define_values(form, e);
    if (head == (value)&special_define_record_type) {
        value definitions = record_definitions(form, e->scope);
        return expand_top(definitions, e);
    }
    if (head == (value)&special_define_syntax) {
        define_syntax(form, e->scope);
        return ast_constant(UNSPECIFIED);
    }
    if (head == (value)&special_include || head == (value)&special_include_ci) {
        value forms = read_files(form, head == (value)&special_include_ci);
        return top_sequence(forms, e, form);
    }
    if (head == (value)&special_cond_expand) {
        value forms = cond_expand_forms(form, e->scope);
        return expand_top(forms, e);
    }
    return expand(form, e->scope);
}

/* Whether the form is (name ...) of the program's level, where the name has no other meaning. */
static bool is_program_form(value form, const char *name, struct environment *e)
{
    return is_pair(form) && CAR(form) == intern(name) && environment_find(e, CAR(form)) == NULL;
}

KONT value evaluate(value form, struct environment *e)
{
    expand_within(form);
    if (is_program_form(form, "import", e)) {
        need_form(form, 1, 100000);
        for (value set = CDR(form); set != NIL; set = CDR(set))
            import_into(e, CAR(set), e->scope, form);
        return UNSPECIFIED;
    }
    if (is_program_form(form, "define-library", e)) {
        define_library(form, e->scope);
        return UNSPECIFIED;
    }
    struct ast *a = expand_top(form, e);
    struct closure *c = compile_program(a, false);
    return call_0(c);
}

static KONT void *evaluate_one(void *arg)
{
    struct one_form *f = arg;
    return evaluate(f->form, f->environment);
}

KONT value evaluate_under_prompt(value form, struct environment *e)
{
    struct one_form *f = GC_MALLOC(sizeof *f);
    *f = (struct one_form){ form, e };
    trace.depth = 0;
    return run_under_prompt(evaluate_one, f);
}

KONT value load_port(value port, struct environment *e)
{
    for (;;) {
        value form = read_datum(port, true);
        if (form == END_OF_FILE)
            break;
        evaluate_under_prompt(form, e);
    }
    port_close(port);
    return UNSPECIFIED;
}

/* ---- Files ---------------------------------------------------------------------------------------------------------------------------- */

/* A file as seen from another: beside it. */
static const char *beside(const char *file, const struct place *place)
{
    const char *slash = place == NULL ? NULL : strrchr(place->file, '/');
    if (file[0] == '/' || slash == NULL)
        return file;
    size_t folder = (size_t)(slash - place->file) + 1, length = strlen(file);
    char *path = allocate_atomic(folder + length + sizeof(uintptr_t), 0);
    memcpy(path, place->file, folder);
    memcpy(path + folder, file, length + 1);
    return path;
}

KONT value open_or_raise(const char *who, const char *file, const struct place *place)
{
    value port = port_open_input(file);
    if (port == NULL) {
        struct condition *c = make_condition(C_FILE, who, strerror(errno), list1(string_from(file)));
        c->place = place;
        raise_now(c);
    }
    return port;
}

/* How many includes a file is within, each in the file before; by its name. */
static struct table include_depths;
enum { MOST_INCLUDES = 100 };

static KONT void note_include(const char *file, value form)
{
    const struct place *place = place_of(form);
    value *around = place == NULL ? NULL : table_find(&include_depths, intern(place->file));
    intptr_t depth = around == NULL ? 1 : to_fixnum(*around) + 1;
    if (depth > MOST_INCLUDES)
        syntax_error(form, "files include each other without end");
    *table_enter(&include_depths, intern(file)) = fixnum(depth);
}

KONT value read_files(value form, bool fold_case)
{
    value forms = NIL;
    need_form(form, 2, 100000);
    for (value f = CDR(form); f != NIL; f = CDR(f)) {
        if (!is_string(CAR(f)))
            syntax_error_about(form, "expected a file's name", CAR(f));
        const char *file = beside(string_to_utf8(CAR(f), NULL), place_of(form));
        note_include(file, form);
        value port = open_or_raise("include", file, place_of(form));
        ((struct port *)port)->fold_case = fold_case;
        for (value datum; (datum = read_datum(port, true)) != END_OF_FILE;)
            forms = cons_placed(datum, forms, place_of(datum));
        port_close(port);
    }
    return reverse_onto(forms, NIL);
}

/* ---- eval, load ----------------------------------------------------------------------------------------------------------------------- */

static KONT value eval(intptr_t argc, value form, value environment, value c, value d)
{
    (void)c, (void)d;
    if (argc < 2)
        environment = interaction;
    NEED(is_type(environment, T_ENVIRONMENT), "eval", 2, environment, "environment");
    struct environment *e = environment;
    if (is_program_form(form, "import", e) || is_program_form(form, "define-library", e))
        return evaluate(form, e);
    struct ast *a = expand_top(form, e);
    struct closure *f = compile_program(a, true);
    return tail_0(f);
}

static KONT value load(intptr_t argc, value file, value environment, value c, value d)
{
    (void)c, (void)d;
    if (argc < 2)
        environment = interaction;
    NEED(is_string(file), "load", 1, file, "string");
    NEED(is_type(environment, T_ENVIRONMENT), "load", 2, environment, "environment");
    value port = open_or_raise("load", string_to_utf8(file, NULL), last_place);
    return load_port(port, environment);
}

/* (environment import-set ...) */
static KONT value make_environment_of(intptr_t argc, value a, value b, value c, value d)
{
    struct environment *e = make_environment(true);
    for (value sets = arguments_from(0, argc, a, b, c, d); sets != NIL; sets = CDR(sets))
        import_into(e, CAR(sets), e->scope, sets);
    return e;
}

static value get_interaction(void)
{
    return interaction;
}

/* (scheme-report-environment 5), (null-environment 5): the names of R5RS. */
static KONT value report_environment(intptr_t argc, value version, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    if (version != fixnum(5) && version != fixnum(7))
        return failed("scheme-report-environment", "there is no report of this version", list1(version));
    struct environment *e = make_environment(true);
    value name = version == fixnum(5) ? intern("r5rs") : intern("base");
    import_into(e, list2(intern("scheme"), name), e->scope, NIL);
    return e;
}

static value is_environment(value v)
{
    return boolean(is_type(v, T_ENVIRONMENT));
}

static value get_features(void)
{
    return features();
}

static const struct definition definitions[] = {
    { "eval", EVAL, 1, 2, CALLS(eval) },
    { "environment", EVAL, 0, MANY, CALLS(make_environment_of) },
    { "scheme-report-environment", R5RS, 1, 1, CALLS(report_environment) },
    { "null-environment", R5RS, 1, 1, CALLS(report_environment) },
    { "environment?", EVAL, 1, 1, LEAF1(is_environment) },
    { "load", LOAD, 1, 2, CALLS(load) },
    { "interaction-environment", REPL, 0, 0, LEAF0(get_interaction) },
    { "features", BASE, 0, 0, LEAF0(get_features) },
};

void environment_start(void)
{
    define_all(definitions, COUNT(definitions));
}
