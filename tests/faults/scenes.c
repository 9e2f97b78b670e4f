#include "scenes.h"

#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <kont.h>
#include <stdio.h>

#include "inject.h"
#include "layers.h"

static const kont_tag outer_tag = KONT_TAG("outer"), inner_tag = KONT_TAG("inner");
static const char key;

/* ---- Generators ---------------------------------------------------------------------------------------------------------------- */

static KONT void *counts(void *arg)
{
    for (long i = 1; i <= kont_to_int(arg); i++)
        kont_yield(kont_int(i));
    return NULL;
}

/* Yields what a generator of the same kind yields, `depth` deep. */
static KONT void *relays(void *arg)
{
    long depth = kont_to_int(arg);
    void *v;
    kont_generator *g = kont_generator_new(depth > 1 ? relays : counts, kont_int(depth > 1 ? depth - 1 : 4));
    while (kont_next(g, &v))
        kont_yield(v);
    return NULL;
}

static KONT long sum_of(kont_generator *g)
{
    long sum = 0;
    void *v;
    while (kont_next(g, &v))
        sum += kont_to_int(v);
    return sum;
}

static KONT void *generators(void *arg)
{
    enum { MANY = 100 };
    kont_generator *all[MANY];
    long sum = 0;
    void *v;
    (void)arg;
    for (int i = 0; i < MANY; i++) {
        all[i] = kont_generator_new(counts, kont_int(2));
        kont_next(all[i], &v);
    }
    for (int i = 0; i < MANY; i++)
        sum += sum_of(all[i]);
    return kont_int(sum);
}

static KONT void *nested_generators(void *arg)
{
    (void)arg;
    return kont_int(sum_of(kont_generator_new(relays, kont_int(40))));
}

/* ---- The four operators ---------------------------------------------------------------------------------------------------------- */

static KONT void *thrice(kont *k, void *arg)
{
    (void)arg;
    long a = kont_to_int(kont_resume(k, kont_int(1))), b = kont_to_int(kont_resume(k, kont_int(2)));
    return kont_int(a + b + kont_to_int(kont_resume_last(k, kont_int(3))));
}

static KONT void *once(kont *k, void *arg)
{
    (void)arg;
    return kont_int(kont_to_int(kont_resume(k, kont_int(6))) + 1);
}

static KONT void *captures(void *how)
{
    kont_handler *handler = kont_to_int(how) & KONT_ONCE ? once : thrice;
    return kont_int(10 * kont_to_int(kont_capture(&outer_tag, (int)kont_to_int(how), handler, NULL)));
}

static KONT void *captures_deep(void *how)
{
    return kont_int(kont_to_int(kont_prompt(&inner_tag, captures, how)) + 1);
}

static KONT void *operators(void *arg)
{
    long sum = 0;
    (void)arg;
    for (int how = 0; how < 8; how++)
        for (int times = 0; times < 3; times++)
            sum += kont_to_int(kont_prompt(&outer_tag, captures_deep, kont_int(how)));
    return kont_int(sum);
}

/* k resumed inside of k, and again after that. */
static kont *saved;

static KONT void *keep(kont *k, void *arg)
{
    saved = k;
    return arg;
}

static KONT void *resumes_itself(void *arg)
{
    (void)arg;
    volatile long local = 100;
    long n = kont_to_int(kont_shift0_at(&outer_tag, keep, kont_int(0)));
    local += n;
    if (n > 0)
        local += kont_to_int(kont_resume(saved, kont_int(n - 1)));
    return kont_int(local);
}

static KONT void *displaced(void *arg)
{
    (void)arg;
    kont_prompt(&outer_tag, resumes_itself, NULL);
    long sum = kont_to_int(kont_resume(saved, kont_int(5)));
    return kont_int(sum + kont_to_int(kont_resume(saved, kont_int(2))));
}

static KONT void *again(kont *k, void *arg)
{
    (void)arg;
    return kont_resume_tail(k, kont_int(1));
}

