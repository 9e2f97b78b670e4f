/* environment.h: global variables, libraries, evaluation. */
#ifndef SCHEME_ENVIRONMENT_H
#define SCHEME_ENVIRONMENT_H

#include "node.h"
#include "table.h"

struct scope;

struct environment {
    uintptr_t header;
    struct table names;                                 /* identifier -> denotation */
    struct scope *scope;                                /* the outermost, which has this environment */
    bool program;                                       /* of a program or a REPL: its imports are variables of its own */
};

struct library {
    struct library *next;
    value name;                                         /* a list of symbols and integers */
    struct environment *environment;
    value exports;                                      /* list of (outer name . denotation) */
    const char *source;                                 /* its definition, where it has not been read yet */
    bool loading;
};

struct environment *make_environment(bool program);
/* Null: there is none. */
value environment_find(struct environment *e, value identifier);
/* The cell of a name, made where there is none. */
struct cell *environment_cell(struct environment *e, value identifier);
/* The cell for a definition: a fresh one where the name is imported or a macro. */
struct cell *environment_define(struct environment *e, value identifier);
void environment_bind(struct environment *e, value identifier, value denotation);
struct cell *make_cell(value name, value content);

struct library *find_library(value name);
struct library *make_library(value name, struct environment *e);
/* The one with this name, loaded if need be; null: there is none. */
KONT struct library *need_library(value name, value form);
void export_from_builtin(unsigned bits, const char *name, value denotation);
KONT void import_into(struct environment *e, value import_set, struct scope *scope, value form);
void import_all(struct environment *e, value set);      /* set: a list of (name . denotation) */
KONT void define_library(value form, struct scope *scope);

/* Evaluates a form of a program: an import or a library's definition too. */
KONT value evaluate(value form, struct environment *e);
KONT value evaluate_under_prompt(value form, struct environment *e);
/* Opens a file; raises where that fails. */
KONT value open_or_raise(const char *who, const char *file, const struct place *place);      /* place: that of the error; or null */
extern const char *program_file;                        /* or null: libraries are looked for beside it, too */
/* All forms of a port, each under a prompt of the default tag. */
KONT value load_port(value port, struct environment *e);

/* What (interaction-environment) is. */
extern struct environment *interaction;
struct environment *standard_environment(void);         /* all names of the libraries */

void environment_start(void);
void libraries_start(void);

#endif
