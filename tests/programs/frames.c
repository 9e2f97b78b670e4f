/* frames.c: `frames SCENE` calls stopped() where the continuation has a shape worth looking at. tools/check/gdb stops there and looks.
 *
 * Each function has a local `depth` that a debugger can print, and does something after the call, so that its frame stays. */
#include <kont.h>
#include <stdio.h>
#include <string.h>

#define KEPT __attribute__((noinline))

static volatile int sink;
static int stops;                                       /* the stop that is meant: those before it are let pass */
static kont *saved;
static kont_generator *generator;
static const kont_tag outer_tag = KONT_TAG("outer"), inner_tag = KONT_TAG("inner");

KEPT void stopped(void)
{
    sink++;
}

static KEPT void pass(void)
{
    if (--stops == 0)
        stopped();
}

/* ---- Nested prompts --------------------------------------------------------------------------------------------------------- */

static KEPT KONT void *deepest(void *arg)
{
    volatile int depth = 5;
    pass();
    sink = depth;
    return arg;
}

static KEPT KONT void *yielder(void *arg)
{
    volatile int depth = 4;
    void *v = kont_prompt(&inner_tag, deepest, arg);
    sink = depth;
    kont_yield(v);
    sink = depth;
    return v;
}

static KEPT KONT void *asks(void *arg)
{
    volatile int depth = 3;
    void *v = NULL;
    generator = kont_generator_new(yielder, arg);
    kont_next(generator, &v);
    sink = depth;
    return v;
}

static KEPT KONT void *nested(void *arg)
{
    volatile int depth = 2;
    void *v = kont_prompt(&outer_tag, asks, arg);
    sink = depth;
    return v;
}

/* ---- A generator entered again from elsewhere ------------------------------------------------------------------------------- */

static KEPT KONT void *yields_twice(void *arg)
{
    volatile int depth = 4;
    pass();
    kont_yield(arg);
    pass();
    sink = depth;
    return arg;
}

static KEPT KONT void *first_caller(void *arg)
{
    volatile int depth = 3;
    void *v;
    generator = kont_generator_new(yields_twice, arg);
    kont_next(generator, &v);
    sink = depth;
    return v;
}

static KEPT KONT void *second_caller(void *arg)
{
    volatile int depth = 3;
    void *v = arg;
    kont_next(generator, &v);
    sink = depth;
    return v;
}

static KEPT KONT void *generator_again(void *arg)
{
    volatile int depth = 2;
    kont_prompt(&outer_tag, first_caller, arg);
    kont_prompt(&inner_tag, second_caller, arg);
    sink = depth;
    return arg;
}

/* ---- Continuations ------------------------------------------------------------------------------------------------------------ */

static KONT void *keep(kont *k, void *arg)
{
    saved = k;
    return arg;
}

static KEPT KONT void *captures(void *arg)
{
    volatile int depth = 5;
    void *v = kont_capture(&outer_tag, (int)kont_to_int(arg), keep, NULL);
    pass();
    sink = depth;
    return v;
}

static KEPT KONT void *captured(void *arg)
{
    volatile int depth = 4;
    void *v = kont_prompt(&inner_tag, captures, arg);
    sink = depth;
    return v;
}

static KEPT KONT void *under_generator(void *arg)
{
    volatile int depth = 6;
    void *v = kont_resume(saved, arg);
    sink = depth;
    return v;
}

static KEPT KONT void *resumes(void *arg)
{
    volatile int depth = 3;
    void *v = kont_resume(saved, arg);
    sink = depth;
    return v;
}

static KEPT KONT void *one_shot(void *arg)
{
    volatile int depth = 2;
    kont_prompt(&outer_tag, captured, kont_int(KONT_SHIFT0 | KONT_ONCE));
    resumes(arg);
    sink = depth;
    return arg;
}

static KEPT KONT void *multi_shot(void *arg)
{
    volatile int depth = 2;
    kont_prompt(&outer_tag, captured, kont_int(KONT_SHIFT));
    resumes(arg);
    resumes(arg);
    sink = depth;
    return arg;
}

/* A picture without its prompt, resumed by a generator's body. */
static KEPT KONT void *elsewhere(void *arg)
{
    volatile int depth = 2;
    void *v;
    kont_prompt(&outer_tag, captured, kont_int(KONT_CONTROL0));
    resumes(arg);
    generator = kont_generator_new(under_generator, arg);
    kont_next(generator, &v);
    sink = depth;
    return v;
}

/* Three activations of one capture, each inside the one before: at once, or with a prompt between them. */
static int activations;

static KEPT KONT void *between(void *arg)
{
    volatile int depth = 6;
    void *v = kont_resume(saved, arg);
    sink = depth;
    return v;
}

static KEPT KONT void *resumes_inside(void *arg)
{
    volatile int depth = 5;
    kont_capture(&outer_tag, KONT_SHIFT0, keep, NULL);
    if (++activations < 3) {
        if (kont_to_int(arg) == 0)
            kont_resume(saved, arg);
        else
            kont_prompt(&inner_tag, between, arg);
    }
    pass();
    sink = depth;
    return arg;
}

static KEPT KONT void *displaced(void *arg)
{
    volatile int depth = 2;
    kont_prompt(&outer_tag, resumes_inside, arg);
    resumes(arg);
    sink = depth;
    return arg;
}

static KEPT KONT void *displaced_apart(void *arg)
{
    (void)arg;
    return displaced(kont_int(1));
}

/* ---- Handlers ------------------------------------------------------------------------------------------------------------------- */