static KONT void *tail_loop(void *arg)
{
    long sum = 0;
    static const int hows[] = { KONT_SHIFT, KONT_CONTROL, KONT_SHIFT0, KONT_SHIFT | KONT_ONCE };
    (void)arg;
    for (int i = 0; i < 80; i++)
        sum += kont_to_int(kont_capture(&inner_tag, hows[i % 4], again, NULL));
    return kont_int(sum);
}

static KONT void *tails(void *arg)
{
    return kont_prompt(&inner_tag, tail_loop, arg);
}

/* ---- call/cc -------------------------------------------------------------------------------------------------------------------- */

static KONT void *escapes(kont *k, void *arg)
{
    kont_resume(k, arg);
    return NULL;
}

static KONT void *goes_back(void *arg)
{
    static int times;
    times = 0;
    (void)arg;
    kont_callcc(keep, NULL);
    if (++times < 6)
        kont_resume(saved, NULL);
    long sum = kont_to_int(kont_callec(escapes, kont_int(4)));
    sum += kont_to_int(kont_callcc(escapes, kont_int(3)));
    kont_callcc_composable(kont_default_tag, keep, NULL);
    return kont_int(sum + times);
}

static KONT void *callcc(void *arg)
{
    return kont_run(goes_back, arg);
}

/* ---- Search ------------------------------------------------------------------------------------------------------------------------ */

static KONT void *queens(void *arg)
{
    long n = kont_to_int(arg), row[8];
    for (long i = 0; i < n; i++) {
        row[i] = kont_choose(0, n - 1);
        for (long j = 0; j < i; j++)
            kont_require(row[j] != row[i] && row[i] - row[j] != i - j && row[j] - row[i] != i - j);
    }
    return kont_int(1);
}

static KONT void *search(void *arg)
{
    (void)arg;
    kont_search *s = kont_search_new(queens, kont_int(5));
    long count = 0;
    for (void *v; kont_search_next(s, &v); )
        count += kont_to_int(v);
    return kont_int(count);
}

/* ---- Exceptions, winders, defers, marks ---------------------------------------------------------------------------------------------- */

static KONT void *answers(const kont_exception *x, void *arg)
{
    if (x->code != KONT_ERR_USER)
        kont_raise(x);
    return arg;
}

static KONT void *raises(void *arg)
{
    long v = kont_to_int(kont_raise_continuable(kont_exception_new("asked", arg, "a question with %d words", 5)));
    kont_raise(kont_exception_new("ended", kont_int(v + 1), "no more"));
}

static KONT void *handles(void *arg)
{
    return kont_with_handler(answers, kont_int(20), raises, arg);
}

static KONT void *misuses(void *arg)
{
    return kont_shift_at(&inner_tag, keep, arg);
}

static KONT void *exceptions(void *arg)
{
    const kont_exception *x;
    kont_try(handles, arg, &x);
    if (x == NULL || x->code != KONT_ERR_HANDLER_RETURNED)
        x != NULL ? kont_raise(x) : kont_raise_error(KONT_ERR_ARGUMENT, "exceptions", "nothing caught");
    kont_try(misuses, arg, &x);
    if (x == NULL || x->code != KONT_ERR_NO_PROMPT)
        x != NULL ? kont_raise(x) : kont_raise_error(KONT_ERR_ARGUMENT, "exceptions", "nothing caught");
    return kont_int(7);
}

static long entered, left, made, cleaned;

static KONT void *enters(void *arg)
{
    entered++;
    return arg;
}

static KONT void *leaves(void *arg)
{
    left++;
    return arg;
}

static KONT void *cleans(void *arg)
{
    cleaned++;
    return arg;
}

static KONT void defers(void)
{
    kont_defer(cleans, NULL);
    made++;
}

static KONT void *yields_in_winders(void *arg)
{
    defers();
    kont_yield(arg);
    kont_yield(arg);
    return arg;
}

static KONT void *winds(void *arg)
{
    return kont_dynamic_wind(enters, yields_in_winders, leaves, arg);
}

static KONT void *captures_in_winders(void *arg)
{
    (void)arg;
    defers();
    return kont_shift_at(&outer_tag, thrice, NULL);
}

