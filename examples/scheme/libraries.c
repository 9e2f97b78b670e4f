/* libraries.c: define-library, import, and the libraries that are built in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "builtins.h"
#include "control.h"
#include "embedded.h"
#include "environment.h"
#include "expand.h"
#include "reader.h"

static struct library *libraries;

struct library *find_library(value name)
{
    struct library *l = libraries;
    while (l != NULL && !equal(l->name, name))
        l = l->next;
    return l;
}

struct library *make_library(value name, struct environment *e)
{
    struct library *l = GC_MALLOC(sizeof *l);
    l->name = name;
    l->environment = e;
    l->exports = NIL;
    l->next = libraries;
    libraries = l;
    return l;
}

/* ---- What is built in: the libraries of enum library_bit, and those that are selections of their names ---------------------------------- */

static const char *const bit_names[] = {
    "scheme base", "scheme char", "scheme complex", "scheme cxr", "scheme eval", "scheme file", "scheme inexact", "scheme lazy", "scheme load",
    "scheme process-context", "scheme read", "scheme repl", "scheme time", "scheme write", "kont control", "kont extra", "srfi 18",
    "scheme case-lambda", "kont r5rs", "kont internal"
};
static struct library *by_bit[COUNT(bit_names)];

/* "srfi 18" as (srfi 18) */
static value name_list(const char *text)
{
    value list = NIL;
    while (*text != '\0') {
        size_t n = strcspn(text, " ");
        value part = text[0] >= '0' && text[0] <= '9' ? fixnum(atol(text)) : intern_bytes(text, n);
        list = cons(part, list);
        text += n;
        text += strspn(text, " ");
    }
    return reverse_onto(list, NIL);
}

void export_from_builtin(unsigned bits, const char *name, value denotation)
{
    value symbol = intern(name);
    for (size_t i = 0; i < COUNT(bit_names); i++) {
        if (!(bits & 1u << i))
            continue;
        if (by_bit[i] == NULL)
            by_bit[i] = make_library(name_list(bit_names[i]), make_environment(false));
        environment_bind(by_bit[i]->environment, symbol, denotation);
        by_bit[i]->exports = cons(cons(symbol, denotation), by_bit[i]->exports);
    }
}

void define_special(struct special *s)
{
    export_from_builtin(s->libraries, s->name, s);
}

static struct table primitives_by_name;

void define_value(unsigned libraries, const char *name, value v)
{
    struct cell *c = make_cell(intern(name), v);
    c->constant = true;
    export_from_builtin(libraries, name, c);
}

void define_all(const struct definition *definitions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct primitive *p = allocate(sizeof *p, T_PRIMITIVE);
        p->is = &definitions[i];
        struct cell *c = make_cell(intern(definitions[i].name), p);
        c->constant = true;
        export_from_builtin(definitions[i].libraries, definitions[i].name, c);
        *table_enter(&primitives_by_name, c->name) = p;
    }
}

value find_primitive(const char *name)
{
    value *found = table_find(&primitives_by_name, intern(name));
    return found == NULL ? NULL : *found;
}

