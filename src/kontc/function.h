/* function.h: a marked function with a body: what is known of it before anything is written.
 *
 * It is looked at in this order: tree, locals, which of them live in the box, which calls save a frame, what is live at these. */
#ifndef KONTC_FUNCTION_H
#define KONTC_FUNCTION_H

#include "node.h"
#include "types.h"

enum local_kind {
    PARAMETER,
    VARIABLE,
    STATIC,                                             /* goes to file scope */
    ELSEWHERE,                                          /* declared extern: stays as it is */
    LITERAL,                                            /* a compound literal */
    TEMPORARY                                           /* of kontc: the value of a part of an expression */
};

struct local {
    enum local_kind kind;
    CXCursor decl;
    CXType type;
    const char *name;                                   /* in the source */
    const char *own;                                    /* its name in what is written */
    const char *text;                                   /* what is written for it: that, or its place in the box */
    const char *field;                                  /* its member in the frame or the box */
    size_t index;                                       /* in function.locals */
    size_t begin;                                       /* of its declaration */
    const struct node *scope;                           /* null: the whole function */
    bool used;                                          /* in the body */
    bool taken;                                         /* its address is */
    bool boxed;
    bool saved, saved_low;                              /* some frame has it: of a call, of place 0 */
};

/* Instead of source [begin, end) stands `text`, in both copies. */
struct change {
    size_t begin, end;
    const char *text;
    bool closing;                                       /* an insertion that belongs to what stands before it */
};

/* Where a local is named. */
struct reference {
    size_t begin;
    struct local *local;
};

struct function {
    const struct unit *unit;
    const struct source *source;
    const struct marks *marks;
    struct type_names *names;
    CXCursor cursor;
    struct extent extent;
    const struct mark *mark;
    const char *name;
    CXType result;
    bool is_static, is_inline;
    struct node *body;
    struct local **locals;
    size_t local_count;
    struct local **temporaries;
    size_t temporary_count;
    struct change *changes;                             /* by place */
    size_t change_count;
    struct reference *references;                       /* by place */
    size_t reference_count;
    CXCursor *types;                                    /* declared in it, outermost ones */
    size_t type_count;
    struct node **sites;                                /* site i is sites[i - 1] */
    size_t site_count;
    bool waits;                                         /* calls something marked: otherwise no capture ever passes it */
    bool framed;                                        /* has frames. Otherwise all its marked calls are its last act, and don't deepen the stack */
    bool boxed;                                         /* has a box */
};

struct function *function_of(const struct unit *u, const struct marks *m, struct type_names *names, CXCursor c);

/* The steps, each in the file of its name. */
void locals_find(struct function *f);
void boxes_find(struct function *f);
void changes_find(struct function *f);
void sites_find(struct function *f);
void live_find(struct function *f);

/* The block that holds n. */
const struct node *scope_of(const struct node *n);

struct local *local_add(struct function *f, enum local_kind kind, CXCursor decl);

/* Whether n is a place where all of its function is done after it, but for a return without a value. */
bool function_ends_after(const struct function *f, const struct node *n);

/* Whether `at` lies in the definition of a type that moves in front of the function. */
bool function_moves(const struct function *f, size_t at);

/* A name that stands for `what` of this function outside of it. */
char *function_own(struct function *f, const char *what);

#endif
