/* threads.c: threads that compute and switch, four ways. */
#include "threads.h"

static const kont_tag thread = KONT_TAG("thread");

/* ---- The threads ------------------------------------------------------------------------------------------------------------------------- */

enum { MOST = THREADS_MOST };

struct threads_done threads_done;

static struct {
    const struct threads_way *way;
    long fib, every;
    long fuel;                                          /* calls until the next switch */
    long started, sum;
    void *waiting[MOST];                                /* a ring: null for one that has not begun */
    long first, length;
    kont *base;                                         /* call/cc: where threads begin */
} now;

static void put(void *t)
{
    now.waiting[(now.first + now.length++) % MOST] = t;
}

static void *take(void)
{
    void *t = now.waiting[now.first];
    now.first = (now.first + 1) % MOST;
    now.length--;
    return t;
}

/* A procedure call: at the end of its slice the thread lets the others run. */
static KONT __attribute__((noinline)) long fib(long n)
{
    if (--now.fuel == 0) {
        now.fuel = now.every;
        threads_done.switches++;
        now.way->turn();
    }
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static KONT void *work(void *unused)
{
    int id = (int)now.started++;
    long value = fib(now.fib);
    now.sum += value;
    threads_done.order[threads_done.ended++] = id;
    return unused;
}

/* ---- One-shot and multi-shot continuations up to the thread's own prompt --------------------------------------------------------------- */

static KONT void *wait_for_turn(kont *k, void *unused)
{
    put(k);
    return unused;
}

static KONT void turn_once(void)
{
    kont_shift0_once(&thread, wait_for_turn, NULL);
}

static KONT void turn_multi(void)
{
    kont_shift0_at(&thread, wait_for_turn, NULL);
}

static KONT void run_captured(void)
{
    while (now.length > 0) {
        kont *k = take();
        if (k == NULL)
            kont_prompt(&thread, work, NULL);
        else
            kont_resume(k, NULL);
    }
}

/* ---- Prompt objects: one-shot by construction ------------------------------------------------------------------------------------------- */

static KONT void turn_object(void)
{
    kont_leave_tag(&thread, NULL);
}

static KONT void run_objects(void)
{
    while (now.length > 0) {
        kont_object *o = take();
        if (o == NULL)
            o = kont_object_new(&thread, work, NULL);
        kont_enter(o, NULL);
        if (kont_object_state(o) != KONT_DONE)
            put(o);
    }
}

/* ---- call/cc, as in Scheme: all threads under one prompt; a switch replaces one continuation by another -------------------------------- */

static const char over[1];                              /* what the base is told when all have ended */

/* To the next thread. One that has not begun begins at the base, lest it stand on top of this one. */
static KONT void dispatch(void)
{
    if (now.length == 0)
        kont_resume(now.base, (void *)over);
    kont *k = take();
    kont_resume(k != NULL ? k : now.base, NULL);
}

static KONT void *hand_over(kont *k, void *unused)
{
    put(k);
    dispatch();
    return unused;
}

static KONT void turn_callcc(void)
{
    kont_callcc_at(&thread, hand_over, NULL);
}

/* The first thread begins where the base goes on. */
static KONT void *keep(kont *k, void *unused)
{
    (void)unused;
    now.base = k;
    take();
    return NULL;
}

static KONT void *base(void *unused)
{
    if (kont_callcc_at(&thread, keep, NULL) == over)
        return unused;
    work(NULL);
    dispatch();
    return unused;
}

static KONT void run_callcc(void)
{
    kont_prompt(&thread, base, NULL);
}

const struct threads_way threads_ways[] = {
    { "one-shot", run_captured, turn_once },
    { "multi-shot", run_captured, turn_multi },
    { "call/cc", run_callcc, turn_callcc },
    { "prompt object", run_objects, turn_object },
};

KONT long threads_run(const void *what)
{
    const struct threads *t = what;
    now.way = t->way;
    now.fib = t->fib;
    now.every = now.fuel = t->every;
    now.started = now.sum = now.first = now.length = 0;
    threads_done.switches = threads_done.ended = 0;
    for (long i = 0; i < t->count; i++)
        put(NULL);
    t->way->run_all();
    now.base = NULL;
    return now.sum;
}

long threads_fib(long n)
{
    long a = 0, b = 1;
    while (n-- > 0) {
        long sum = a + b;
        a = b;
        b = sum;
    }
    return a;
}

long threads_calls(long n)
{
    return 2 * threads_fib(n + 1) - 1;
}