static value find_anywhere(value symbol)
{
    for (size_t i = 0; i < COUNT(bit_names); i++) {
        value found = by_bit[i] == NULL ? NULL : environment_find(by_bit[i]->environment, symbol);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* A library of names that others have. */
static void select_names(const char *name, const char *names)
{
    struct library *l = make_library(name_list(name), make_environment(false));
    for (value n = name_list(names); n != NIL; n = CDR(n)) {
        value found = find_anywhere(CAR(n));
        if (found != NULL)
            l->exports = cons(cons(CAR(n), found), l->exports);
    }
}

struct environment *standard_environment(void)
{
    struct environment *e = make_environment(true);
    for (size_t i = 0; i + 1 < COUNT(bit_names); i++)
        if (by_bit[i] != NULL)
            import_all(e, by_bit[i]->exports);
    return e;
}

/* ---- import --------------------------------------------------------------------------------------------------------------------------- */

/* A program's imports are variables of its own, so that it may define the name again. */
static value imported(struct environment *e, value denotation)
{
    struct cell *from = denotation;
    if (!e->program || !is_type(denotation, T_CELL) || !from->constant)
        return denotation;
    struct cell *c = make_cell(from->name, from->content);
    c->imported = true;
    c->origin = from;
    return c;
}

void import_all(struct environment *e, value set)
{
    for (; set != NIL; set = CDR(set)) {
        value name = CAR(CAR(set)), denotation = CDR(CAR(set)), there = environment_find(e, name);
        if (there != NULL && is_type(there, T_CELL) && ((struct cell *)there)->imported && (value)((struct cell *)there)->origin == denotation)
            continue;
        environment_bind(e, name, imported(e, denotation));
    }
}

static value find_export(value set, value name)
{
    for (; set != NIL; set = CDR(set))
        if (CAR(CAR(set)) == name)
            return CAR(set);
    return NULL;
}

static KONT value need_export(value set, value name, value form)
{
    value found = is_symbol(name) ? find_export(set, name) : NULL;
    if (found == NULL)
        syntax_error_about(form, "the library does not export this", name);
    return found;
}

static KONT value only(value set, value names, value form)
{
    value result = NIL;
    for (; names != NIL; names = CDR(names)) {
        value found = need_export(set, CAR(names), form);
        result = cons(found, result);
    }
    return result;
}

static KONT value except(value set, value names, value form)
{
    value result = NIL;
    for (value n = names; n != NIL; n = CDR(n))
        need_export(set, CAR(n), form);
    for (; set != NIL; set = CDR(set)) {
        bool named = false;
        for (value n = names; n != NIL; n = CDR(n))
            named = named || CAR(n) == CAR(CAR(set));
        if (!named)
            result = cons(CAR(set), result);
    }
    return result;
}

static KONT value with_prefix(value set, value prefix, value form)
{
    value result = NIL;
    need_identifier(prefix, form);
    for (; set != NIL; set = CDR(set)) {
        struct symbol *p = alias_symbol(prefix), *s = CAR(CAR(set));
        char *name = allocate_atomic(p->bytes + s->bytes + sizeof(uintptr_t), 0);
        memcpy(name, p->name, p->bytes);
        memcpy(name + p->bytes, s->name, s->bytes);
        result = cons(cons(intern_bytes(name, p->bytes + s->bytes), CDR(CAR(set))), result);
    }
    return result;
}

static KONT value rename_some(value set, value renames, value form)
{
    value result = NIL;
    for (value r = renames; r != NIL; r = CDR(r)) {
        need_form(CAR(r), 2, 2);
        need_export(set, CAR(CAR(r)), form);
    }
    for (; set != NIL; set = CDR(set)) {
        value name = CAR(CAR(set));
        for (value r = renames; r != NIL; r = CDR(r))
            if (CAR(CAR(r)) == CAR(CAR(set)))
                name = need_identifier(CADR(CAR(r)), form);
        result = cons(cons(name, CDR(CAR(set))), result);
    }
    return result;
}

/* What an import set brings: a list of (name . denotation). */
static KONT value import_set(value spec, value form)
{
    need_form(spec, 1, 100000);
    value head = CAR(spec);
    bool modifies = is_pair(CDR(spec)) && is_pair(CADR(spec));
    if (!modifies || (head != intern("only") && head != intern("except") && head != intern("prefix") && head != intern("rename")))
        return need_library(spec, form)->exports;
    value set = import_set(CADR(spec), form);
    if (head == intern("only"))
        return only(set, CDDR(spec), form);
    if (head == intern("except"))
        return except(set, CDDR(spec), form);
    if (head == intern("rename"))
        return rename_some(set, CDDR(spec), form);
    need_form(spec, 3, 3);
    return with_prefix(set, CAR(CDDR(spec)), form);
}

KONT void import_into(struct environment *e, value spec, struct scope *scope, value form)
{
    (void)scope;
    value set = import_set(strip(spec), form);
    import_all(e, set);
}

/* ---- define-library ------------------------------------------------------------------------------------------------------------------- */

struct declarations {                                   /* of a library, as they are found */
    struct environment *environment;
    value exports;                                      /* list of (outer . inner) */
    value bodies;                                       /* list of forms, last first */
};

static KONT void take_exports(struct declarations *d, value specs, value form)
{
    for (; specs != NIL; specs = CDR(specs)) {
        value spec = CAR(specs);
        if (is_pair(spec)) {                            /* (rename inner outer) */
            need_form(spec, 3, 3);
            if (CAR(spec) != intern("rename"))
                syntax_error_about(form, "expected a name or (rename name other-name)", spec);
            value inner = need_identifier(CADR(spec), form), outer = need_identifier(CAR(CDDR(spec)), form);
            d->exports = cons(cons(outer, inner), d->exports);
        } else {
            need_identifier(spec, form);
            d->exports = cons(cons(spec, spec), d->exports);
        }
    }
}

static KONT void take_declarations(struct declarations *d, value list, value form)
{
    for (; list != NIL; list = CDR(list)) {
        value item = CAR(list);
        need_form(item, 1, 1000000);
        value head = CAR(item);
        if (head == intern("export")) {
            take_exports(d, CDR(item), form);
        } else if (head == intern("import")) {
            for (value set = CDR(item); set != NIL; set = CDR(set))
                import_into(d->environment, CAR(set), NULL, item);
        } else if (head == intern("begin")) {
            d->bodies = reverse_onto(CDR(item), d->bodies);
        } else if (head == intern("include") || head == intern("include-ci")) {
            value forms = read_files(item, head == intern("include-ci"));
            d->bodies = reverse_onto(forms, d->bodies);
        } else if (head == intern("include-library-declarations")) {
            value forms = read_files(item, false);
            take_declarations(d, forms, form);
        } else if (head == intern("cond-expand")) {
            value forms = cond_expand_forms(item, NULL);
            take_declarations(d, CDR(forms), form);
        } else {
            syntax_error_about(form, "unknown library declaration", item);
        }
    }
}

static KONT value exported(struct declarations *d, value spec, value form)
{
    value found = environment_find(d->environment, CDR(spec));
    if (found == NULL)
        syntax_error_about(form, "the library exports what it does not define", CDR(spec));
    struct cell *c = found;
    if (is_type(found, T_CELL) && !c->assigned && c->content != UNDEFINED)
        c->constant = true;
    return cons(CAR(spec), found);
}

KONT void define_library(value form, struct scope *scope)
{
    (void)scope;
    need_form(form, 2, 1000000);
    value name = strip(CADR(form)), exports = NIL;
    need_form(name, 1, 1000);
    struct declarations *d = GC_MALLOC(sizeof *d);
    d->environment = make_environment(false);
    d->exports = d->bodies = NIL;
    take_declarations(d, CDDR(form), form);
    for (value body = reverse_onto(d->bodies, NIL); body != NIL; body = CDR(body))
        evaluate(CAR(body), d->environment);
    for (value e = d->exports; e != NIL; e = CDR(e)) {
        value spec = exported(d, CAR(e), form);
        exports = cons(spec, exports);
    }
    struct library *l = find_library(name);
    if (l == NULL)
        l = make_library(name, d->environment);
    l->environment = d->environment;
    l->exports = exports;
    l->source = NULL;
}

/* ---- Finding libraries ---------------------------------------------------------------------------------------------------------------- */

static void add_text(char *path, size_t room, const char *text)
{
    size_t n = strlen(path);
    snprintf(path + n, room - n, "%s", text);
}

const char *program_file;

/* (a b 1) as FOLDER/a/b/1.sld, in the folder of this file. */
static value open_beside(const char *file, value name)
{
    char path[1000] = "", number[32];
    const char *slash = file == NULL ? NULL : strrchr(file, '/');
    if (slash != NULL && (size_t)(slash - file) < sizeof path / 2)
        snprintf(path, sizeof path, "%.*s", (int)(slash - file) + 1, file);
    for (; is_pair(name); name = CDR(name)) {
        if (!is_symbol(CAR(name)) && !is_fixnum(CAR(name)))
            return NULL;
        if (is_fixnum(CAR(name)))
            snprintf(number, sizeof number, "%ld", (long)to_fixnum(CAR(name)));
        add_text(path, sizeof path, is_symbol(CAR(name)) ? ((struct symbol *)CAR(name))->name : number);
        add_text(path, sizeof path, CDR(name) == NIL ? ".sld" : "/");
    }
    return port_open_input(path);
}

/* Beside the form, or beside the program: so libraries in folders find each other. */
static KONT value open_library(value name, value form)
{
    const struct place *place = place_of(form);
    value port = open_beside(place == NULL ? NULL : place->file, name);
    if (port == NULL)
        port = open_beside(program_file, name);
    if (port == NULL)
        syntax_error_about(form, "there is no such library", name);
    return port;
}

struct load {
    struct library *library;
    value port;
};

static KONT void *end_load(void *library)
{
    ((struct library *)library)->loading = false;
    return NULL;
}

/* However it ends: a library with an error in it can be imported again. */
static KONT void *load_in_scope(void *arg)
{
    struct load *l = arg;
    l->library->loading = true;
    kont_defer(end_load, l->library);
    return load_port(l->port, make_environment(true));
}

static KONT void load_library(struct library *library, value port)
{
    struct load *l = GC_MALLOC(sizeof *l);
    *l = (struct load){ library, port };
    kont_scope(load_in_scope, l);
}

KONT struct library *need_library(value name, value form)
{
    struct library *l = find_library(name);
    if (l != NULL && l->loading)
        syntax_error_about(form, "libraries import each other", name);
    if (l == NULL || (l->environment == NULL && l->source == NULL)) {
        value port = open_library(name, form);
        if (l == NULL)
            l = make_library(name, NULL);
        load_library(l, port);
    } else if (l->source != NULL) {
        load_library(l, port_from_bytes(l->source, strlen(l->source), "<library>"));
    }
    if (l->environment == NULL)
        syntax_error_about(form, "the file does not define the library", name);
    return l;
}

void libraries_start(void)
{
    static const struct {
        const char *name, *names;
    } selections[] = {
        { "srfi 6", "open-input-string open-output-string get-output-string" },
        { "srfi 8", "receive" },
        { "srfi 9", "define-record-type" },
        { "srfi 11", "let-values let*-values" },
        { "srfi 16", "case-lambda" },
        { "srfi 23", "error" },
        { "srfi 39", "make-parameter parameterize" },
        { "srfi 111", "box box? unbox set-box!" },
        { "scheme r5rs",
          "* + - / < <= = > >= abs acos and angle append apply asin assoc assq assv atan begin boolean? caaaar caaadr caaar caadar "
          "caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr call-with-current-continuation call-with-input-file "
          "call-with-output-file call-with-values car case cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar cddaar cddadr cddar cdddar "
          "cddddr cdddr cddr cdr ceiling char->integer char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? "
          "char-downcase char-lower-case? char-numeric? char-ready? char-upcase char-upper-case? char-whitespace? char<=? char<? "
          "char=? char>=? char>? char? close-input-port close-output-port complex? cond cons cos current-input-port "
          "current-output-port define define-syntax delay denominator display do dynamic-wind else => _ ... unquote "
          "unquote-splicing eof-object? eq? equal? eqv? eval even? exact->inexact exact? exp expt floor for-each force gcd if "
          "imag-part inexact->exact inexact? input-port? integer->char integer? interaction-environment lambda lcm length let let* "
          "let-syntax letrec letrec-syntax list list->string list->vector list-ref list-tail list? load log magnitude make-polar "
          "make-rectangular make-string make-vector map max member memq memv min modulo negative? newline not null-environment "
          "null? number->string number? numerator odd? open-input-file open-output-file or output-port? pair? peek-char positive? "
          "procedure? quasiquote quote quotient rational? rationalize read read-char real-part real? remainder reverse round "
          "scheme-report-environment set! set-car! set-cdr! sin sqrt string string->list string->number string->symbol "
          "string-append string-ci<=? string-ci<? string-ci=? string-ci>=? string-ci>? string-copy string-fill! string-length "
          "string-ref string-set! string<=? string<? string=? string>=? string>? string? substring symbol->string symbol? "
          "syntax-rules tan truncate values vector vector->list vector-fill! vector-length vector-ref vector-set! vector? "
          "with-input-from-file with-output-to-file write write-char zero?" },
        { "srfi 226 control prompts", "default-continuation-prompt-tag make-continuation-prompt-tag continuation-prompt-tag? "
          "call-with-continuation-prompt abort-current-continuation" },
        { "srfi 226 control continuations", "call-with-composable-continuation call-with-current-continuation call/cc let/cc "
          "call-with-continuation-barrier continuation-prompt-available? call-with-escape-continuation call/ec let/ec dynamic-wind" },
        { "srfi 226 control shift-reset", "reset shift reset-at shift-at prompt control prompt-at control-at reset0 shift0 reset0-at shift0-at "
          "prompt0 control0 prompt0-at control0-at" },
        { "srfi 226 control continuation-marks", "with-continuation-mark current-continuation-marks continuation-marks "
          "continuation-mark-set->list continuation-mark-set-first" },
        { "srfi 226 control parameters", "make-parameter parameterize" },
        { "srfi 226 control exceptions", "with-exception-handler raise raise-continuable guard" },
    };
    for (size_t i = 0; i < COUNT(selections); i++)
        select_names(selections[i].name, selections[i].names);
    for (size_t i = 0; embedded[i].name != NULL; i++)
        make_library(name_list(embedded[i].name), make_environment(false))->source = embedded[i].text;
}
