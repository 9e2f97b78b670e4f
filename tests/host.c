/* kont inside a program that uses the collector already: settings, hooks, signals. Forks are in fork.c. */
#define _GNU_SOURCE
#define GC_THREADS
#include <gc/gc.h>
#include <gc/gc_mark.h>
#include <kont.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <ucontext.h>
#include <unistd.h>

#include "support/memory.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

/* ---- Something of everything -------------------------------------------------------------------------------------------------------------- */

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* What the frames below know of their witness: not inlined, so that they know nothing else. */
static __attribute__((noinline)) char *middle_of(struct witness *w)
{
    return (char *)&w->complement;
}

static __attribute__((noinline)) bool is_middle_of(char *middle, long number)
{
    return witness_is((struct witness *)(middle - offsetof(struct witness, complement)), number);
}

static KONT __attribute__((noinline)) void *knows_the_middle(void *number)
{
    char *middle = middle_of(witness_new(kont_to_int(number)));
    void *value = kont_shift_at(&t, give, NULL);
    churn();
    CHECK(is_middle_of(middle, kont_to_int(number)));
    return value;
}

static KONT void *yields_the_middle(void *number)
{
    char *middle = middle_of(witness_new(kont_to_int(number)));
    kont_yield(NULL);
    CHECK(is_middle_of(middle, kont_to_int(number)));
    return NULL;
}

static KONT void *use_kont(void *number)
{
    void *value;
    kont_generator *g = kont_generator_new(yields_the_middle, number);
    kont *k = kont_prompt(&t, knows_the_middle, number);
    CHECK(kont_next(g, &value));
    churn();
    CHECK_PTR(kont_resume(k, kont_int(1)), kont_int(1));
    churn();
    CHECK_PTR(kont_resume(k, kont_int(2)), kont_int(2));
    CHECK_PTR(kont_resume_last(k, kont_int(3)), kont_int(3));
    CHECK(!kont_next(g, &value));
    return number;
}

static void use_kont_well(void)
{
    CHECK_PTR(kont_run(use_kont, kont_int(12)), kont_int(12));
}

static void *use_kont_in_thread(void *unused)
{
    use_kont_well();
    return unused;
}

static void use_kont_in_another_thread(void)
{
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, use_kont_in_thread, NULL), 0);
    churn();
    CHECK_INT(pthread_join(thread, NULL), 0);
}

/* ---- Settings of the collector ---------------------------------------------------------------------------------------------------------------- */

TEST(host, may_start_the_collector_first)
{
    GC_INIT();
    void *before = GC_MALLOC(100);
    use_kont_well();
    CHECK(GC_base(before) == before);
}

TEST(host, may_start_the_collector_after_kont)
{
    use_kont_well();
    GC_INIT();
    use_kont_well();
    use_kont_in_another_thread();
}

TEST(host, may_turn_interior_pointers_off)
{
    GC_set_all_interior_pointers(0);
    GC_INIT();
    use_kont_well();
    use_kont_in_another_thread();
}

/* The same slices, moved out of their place. */
static kont *again;

static KONT void *keep(kont *k, void *value)
{
    again = k;
    return kont_resume(k, value);
}

static KONT __attribute__((noinline)) void *displaces_itself(void *unused)
{
    (void)unused;
    intptr_t n = kont_to_int(kont_shift_at(&t, keep, kont_int(5)));
    char *middle = middle_of(witness_new(n));
    void *value = n > 0 ? kont_resume(again, kont_int(n - 1)) : NULL;
    churn();
    CHECK(is_middle_of(middle, n));
    return value;
}

TEST(host, may_turn_interior_pointers_off_with_displaced_slices)
{
    GC_set_all_interior_pointers(0);
    GC_INIT();
    kont_prompt(&t, displaces_itself, NULL);
}

TEST(host, may_turn_parallel_marking_off)
{
    GC_set_markers_count(1);
    GC_INIT();
    use_kont_well();
}

TEST(host, may_turn_collections_off)
{
    GC_INIT();
    GC_disable();
    use_kont_well();
    GC_enable();
    use_kont_well();
}