static KONT void *winds_capture(void *arg)
{
    return kont_dynamic_wind(enters, captures_in_winders, leaves, arg);
}

static KONT void *aborts(void *arg)
{
    defers();
    kont_abort(&outer_tag, arg);
}

static KONT void *winds_abort(void *arg)
{
    defers();
    return kont_dynamic_wind(enters, aborts, leaves, arg);
}

/* What was made runs once, and what was entered is left, however it ends. */
static KONT void *winders(void *arg)
{
    (void)arg;
    entered = left = made = cleaned = 0;
    long sum = sum_of(kont_generator_new(winds, kont_int(2)));
    sum += kont_to_int(kont_prompt(&outer_tag, winds_capture, NULL));
    sum += kont_to_int(kont_prompt(&outer_tag, winds_abort, kont_int(8)));
    return kont_int(entered == left && made == cleaned ? sum : -1);
}

/* Deep enough to come to the end of a batch of frames, on the way in and on the way out. */
static KONT void *raises_in_winders(void *arg)
{
    long depth = kont_to_int(arg);
    defers();
    if (depth < 200)
        kont_dynamic_wind(enters, raises_in_winders, leaves, kont_int(depth + 1));
    kont_raise(kont_exception_new("through", arg, "through winders"));
}

static KONT void *winds_raise(void *arg)
{
    defers();
    return kont_dynamic_wind(enters, raises_in_winders, leaves, arg);
}

static KONT void *winds_both(void *arg)
{
    defers();
    kont_prompt(&outer_tag, winds_abort, arg);
    return kont_dynamic_wind(enters, winds_raise, leaves, arg);
}

static KONT void *cleanups(void *arg)
{
    const kont_exception *x;
    (void)arg;
    entered = left = made = cleaned = 0;
    kont_try(winds_both, kont_int(0), &x);
    if (x == NULL || x->code != KONT_ERR_USER)
        x != NULL ? kont_raise(x) : kont_raise_error(KONT_ERR_ARGUMENT, "cleanups", "nothing caught");
    return kont_int(100 * left + cleaned);
}

static KONT bool cleaned_up(void)
{
    if (entered != left || made != cleaned)
        fprintf(stderr, "entered %ld, left %ld; %ld defers, %ld ran\n", entered, left, made, cleaned);
    return entered == left && made == cleaned;
}

static KONT void *keeps_with_defer(void *arg)
{
    defers();
    kont_callcc(keep, NULL);
    return arg;
}

static KONT void *held(void *arg)
{
    entered = left = made = cleaned = 0;
    saved = NULL;
    kont_run(keeps_with_defer, arg);
    long held = cleaned;
    kont_drop(saved);
    return kont_int(10 * held + cleaned);
}

static KONT bool held_by_none(void)
{
    if (saved != NULL)
        kont_drop(saved);
    return cleaned_up();
}

static KONT void *marks_at(void *arg)
{
    void *values[8];
    return kont_int(kont_to_int(arg) + (long)kont_marks(&outer_tag, &key, values, 8));
}

static KONT void *marks_within(void *arg)
{
    return kont_with_mark(&key, kont_int(2), marks_at, arg);
}

static KONT void *marks_under(void *arg)
{
    return kont_with_mark(&key, kont_int(1), marks_within, arg);
}

static KONT void *binds(void *parameter)
{
    long v = kont_to_int(kont_parameter_get(parameter));
    return kont_int(v + kont_to_int(kont_prompt(&outer_tag, marks_under, kont_int(v))));
}

static KONT void *marks(void *arg)
{
    (void)arg;
    kont_parameter *p = kont_parameter_new(kont_int(1));
    kont_tag_new("unused");
    return kont_with_parameter(p, kont_int(10), binds, p);
}

/* ---- Deep chains, further segments, pins ---------------------------------------------------------------------------------------------- */

static KONT void *nests(void *arg)
{
    long depth = kont_to_int(arg);
    if (depth == 0)
        return kont_shift_at(&outer_tag, thrice, NULL);
    return kont_int(1 + kont_to_int(kont_prompt(&inner_tag, nests, kont_int(depth - 1))));
}

