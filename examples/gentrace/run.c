/* run.c: a script's bodies are run by an interpreter that recurses in C: a generator's body is one call of it. */
#include "run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct script *script;
static kont_generator *generators[MOST_NAMES];          /* static: the collector looks here */

/* An activation of a definition. */
struct call {
    const char *name;                                   /* of the generator */
    const struct statement *body;
    const struct statement *at;                         /* the try that begins */
    void *result;
};

/* ---- Values, exceptions, and how they are shown ---------------------------------------------------------------------------------------- */

/* Numbers are odd, so that 0 is not null, which stands for none. */
static void *value_of(struct number n)
{
    return n.there ? kont_int(2 * n.n + 1) : NULL;
}

static const char *show(void *v)
{
    static char text[32];
    if (v == NULL)
        return "none";
    snprintf(text, sizeof text, "%" PRIdPTR, (kont_to_int(v) - 1) / 2);
    return text;
}

/* What Python calls it. */
static const char *class_of(const kont_exception *x)
{
    switch (x->code) {
    case KONT_ERR_RUNNING: return "ValueError";
    case KONT_ERR_JUST_STARTED: return "TypeError";
    case KONT_ERR_IGNORED_EXIT:
    case KONT_ERR_RAISED_STOP: return "RuntimeError";
    case KONT_ERR_NO_SEND: return "AttributeError";
    case KONT_ERR_GENERATOR_EXIT: return "GeneratorExit";
    case KONT_ERR_STOP_ITERATION: return "StopIteration";
    default: return x->name;
    }
}

static void show_exception(const kont_exception *x)
{
    if (x->code == KONT_ERR_STOP_ITERATION)
        printf("StopIteration %s\n", show(x->value));
    else if (x->code == KONT_ERR_GENERATOR_EXIT || x->message[0] == '\0')
        printf("raises %s\n", class_of(x));
    else
        printf("raises %s: %s\n", class_of(x), x->message);
}

static const kont_exception *exception_of(const char *name)
{
    if (strcmp(name, "StopIteration") == 0)
        return kont_stop_iteration(NULL);
    if (strcmp(name, "GeneratorExit") == 0)
        return kont_generator_exit;
    return kont_exception_new(name, NULL, "%s", "");
}

static const char *state_of(const kont_generator *g)
{
    static const char *const names[] = {
        [KONT_NEW] = "GEN_CREATED", [KONT_RUNNING] = "GEN_RUNNING", [KONT_SUSPENDED] = "GEN_SUSPENDED", [KONT_DONE] = "GEN_CLOSED"
    };
    return names[kont_generator_state(g)];
}

/* ---- Steps ------------------------------------------------------------------------------------------------------------------------------- */

static kont_generator *generator_of(const struct statement *s)
{
    if (generators[s->generator] != NULL)
        return generators[s->generator];
    fflush(stdout);
    fprintf(stderr, "%s:%d: there is no generator '%s' yet\n", script->file, s->line, script->names[s->generator]);
    exit(2);
}

/* next, send, throw: what they yield; at the end the exception that says so is raised, as in Python. */
static KONT void *ask(const struct statement *s)
{
    kont_generator *g = generator_of(s);
    void *v;
    bool more = s->op == NEXT ? kont_next(g, &v)
        : s->op == SEND ? kont_send(g, value_of(s->numbers[0]), &v) : kont_throw(g, exception_of(s->word), &v);
    if (!more)
        kont_raise(kont_stop_iteration(v));
    return v;
}

/* Takes a step, and says how it went; or raises. */
static KONT const char *step(const struct statement *s)
{
    kont_generator *g = generator_of(s);
    if (s->op == STATE)
        return state_of(g);
    if (s->op != CLOSE)
        return show(ask(s));
    kont_close(g);
    return "closed";
}

/* ---- Bodies -------------------------------------------------------------------------------------------------------------------------------- */

struct numbers {
    kont_iterator iterator;
    const struct statement *s;
    int next;
};

