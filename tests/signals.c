/* Signal handlers on an alternate stack, kont's or the host's, while another thread collects: what they interrupted is not lost. */
#define _GNU_SOURCE
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>

#include "support/memory.h"
#include "support/threads.h"
#include "test.h"

static sem_t may_interrupt, in_handler, may_go_on;
static sigjmp_buf back;

/* The collector's signals interrupt it. */
static void wait_in_handler(int signal)
{
    (void)signal;
    sem_post(&in_handler);
    await(&may_go_on);
}

static void wait_and_jump_out(int signal)
{
    wait_in_handler(signal);
    siglongjmp(back, 1);
}

static void handle(int signal, void (*handler)(int), int flags)
{
    struct sigaction a = { .sa_handler = handler, .sa_flags = flags };
    sigaction(signal, &a, NULL);
}

/* ---- What is interrupted ---------------------------------------------------------------------------------------------------------------- */

static volatile sig_atomic_t interrupted;               /* not bool: gcc's UndefinedBehaviorSanitizer reads a volatile bool once for all turns */

static void be_interrupted(void)
{
    sem_post(&may_interrupt);
    while (!interrupted)
        ;
}

/* Not through null, which UndefinedBehaviorSanitizer notices before. */
static void fault(void)
{
    int *volatile nowhere = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(nowhere != MAP_FAILED);
    sem_post(&may_interrupt);
    if (sigsetjmp(back, 1) == 0)
        *nowhere = 1;
}

static void (*how)(void);

static KONT __attribute__((noinline)) void *knows_a_witness(void *unused)
{
    struct witness *volatile w = witness_new(8);
    how();
    CHECK(witness_is(w, 8));
    return unused;
}

static KONT __attribute__((noinline)) void *in_generator(void *unused)
{
    struct witness *volatile w = witness_new(9);
    void *value;
    kont_next(kont_generator_new(knows_a_witness, unused), &value);
    CHECK(witness_is(w, 9));
    return unused;
}

/* Its own alternate stack, later than kont's. */
static void take_another_stack(void)
{
    stack_t s = { .ss_size = 65536 };
    s.ss_sp = mmap(NULL, s.ss_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(s.ss_sp != MAP_FAILED);
    CHECK_INT(sigaltstack(&s, NULL), 0);
}

struct scene {
    void (*how)(void);
    kont_fn *knows;
    bool own_stack;
};

static KONT void *nothing(void *unused)
{
    return unused;
}

static void *play(void *scene)
{
    const struct scene *s = scene;
    kont_run(nothing, NULL);
    if (s->own_stack)
        take_another_stack();
    return s->knows(NULL);
}

static void check_scene(struct scene s, int signal)
{
    pthread_t thread;
    GC_INIT();
    sem_init(&may_interrupt, 0, 0);
    sem_init(&in_handler, 0, 0);
    sem_init(&may_go_on, 0, 0);
    how = s.how;
    CHECK_INT(pthread_create(&thread, NULL, play, &s), 0);
    await(&may_interrupt);
    if (signal != 0)
        CHECK_INT(pthread_kill(thread, signal), 0);
    await(&in_handler);
    churn();
    churn();
    interrupted = 1;
    sem_post(&may_go_on);
    CHECK_INT(pthread_join(thread, NULL), 0);
}

TEST(signals, a_handler_interrupts_the_native_stack)
{
    handle(SIGUSR1, wait_in_handler, SA_ONSTACK);
    check_scene((struct scene){ be_interrupted, knows_a_witness, false }, SIGUSR1);
}

TEST(signals, a_handler_interrupts_a_generator)
{
    handle(SIGUSR1, wait_in_handler, SA_ONSTACK);
    check_scene((struct scene){ be_interrupted, in_generator, false }, SIGUSR1);
}

static void raise_another(int signal)
{
    (void)signal;
    raise(SIGUSR1);
}

TEST(signals, a_handler_interrupts_a_handler_that_interrupted_a_generator)
{
    handle(SIGUSR1, wait_in_handler, SA_ONSTACK);
    handle(SIGUSR2, raise_another, SA_ONSTACK);
    check_scene((struct scene){ be_interrupted, in_generator, false }, SIGUSR2);
}

TEST(signals, a_handler_on_the_hosts_own_stack_interrupts_a_generator)
{
    handle(SIGUSR1, wait_in_handler, SA_ONSTACK);
    check_scene((struct scene){ be_interrupted, in_generator, true }, SIGUSR1);
}

TEST(signals, a_segv_handler_waits)
{
    handle(SIGSEGV, wait_and_jump_out, 0);
    check_scene((struct scene){ fault, in_generator, false }, 0);
}

TEST(signals, a_segv_handler_waits_on_the_hosts_own_stack)
{
    handle(SIGSEGV, wait_and_jump_out, 0);
    check_scene((struct scene){ fault, in_generator, true }, 0);
}

TEST(signals, a_segv_handler_waits_on_the_hosts_own_stack_above_native_frames)
{
    handle(SIGSEGV, wait_and_jump_out, 0);
    check_scene((struct scene){ fault, knows_a_witness, true }, 0);
}

/* ---- The thread ends ------------------------------------------------------------------------------------------------------------------------- */

static stack_t kept;

static void note_stack(void *unused)
{
    (void)unused;
    sigaltstack(NULL, &kept);
}

static void *keeps_its_stack(void *key)
{
    kont_run(nothing, NULL);
    take_another_stack();
    pthread_setspecific(*(pthread_key_t *)key, key);
    return key;
}

/* Whose destructors run after kont's. */
TEST(signals, the_hosts_own_stack_stays_when_kont_takes_its_leave)
{
    pthread_key_t key;
    pthread_t thread;
    kont_run(nothing, NULL);
    CHECK_INT(pthread_key_create(&key, note_stack), 0);
    CHECK_INT(pthread_create(&thread, NULL, keeps_its_stack, &key), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK(!(kept.ss_flags & SS_DISABLE));
}
