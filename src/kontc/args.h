/* args.h: the command line of the wrapped compiler: which arguments are inputs, and which options belong to which of its steps. */
#ifndef KONTC_ARGS_H
#define KONTC_ARGS_H

#include "text.h"

struct list {
    const char **s;
    size_t count;                                       /* s[count] is null once list_end was called */
};

void list_add(struct list *l, const char *s);
void list_add_all(struct list *l, const struct list *other);
const char *const *list_end(struct list *l);

enum step {
    LINK,                                               /* and all before it */
    COMPILE,                                            /* -c */
    ASSEMBLY,                                           /* -S */
    CHECK,                                              /* -fsyntax-only */
    OTHER                                               /* -E, -M, --version ...: nothing for kontc to do */
};

/* What an argument is for. */
enum use {
    FOR_ALL,
    FOR_PREPROCESSING,                                  /* -I, -D, -MMD ... */
    FOR_LINKING,                                        /* -l, -L, -Wl, ... */
    FOR_OUTPUT,                                         /* -o FILE, -c, -S */
    INPUT,                                              /* C, which kontc reads */
    OTHER_INPUT
};

struct arg {
    enum use use;
    const char *s, *value;                              /* value: the next word, where it belongs to this one; or null */
    const char *language;                               /* inputs: as -x says, or null */
};

struct args {
    struct list compiler;                               /* "gcc", or "ccache" "gcc" */
    struct arg *args;
    size_t count;
    enum step step;
    const char *output;                                 /* of -o, or null */
    bool depends, names_depends_file, names_depends_target;     /* -MD or -MMD, -MF, -MT or -MQ */
    size_t inputs;                                      /* how many are C */
};

struct args *args_read(int argc, char **argv);

/* Adds the words of all arguments of one use. */
void args_add(const struct args *a, enum use use, struct list *to);

/* The options that say what the types are like, for libclang. */
void args_add_types(const struct args *a, struct list *to);

#endif
