/* THREAD, UNREGISTERED: what belongs to another thread, and a thread that the collector does not know. */
#define GC_THREADS
#include <gc/gc.h>
#undef pthread_create
#include <kont.h>
#include <pthread.h>

#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *same(void *v)
{
    return v;
}

static KONT void *callcc_in_run(void *unused)
{
    return kont_callcc(give, unused);
}

/* A thunk that makes one call. */
#define CALL(name, call) static KONT void *name(void *v) { call; return NULL; }

CALL(resume_it, kont_resume(v, NULL))
CALL(resume_last_it, kont_resume_last(v, NULL))
CALL(resume_tail_it, kont_resume_tail(v, NULL))
CALL(enter_it, kont_enter(v, NULL))
CALL(enter_thunk_it, kont_enter_thunk(v, same, NULL))
CALL(next, void *value; kont_next(v, &value))
CALL(send, void *value; kont_send(v, NULL, &value))
CALL(throw, void *value; kont_throw(v, kont_generator_exit, &value))
CALL(close, kont_close(v))
CALL(resume_coroutine, kont_coroutine_resume(v, NULL))
CALL(close_coroutine, kont_coroutine_close(v))
CALL(search_next, void *solution; kont_search_next(v, &solution))
CALL(search_close, kont_search_close(v))
CALL(drop_it, kont_drop(v))

struct belongings {
    kont *k, *cc, *ec;
    kont_object *object;
    kont_generator *generator, *new_generator;
    kont_generator *delegating;
    kont_coroutine *coroutine;
    kont_search *search, *new_search;
};

static KONT void *yield_from_it(void *g)
{
    return kont_yield_from(g);
}

static KONT void *under_run(void *k)
{
    CHECK_RAISES(resume_it, k, KONT_ERR_THREAD, "it belongs to another thread", "kont_resume");
    return NULL;
}

static KONT void use_foreign(const struct belongings *b)
{
    static const char message[] = "it belongs to another thread";
    CHECK_RAISES(resume_it, b->k, KONT_ERR_THREAD, message, "kont_resume");
    CHECK_RAISES(resume_last_it, b->k, KONT_ERR_THREAD, message, "kont_resume_last");
    CHECK_RAISES(resume_tail_it, b->k, KONT_ERR_THREAD, message, "kont_resume_tail");
    CHECK_RAISES(drop_it, b->k, KONT_ERR_THREAD, message, "kont_drop");
    CHECK_RAISES(resume_it, b->ec, KONT_ERR_THREAD, message, "kont_resume");
    CHECK_RAISES(enter_it, b->object, KONT_ERR_THREAD, message, "kont_enter");
    CHECK_RAISES(enter_thunk_it, b->object, KONT_ERR_THREAD, message, "kont_enter_thunk");
    CHECK_RAISES(next, b->generator, KONT_ERR_THREAD, message, "kont_next");
    CHECK_RAISES(send, b->generator, KONT_ERR_THREAD, message, "kont_next");
    CHECK_RAISES(throw, b->generator, KONT_ERR_THREAD, message, "kont_next");
    CHECK_RAISES(close, b->generator, KONT_ERR_THREAD, message, "kont_next");
    CHECK_RAISES(next, b->delegating, KONT_ERR_THREAD, message, "kont_next");
    CHECK_RAISES(send, b->delegating, KONT_ERR_THREAD, message, "kont_send");
    CHECK_RAISES(throw, b->delegating, KONT_ERR_THREAD, message, "kont_throw");
    CHECK_RAISES(close, b->delegating, KONT_ERR_THREAD, message, "kont_close");
    CHECK_RAISES(next, kont_generator_new(yield_from_it, b->generator), KONT_ERR_THREAD, message, "kont_next");
    CHECK_RAISES(next, kont_generator_new(yield_from_it, b->delegating), KONT_ERR_THREAD, message, "kont_next");
    CHECK_RAISES(resume_coroutine, b->coroutine, KONT_ERR_THREAD, message, "kont_coroutine_resume");
    CHECK_RAISES(close_coroutine, b->coroutine, KONT_ERR_THREAD, message, "kont_coroutine_resume");
    CHECK_RAISES(search_next, b->search, KONT_ERR_THREAD, message, "kont_search_next");
    CHECK_RAISES(search_close, b->search, KONT_ERR_THREAD, message, "kont_search_close");
    CHECK_RAISES(search_next, b->new_search, KONT_ERR_THREAD, message, "kont_search_next");
    CHECK_RAISES(next, b->new_generator, KONT_ERR_THREAD, message, "kont_next");
    kont_run(under_run, b->cc);
}

static void *foreign_thread(void *belongings)
{
    use_foreign(belongings);
    return belongings;
}

static KONT void *capture_multi(void *unused)
{
    kont_shift_at(&t, give, unused);
    return kont_int(7);
}

static KONT void *yield_twice(void *unused)
{
    kont_yield(unused);
    kont_yield(unused);
    return NULL;
}

static KONT void *choose_three(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(1, 3));
}

TEST(foreign, what_belongs_to_another_thread)
{
    struct belongings *b = GC_MALLOC(sizeof *b);
    void *v, *joined;
    pthread_t thread;
    b->k = kont_prompt(&t, capture_multi, NULL);
    b->cc = kont_run(callcc_in_run, NULL);
    b->ec = kont_callec(give, NULL);
    b->object = kont_object_new(&t, yield_twice, NULL);
    b->generator = kont_generator_new(yield_twice, NULL);
    kont_next(b->generator, &v);
    b->delegating = kont_generator_new(yield_from_it, kont_generator_new(yield_twice, NULL));
    kont_next(b->delegating, &v);
    b->coroutine = kont_coroutine_new(same);
    b->search = kont_search_new(choose_three, NULL);
    kont_search_next(b->search, &v);
    b->new_search = kont_search_new(choose_three, NULL);
    b->new_generator = kont_generator_new(yield_twice, NULL);
    CHECK_INT(GC_pthread_create(&thread, NULL, foreign_thread, b), 0);
    CHECK_INT(GC_pthread_join(thread, &joined), 0);
    CHECK_PTR(joined, b);
    CHECK_INT(kont_to_int(kont_resume(b->k, NULL)), 7);
    CHECK(kont_next(b->generator, &v));
    CHECK(kont_next(b->delegating, &v));
    CHECK_STR(kont_coroutine_resume(b->coroutine, "mine"), "mine");
    CHECK(kont_search_next(b->search, &v));
    CHECK_INT(kont_to_int(v), 2);
}

static void *unregistered_thread(void *unused)
{
    return kont_run(same, unused);
}

static KONT void *start_unregistered(void *unused)
{
    pthread_t thread;
    kont_run(same, NULL);
    if (pthread_create(&thread, NULL, unregistered_thread, unused) == 0)
        pthread_join(thread, NULL);
    return NULL;
}

TEST(foreign, a_thread_that_the_collector_does_not_know)
{
    CHECK_DIES(start_unregistered, NULL, SIGABRT,
        "kont: uncaught KONT_ERR_UNREGISTERED: the collector does not know this thread (GC_register_my_thread) (kont_run)\n");
}