static KONT bool next_number(kont_iterator *self, void **value)
{
    struct numbers *l = (struct numbers *)self;
    bool more = l->next < l->s->count;
    *value = more ? value_of(l->s->numbers[l->next++]) : NULL;
    return more;
}

static KONT bool run_block(const struct statement *s, struct call *c);

static KONT void run_list(const struct statement *s)
{
    struct numbers l = { { next_number }, s, 0 };
    kont_yield_from_iterator(&l.iterator);
}

/* A step of a body: shown where it does not raise. */
static KONT void run_step(const struct statement *s, struct call *c)
{
    const char *result = step(s);
    printf("  %s: %s -> %s\n", c->name, s->text, result);
}

static KONT void *say_all(void *call)
{
    struct call *c = call;
    for (const struct statement *s = c->at->cleanup; s != NULL; s = s->next)
        printf("  %s: %s\n", c->name, s->word);
    return NULL;
}

/* Tells by a value that is not null that the body has returned. */
static KONT void *run_tried(void *call)
{
    struct call *c = call;
    return run_block(c->at->body, c) ? c : NULL;
}

static bool catches(const struct statement *s, const kont_exception *x)
{
    return s->word != NULL && (strcmp(s->word, "any") == 0 || strcmp(s->word, class_of(x)) == 0);
}

/* A finally is a defer, which has a call of its own to tell its try from others. */
static KONT void *run_try(void *call)
{
    struct call *c = call;
    const struct statement *s = c->at;
    const kont_exception *x;
    if (s->cleanup != NULL) {
        struct call *its = kont_value_copy(c, sizeof *c);
        kont_defer(say_all, its);
    }
    void *returned = kont_try(run_tried, c, &x);
    if (x == NULL)
        return returned;
    if (!catches(s, x))
        return kont_raise_continuable(x);
    printf("  %s: except %s\n", c->name, class_of(x));
    return run_block(s->handler, c) ? c : NULL;
}

/* Whether it has returned. */
static KONT bool run_statement(const struct statement *s, struct call *c)
{
    void *v;
    switch (s->op) {
    case SAY:
        printf("  %s: %s\n", c->name, s->word);
        return false;
    case YIELD:
        v = kont_yield(value_of(s->numbers[0]));
        printf("  %s: got %s\n", c->name, show(v));
        return false;
    case FROM:
        v = kont_yield_from(generator_of(s));
        printf("  %s: %s -> %s\n", c->name, s->text, show(v));
        return false;
    case LIST:
        run_list(s);
        return false;
    case RETURN:
        c->result = value_of(s->numbers[0]);
        return true;
    case RAISE:
        kont_raise(exception_of(s->word));
    case LOOP:
        for (long i = 0; i < s->numbers[0].n; i++)
            if (run_block(s->body, c))
                return true;
        return false;
    case TRY:
        c->at = s;
        return kont_scope(run_try, c) != NULL;
    default:
        run_step(s, c);
        return false;
    }
}

static KONT bool run_block(const struct statement *s, struct call *c)
{
    for (; s != NULL; s = s->next)
        if (run_statement(s, c))
            return true;
    return false;
}

static KONT void *run_body(void *call)
{
    struct call *c = call;
    run_block(c->body, c);
    return c->result;
}

/* ---- All --------------------------------------------------------------------------------------------------------------------------------- */

static KONT const char *make(const struct statement *s)
{
    struct call c = { script->names[s->generator], script->bodies[script_definition(script, s->word)], NULL, NULL };
    generators[s->generator] = kont_generator_new(run_body, kont_value_copy(&c, sizeof c));
    return "made";
}

static KONT void *take_step(void *statement)
{
    const struct statement *s = statement;
    const char *result = s->op == NEW ? make(s) : step(s);
    return (void *)result;
}

KONT void script_run(const struct script *s)
{
    const kont_exception *x;
    script = s;
    for (const struct statement *at = s->steps; at != NULL; at = at->next) {
        const char *result = kont_try(take_step, (void *)at, &x);
        printf("%d: %s -> ", at->line, at->text);
        if (x != NULL)
            show_exception(x);
        else
            puts(result);
    }
}