static KEPT KONT void *handler(kont *k, void *arg)
{
    volatile int depth = 3;
    pass();
    sink = depth;
    return kont_resume_tail(k, arg);
}

static KEPT KONT void *shifts(void *arg)
{
    volatile int depth = 4;
    void *v = kont_capture(&outer_tag, (int)kont_to_int(arg), handler, NULL);
    pass();
    sink = depth;
    return v;
}

static KEPT KONT void *handler_inside(void *arg)
{
    volatile int depth = 2;
    (void)arg;
    void *v = kont_prompt(&outer_tag, shifts, kont_int(KONT_SHIFT));
    sink = depth;
    return v;
}

static KEPT KONT void *handler_outside(void *arg)
{
    volatile int depth = 2;
    (void)arg;
    void *v = kont_prompt(&outer_tag, shifts, kont_int(KONT_SHIFT0));
    sink = depth;
    return v;
}

static KEPT KONT void *handler_bare(void *arg)
{
    volatile int depth = 2;
    (void)arg;
    void *v = kont_prompt(&outer_tag, shifts, kont_int(KONT_CONTROL));
    sink = depth;
    return v;
}

/* ---- Winders and exceptions --------------------------------------------------------------------------------------------------------- */

static KEPT KONT void *winder(void *arg)
{
    volatile int depth = 5;
    pass();
    sink = depth;
    return arg;
}

static KEPT KONT void *aborts(void *arg)
{
    volatile int depth = 4;
    sink = depth;
    kont_abort(&outer_tag, arg);
}

static KEPT KONT void *winds(void *arg)
{
    volatile int depth = 3;
    void *v = kont_dynamic_wind(NULL, aborts, winder, arg);
    sink = depth;
    return v;
}

static KEPT KONT void *winder_of_abort(void *arg)
{
    volatile int depth = 2;
    void *v = kont_prompt(&outer_tag, winds, arg);
    sink = depth;
    return v;
}

static KEPT KONT void *raises(void *arg)
{
    volatile int depth = 4;
    kont_raise_continuable(kont_exception_new("mine", arg, "stop here"));
    sink = depth;
    return arg;
}

static KEPT KONT void *exception_handler(const kont_exception *x, void *arg)
{
    volatile int depth = 5;
    (void)x;
    pass();
    sink = depth;
    return arg;
}

static KEPT KONT void *with_handler(void *arg)
{
    volatile int depth = 3;
    void *v = kont_with_handler(exception_handler, NULL, raises, arg);
    sink = depth;
    return v;
}

static KEPT KONT void *handler_of_raise(void *arg)
{
    volatile int depth = 2;
    void *v = kont_try(with_handler, arg, NULL);
    sink = depth;
    return v;
}

/* ---- call/cc, and a further segment -------------------------------------------------------------------------------------------------------- */

static KEPT KONT void *comes_back(void *arg)
{
    volatile int depth = 4;
    static int times;
    kont_callcc(keep, arg);
    pass();
    if (times++ == 0)
        kont_resume(saved, arg);
    sink = depth;
    return arg;
}

static KEPT KONT void *on_more_stack(void *arg)
{
    volatile int depth = 3;
    void *v = comes_back(arg);
    sink = depth;
    return v;
}

static KEPT KONT void *callcc(void *arg)
{
    volatile int depth = 2;
    void *v = kont_with_stack(1 << 20, on_more_stack, arg);
    sink = depth;
    return v;
}

/* ---- Search ---------------------------------------------------------------------------------------------------------------------------------- */

static KEPT KONT void *chooses(void *arg)
{
    volatile int depth = 3;
    long n = kont_choose(1, 3);
    pass();
    kont_require(n == 3);
    sink = depth;
    return arg;
}

static KEPT KONT void *search(void *arg)
{
    volatile int depth = 2;
    void *v;
    kont_search_next(kont_search_new(chooses, arg), &v);
    sink = depth;
    return v;
}

static const struct {
    const char *name;
    kont_fn *fn;
    int stops;
} scenes[] = {
    { "nested", nested, 1 },
    { "generator-first", generator_again, 1 },
    { "generator-again", generator_again, 2 },
    { "one-shot", one_shot, 1 },
    { "multi-shot-first", multi_shot, 1 },
    { "multi-shot-second", multi_shot, 2 },
    { "elsewhere", elsewhere, 2 },
    { "displacing", displaced, 1 },
    { "displaced-again", displaced, 2 },
    { "displaced-back", displaced, 3 },
    { "displacing-apart", displaced_apart, 1 },
    { "displaced-apart", displaced_apart, 2 },
    { "handler-shift", handler_inside, 1 },
    { "tail-shift", handler_inside, 2 },
    { "handler-shift0", handler_outside, 1 },
    { "tail-shift0", handler_outside, 2 },
    { "handler-control", handler_bare, 1 },
    { "tail-control", handler_bare, 2 },
    { "winder", winder_of_abort, 1 },
    { "exception", handler_of_raise, 1 },
    { "callcc-first", callcc, 1 },
    { "callcc-again", callcc, 2 },
    { "search-first", search, 1 },
    { "search-last", search, 3 }
};

int main(int argc, char **argv)
{
    volatile int depth = 1;
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
        if (argc == 2 && strcmp(argv[1], scenes[i].name) == 0) {
            stops = scenes[i].stops;
            kont_run(scenes[i].fn, kont_int(0));
            sink = depth;
            return stops > 0;
        }
    fprintf(stderr, "usage: frames SCENE\n");
    return 2;
}
