/* copy.h: writing one of the two copies of a function's body.
 *
 * The fast copy is the user's code with a test after each marked call. The resume copy is the same code again; at each test stands
 *
 *     if (0) { kont__L3: reload what the frame of site 3 has }
 *
 * and its head jumps to the label of the frame that it was given: it is never begun from its beginning. So both copies are written by the same code,
 * in the same order.
 *
 * HOIST. A marked call inside of an expression is written as a statement before it, and its value kept in a temporary. What is
 * evaluated before the call and could change is kept likewise; what is left over, the rest, is the expression without its
 * marked calls. `pending` is what the rests read that wait for the current call. */
#ifndef KONTC_COPY_H
#define KONTC_COPY_H

#include "function.h"
#include "rope.h"

struct loop {
    const struct node *node;
    const char *next;                                   /* the label that `continue` jumps to; null: it stays */
};

struct copy {
    struct function *f;
    const struct source *source;
    bool again;                                         /* the resume copy */
    struct rope *out;                                   /* statements */
    struct local **pending;
    size_t pending_count;
    size_t temporaries;                                 /* how many were used */
    unsigned labels;
    struct loop *loops;
    size_t loop_count;
};

/* ---- copy.c: text, temporaries, tests */

/* Source [begin, end) with the function's changes. */
void copy_source(const struct copy *c, size_t begin, size_t end, struct rope *r);

struct local *copy_temporary(struct copy *c, CXType t);
char *copy_declare(const struct copy *c, CXType t, const char *name);

/* The test after marked call n. Its value was assigned to `to` (null: to nothing). */
void copy_test(struct copy *c, const struct node *n, const struct local *to);

/* A statement that makes `to` what `from` is. l: what it is of. */
char *copy_store(const char *to, const char *from, const struct local *l);

/* What the function returns while a capture is under way. */
const char *copy_nothing(const struct copy *c);

/* Adds the locals that r reads to what is pending. */
void copy_wait(struct copy *c, const struct rope *r);

struct rope *copy_rope(const struct copy *c);           /* a fresh one */

/* ---- keep.c: what is evaluated before a marked call */

/* n reads nothing that may change until its full expression is over. */
bool keep_stays(const struct node *n);

/* Writes a declaration of temporary l with this value. n: what it is the value of. */
void keep_in(struct copy *c, struct local *l, const struct rope *value, const struct node *n);

/* Keeps the value that the rest r of n has now in a temporary, which becomes the rest. */
void keep_value(struct copy *c, const struct node *n, struct rope *r);

/* Operand n, of which nothing is left over that may change; `place`: what it is of a place is kept, not its value. */
void keep_operand(struct copy *c, struct node *n, bool place, struct rope *r);

/* ---- hoist.c: expressions. Each writes to c->out what has to happen first, and the rest to r */

void hoist(struct copy *c, struct node *n, struct rope *r);

/* n, whose value nobody wants. */
void hoist_only(struct copy *c, struct node *n);

/* Marked call n as text that has not been called yet. */
void hoist_call(struct copy *c, struct node *n, struct rope *r);

/* The marked call that n is, with nothing around it; or null. */
struct node *hoist_bare_call(struct node *n);

/* ---- statement.c */

/* Marks what has to be rewritten in c. */
void statements_find(struct copy *c, struct node *n);

/* A statement of a block, with its semicolon. */
void write_statement(struct copy *c, struct node *n);

/* The statements of a block; `last`, if not null, gets the value of the last one (of a statement expression). */
void write_block(struct copy *c, struct node *n, struct local *last);

/* `return` of what r says, or of nothing. */
void write_return(struct copy *c, const struct rope *r);

/* ---- declare.c */

/* Whether declaration n can't stay as it is. */
bool declaration_changes(const struct copy *c, const struct node *n);
void write_declarations(struct copy *c, struct node *n);

#endif