static KONT void *deep(void *arg)
{
    (void)arg;
    long sum = kont_to_int(kont_prompt(&outer_tag, nests, kont_int(300)));
    return kont_int(sum + kont_to_int(kont_with_stack(1 << 20, captures_deep, kont_int(0))));
}

static KONT void *deep_under_prompt(void *arg)
{
    return kont_prompt(&outer_tag, deep, arg);
}

static uintptr_t hidden;

static KONT void *pins(kont *k, void *arg)
{
    hidden = ~(uintptr_t)k;
    if (kont_pin(k) == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "kont_pin", NULL);
    return arg;
}

static KONT void *pinned_body(void *arg)
{
    return kont_int(5 + kont_to_int(kont_shift0_at(&outer_tag, pins, arg)));
}

static KONT void *pinned(void *arg)
{
    kont_prompt(&outer_tag, pinned_body, arg);
    kont_prompt(&inner_tag, generators, arg);
    GC_gcollect();
    kont *k = (kont *)~hidden;
    kont_unpin(k);
    return kont_resume_last(k, kont_int(6));
}

/* ---- Threads ---------------------------------------------------------------------------------------------------------------------------- */

volatile int *scenes_starting;

struct work {
    pthread_t thread;
    long answer;
    int error;
};

static KONT void *work(void *arg)
{
    inject_here(true);
    long sum = kont_to_int(kont_run(generators, arg));
    return kont_int(sum + kont_to_int(kont_run(operators, arg)));
}

static void *thread(void *arg)
{
    struct work *w = arg;
    const kont_exception *x;
    inject_here(true);
    __atomic_add_fetch(scenes_starting, 1, __ATOMIC_SEQ_CST);
    kont_poll();
    __atomic_sub_fetch(scenes_starting, 1, __ATOMIC_SEQ_CST);
    inject_here(false);
    w->answer = kont_to_int(kont_try(work, NULL, &x));
    w->error = x != NULL ? x->code : 0;
    return NULL;
}

static KONT void *threads(void *arg)
{
    enum { COUNT = 2 };
    struct work all[COUNT];
    bool counted = inject_here(false);
    (void)arg;
    GC_allow_register_threads();
    for (int i = 0; i < COUNT; i++)
        GC_pthread_create(&all[i].thread, NULL, thread, &all[i]);
    for (int i = 0; i < COUNT; i++)
        GC_pthread_join(all[i].thread, NULL);
    GC_gcollect();
    inject_here(counted);
    for (int i = 0; i < COUNT; i++)
        if (all[i].error != 0)
            kont_raise_error(all[i].error, "thread", NULL);
    return kont_int(all[0].answer == all[1].answer ? all[0].answer : -1);
}

const struct scene scenes[] = {
    { "generators", generators, 200, NULL },
    { "nested generators", nested_generators, 10, NULL },
    { "delegation", delegation, 370, NULL },
    { "coroutines", coroutines, 1200, NULL },
    { "processes", processes, 55, NULL },
    { "first effect", first_effect, 93, NULL },
    { "bindings", bindings, 20400, NULL },
    { "effects", effects, 672136, effects_are_well },
    { "effects that end", effects_that_end, 2610, effects_are_well },
    { "operators", operators, 1500, NULL },
    { "displaced", displaced, 918, NULL },
    { "tails", tails, 80, NULL },
    { "callcc", callcc, 13, NULL },
    { "search", search, 10, NULL },
    { "sequences", scene_sequences, 14030, NULL },
    { "lines", scene_lines, 1, NULL },
    { "goals", scene_goals, 636, NULL },
    { "searches", searches, 40853165, NULL },
    { "exceptions", exceptions, 7, NULL },
    { "winders", winders, 18, NULL },
    { "cleanups", cleanups, 20505, cleaned_up },
    { "held", held, 1, held_by_none },
    { "marks", marks, 22, NULL },
    { "deep", deep_under_prompt, 2781, NULL },
    { "pinned", pinned, 11, NULL },
    { "threads", threads, 1700, NULL }
};
const size_t scene_count = sizeof scenes / sizeof scenes[0];