TEST(host, keeps_its_settings)
{
    GC_INIT();
    GC_set_finalize_on_demand(1);
    GC_set_java_finalization(1);
    GC_finalizer_notifier_proc notifier = GC_get_finalizer_notifier();
    GC_oom_func out_of_memory = GC_get_oom_fn();
    GC_warn_proc warn = GC_get_warn_proc();
    GC_word divisor = GC_get_free_space_divisor();
    use_kont_well();
    CHECK_INT(GC_get_finalize_on_demand(), 1);
    CHECK_INT(GC_get_java_finalization(), 1);
    CHECK(GC_get_finalizer_notifier() == notifier);
    CHECK(GC_get_oom_fn() == out_of_memory);
    CHECK(GC_get_warn_proc() == warn);
    CHECK_INT(GC_get_free_space_divisor(), divisor);
}

/* ---- Hooks ------------------------------------------------------------------------------------------------------------------------------------ */

static void **hidden;                                   /* in malloc memory: only the host's procedure knows */
static GC_push_other_roots_proc push_before;
static int pushed;

static void GC_CALLBACK push_hidden(void)
{
    pushed++;
    GC_push_all_eager(hidden, hidden + 1);
    if (push_before != NULL)
        push_before();
}

static void hide_a_witness(void)
{
    hidden = malloc(sizeof *hidden);
    CHECK(hidden != NULL);
    *hidden = witness_new(21);
    push_before = GC_get_push_other_roots();
    GC_set_push_other_roots(push_hidden);
}

TEST(host, may_have_its_own_roots)
{
    GC_INIT();
    hide_a_witness();
    use_kont_well();
    use_kont_in_another_thread();
    CHECK(pushed > 0);
    CHECK(witness_is(*hidden, 21));
}

TEST(host, may_put_its_own_roots_in_front_later)
{
    use_kont_well();
    hide_a_witness();
    use_kont_well();
    use_kont_in_another_thread();
    CHECK(pushed > 0);
    CHECK(witness_is(*hidden, 21));
}

static int events;
static GC_on_collection_event_proc event_before;

static void GC_CALLBACK count_events(GC_EventType event)
{
    events++;
    if (event_before != NULL)
        event_before(event);
}

TEST(host, may_listen_to_collection_events)
{
    GC_INIT();
    GC_set_on_collection_event(count_events);
    use_kont_well();
    use_kont_in_another_thread();
    CHECK(events > 0);
}

TEST(host, may_listen_to_collection_events_later)
{
    use_kont_well();
    event_before = GC_get_on_collection_event();
    GC_set_on_collection_event(count_events);
    use_kont_well();
    use_kont_in_another_thread();
    CHECK(events > 0);
}

/* Replaced without handing on: suspended frames would be lost, so the next thread stops the process. */
static void GC_CALLBACK push_nothing(void)
{
}

static KONT void *replace_roots(void *unused)
{
    use_kont_well();
    GC_set_push_other_roots(push_nothing);
    use_kont_in_another_thread();
    return unused;
}

static void GC_CALLBACK ignore_event(GC_EventType event)
{
    (void)event;
}

static KONT void *replace_events(void *unused)
{
    use_kont_well();
    GC_set_on_collection_event(ignore_event);
    use_kont_in_another_thread();
    return unused;
}

TEST(host, is_stopped_where_it_replaced_a_hook)
{
    CHECK_DIES(replace_roots, NULL, SIGABRT, "kont: the collector's push-other-roots procedure was replaced after kont's first use");
    CHECK_DIES(replace_events, NULL, SIGABRT, "kont: the collector's collection event procedure was replaced after kont's first use");
}

/* ---- SIGSEGV ------------------------------------------------------------------------------------------------------------------------------------ */

static sigjmp_buf back;
static volatile int faults;

static void jump_out(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info, (void)context;
    faults++;
    siglongjmp(back, 1);
}

static void take_faults(void (*handler)(int, siginfo_t *, void *), int flags)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO | flags, .sa_sigaction = handler };
    sigemptyset(&a.sa_mask);
    CHECK_INT(sigaction(SIGSEGV, &a, NULL), 0);
}

static volatile int *volatile nowhere = (volatile int *)16;    /* in the first page, which is never mapped; not null, which a sanitizer would report */

