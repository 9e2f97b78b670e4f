/* expand.h: from data to core forms: scopes, macros, special forms.
 *
 * HYGIENE. An identifier is a symbol or an alias. When a macro is transcribed, each symbol that its template brings becomes a fresh alias, which
 * remembers the symbol and the scope of the macro's definition. A binding form binds identifiers as they are, aliases too. To find what an
 * identifier means, the scopes around it are searched for that very object; an alias that nobody bound means what its name means in the
 * scope that it remembers. So neither what the user wrote nor what the macro brought captures the other (Clinger and Rees, "Macros that work",
 * 1991, with the environments of syntactic closures). quote takes the symbols back.
 *
 * What an identifier means, its denotation, is a T_CELL (a global variable), T_VARIABLE, T_MACRO or T_SPECIAL. Special forms and procedures
 * may stand in a form as objects, in an operator's place: so derived forms need no names. */
#ifndef SCHEME_EXPAND_H
#define SCHEME_EXPAND_H

#include "ast.h"
#include "environment.h"

struct scope_binding {
    struct scope_binding *next;
    value identifier, denotation;
};

struct scope {
    struct scope *outer;
    struct scope_binding *bindings;
    struct environment *environment;                    /* of the outermost one; null in all others */
};

struct alias {
    uintptr_t header;
    value name;                                         /* a symbol or another alias */
    struct scope *scope;
    unsigned generation;                                /* how many macros' uses, each brought by the one before, it took to make it */
};

typedef KONT struct ast *special_fn(value form, struct scope *scope);
struct special {
    uintptr_t header;
    const char *name;
    unsigned libraries;
    special_fn *expand;
};

/* The special forms that begin a definition, or that hold forms of the same level. Others are expressions. */
extern struct special special_begin, special_define, special_define_values, special_define_syntax, special_define_record_type,
    special_include, special_include_ci, special_cond_expand;
/* Those that others are made of. */
extern struct special special_lambda, special_quote, special_if, special_let, special_set, special_cond;
/* What stands for itself in other forms. */
extern struct special word_else, word_arrow, word_dots, word_underscore, word_unquote, word_unquote_splicing, word_syntax_rules, word_quasiquote;

static inline bool is_identifier(value v) { return is_symbol(v) || is_type(v, T_ALIAS); }
value lookup(value identifier, struct scope *scope);
/* Of an operator: of an identifier as lookup, of a denotation itself; else null. */
value denotation_of(value head, struct scope *scope);
bool is_special(value head, struct scope *scope, const struct special *s);
bool same_identifier(value a, struct scope *scope_a, value b, struct scope *scope_b);
struct scope *make_scope(struct scope *outer);
struct scope_binding *find_binding(struct scope *scope, value identifier);
void bind(struct scope *scope, value identifier, value denotation);
value make_alias(value name, struct scope *scope);
/* A form whose uses of macros, each brought by the one before, are more than this many, is taken to have no end. */
enum { MOST_USES = 5000 };
value strip(value datum);                               /* symbols in the places of aliases */
const char *identifier_name(value identifier);

KONT struct ast *expand(value form, struct scope *scope);
KONT struct ast *expand_body(value forms, struct scope *scope, value whole);
KONT struct ast *expand_sequence(value forms, struct scope *scope, value whole);
/* lambda: the parameters and the body. name: or null. */
KONT struct ast *expand_lambda(const char *name, value parameters, value body, struct scope *scope, value whole);
KONT struct ast *expand_top(value form, struct environment *environment);
/* The form, with the macros at its head expanded away. */
KONT value expand_head(value form, struct scope *scope);

/* Definitions in a row, as in a letrec*: initial values are expanded in order, each with the clock at its number. */
struct definitions {
    int count, room, clock;
    struct {
        struct variable *variable;                      /* null: an expression only */
        value form;                                     /* its value; for `lambda` its body */
        value parameters;                               /* null: no lambda */
        value whole;
        struct ast *init;                               /* or it is here */
    } *items;
};
void add_definition(struct definitions *d, struct variable *v, value form, value parameters, value whole, struct ast *init);
KONT void expand_definitions(struct definitions *d, struct scope *scope);
/* Whether no continuation can be captured while this is evaluated. */
bool captures_nothing(const struct ast *a);
/* What they make around a body; null: the last ones are expressions, and the body. */
struct ast *finish_definitions(struct definitions *d, struct ast *body);

/* ---- Macros (macro.c) ---- */
KONT value make_macro(value spec, struct scope *scope);            /* of a (syntax-rules ...) */
KONT value expand_macro(value macro, value form, struct scope *scope);

/* The form that a program's errors are in from now on, where they are about something without a place. */
void expand_within(value form);

/* ---- Errors: none returns ---- */
KONT KONT_NORETURN void syntax_error(value form, const char *message);
KONT KONT_NORETURN void syntax_error_about(value form, const char *message, value about);
/* The length of a form, which is a proper list of at least `least` and at most `most` items. */
KONT int need_form(value form, int least, int most);
KONT value need_identifier(value v, value form);

/* cond-expand: (begin form ...) of the clause that holds. */
KONT value cond_expand_forms(value form, struct scope *scope);
/* define-record-type: a (begin (define ...) ...). */
KONT value record_definitions(value form, struct scope *scope);
KONT void define_syntax(value form, struct scope *scope);
/* The forms of the files that an include names. */
KONT value read_files(value form, bool fold_case);

value features(void);                                   /* of cond-expand: a list of symbols */

void special_forms_start(void);
void derived_forms_start(void);
void control_forms_start(void);
void define_special(struct special *s);

#endif