/* Unmarked: it holds the sigsetjmp. */
static void *faults_twice(void *arg)
{
    for (int i = 0; i < 2; i++)
        if (sigsetjmp(back, 1) == 0)
            *nowhere = 1;
    return arg;
}

static void check_jumps_out(void)
{
    faults_twice(NULL);
    CHECK_INT(faults, 2);
    CHECK_PTR(kont_run(faults_twice, kont_int(3)), kont_int(3));
    CHECK_INT(faults, 4);
    use_kont_well();
    churn();
}

TEST(host, a_segv_handler_may_jump_out)
{
    take_faults(jump_out, 0);
    use_kont_well();
    check_jumps_out();
}

TEST(host, a_segv_handler_may_come_later)
{
    use_kont_well();
    take_faults(jump_out, 0);
    check_jumps_out();
}

TEST(host, a_segv_handler_may_jump_out_in_incremental_mode)
{
    take_faults(jump_out, 0);
    use_kont_well();
    GC_enable_incremental();
    check_jumps_out();
}

#if defined(__x86_64__)
/* Gives every register that is null a place to write to. */
static void repair(int signal, siginfo_t *info, void *context)
{
    static int somewhere;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    (void)signal, (void)info;
    faults++;
    for (int r = REG_R8; r <= REG_RCX; r++)
        if (registers[r] == 0)
            registers[r] = (greg_t)&somewhere;
}

static KONT void *faults_once(void *arg)
{
    int *place = NULL;
    __asm__ volatile ("movl $5, (%0)" : "+r" (place) : : "memory");
    CHECK(place != NULL);
    return arg;
}

TEST(host, a_segv_handler_may_repair_the_fault)
{
    take_faults(repair, 0);
    use_kont_well();
    CHECK_PTR(kont_run(faults_once, kont_int(4)), kont_int(4));
    CHECK_INT(faults, 1);
}
#endif

/* Installed without SA_ONSTACK, it could allocate and collect before kont came. */
static void collect_in_handler(int signal, siginfo_t *info, void *context)
{
    struct witness *w = witness_new(2);
    churn();
    CHECK(witness_is(w, 2));
    jump_out(signal, info, context);
}

TEST(host, a_segv_handler_may_collect)
{
    GC_INIT();
    take_faults(collect_in_handler, 0);
    use_kont_well();
    check_jumps_out();
}

static KONT void *witness_across_a_fault(void *arg)
{
    struct witness *w = witness_new(31);
    faults_twice(NULL);
    CHECK(witness_is(w, 31));
    return arg;
}

TEST(host, a_segv_handler_that_collects_keeps_the_interrupted_frames)
{
    GC_INIT();
    take_faults(collect_in_handler, 0);
    CHECK_PTR(kont_run(witness_across_a_fault, kont_int(3)), kont_int(3));
    CHECK_INT(faults, 2);
}

static KONT void *send_itself_segv(void *how)
{
    if (how != NULL)
        signal(SIGSEGV, SIG_IGN);
    use_kont_well();
    raise(SIGSEGV);
    return NULL;
}

static KONT void *fault_for_good(void *how)
{
    if (how != NULL)
        signal(SIGSEGV, SIG_IGN);
    use_kont_well();
    alarm(10);
    *nowhere = 1;
    return NULL;
}

TEST(host, dies_of_its_own_faults_as_ever)
{
    CHECK_DIES(fault_for_good, NULL, DIES_OF_SEGV, "");
    CHECK_DIES(fault_for_good, kont_int(1), SIGSEGV, "");
}

TEST(host, dies_of_a_segv_that_was_sent)
{
    CHECK_DIES(send_itself_segv, NULL, DIES_OF_SEGV, "");
    CHECK_DIES(send_itself_segv, kont_int(1), EXITS(0), "");
}

static volatile bool without_end = true;

static int endless_on_native_stack(int n)
{
    volatile char room[1000];
    room[0] = (char)n;
    return without_end ? endless_on_native_stack(n + 1) + room[0] : 0;
}

static KONT void *overflow_native_stack(void *unused)
{
    use_kont_well();
    alarm(10);
    endless_on_native_stack(0);
    return unused;
}

TEST(host, dies_of_an_overflow_of_its_own_stack_as_ever)
{
    CHECK_DIES(overflow_native_stack, NULL, DIES_OF_SEGV, "");
}
