#define _GNU_SOURCE
#include "fault.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "libgc.h"
#include "sanitize.h"
#include "thread.h"

enum { SIGNAL_STACK = 64 * 1024 };

static struct sigaction first, before;                  /* who had the signal when kont first took it, and last */
static _Thread_local void *signal_stack;

static void put(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}

static void put_number(size_t n)
{
    char text[24], *p = text + sizeof text;
    *--p = '\0';
    do
        *--p = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    put(p);
}

/* Of the innermost prompt that has a name; further segments of the same continuation have none. */
static const char *name_of(const kont__prompt *p)
{
    for (; p != NULL; p = p->link)
        if (p->tag != NULL && p->tag->name != NULL)
            return p->tag->name;
    return "(unnamed)";
}

static void report(kont__home *h)
{
    put("kont: stack overflow in prompt \"");
    put(name_of(h->resident));
    put("\": its segment of ");
    put_number((size_t)(kont__top(h) - h->low) / 1024);
    put(" KiB is full; give its tag a larger one (KONT_TAG_SIZED) or use kont_with_stack\n");
}

static void *stack_pointer(const ucontext_t *context)
{
#if defined(__x86_64__)
    return (void *)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    return (void *)context->uc_mcontext.sp;
#else
    (void)context;
    return NULL;
#endif
}

/* The segment whose guard was touched by a thread that runs on it. Without room for a signal frame the kernel gives no address, and
 * sp tells. */
static kont__home *overflowed(const siginfo_t *info, const char *sp)
{
    const char *address = info->si_code == SI_KERNEL ? sp : info->si_addr;
    kont__home *h = kont__home_of(address);
    return h != NULL && h == kont__home_of(sp) && address < h->low + 512 ? h : NULL;
}

/* To what the system would do: a fault happens again when this returns, a signal that was sent is sent again. */
static void die(int signal, const siginfo_t *info)
{
    struct sigaction fatal = { .sa_handler = SIG_DFL };
    sigaction(signal, &fatal, NULL);
    if (info->si_code <= 0)
        raise(signal);
}

static void hand_to(const struct sigaction *handler, int signal, siginfo_t *info, void *context)
{
    bool fault = info->si_code > 0;
    if (handler->sa_flags & SA_SIGINFO)
        handler->sa_sigaction(signal, info, context);
    else if (handler->sa_handler == SIG_DFL || (handler->sa_handler == SIG_IGN && fault))
        die(signal, info);
    else if (handler->sa_handler != SIG_IGN)
        handler->sa_handler(signal);
}

/* Who took the signal after kont hands on to kont, which then is in front again: such a call is for the same context as the one under way, and
 * further down the same stack. (A handler may jump out, so that nothing can be undone at its end.) */
static bool is_handed_back(const void *context, const char *frame)
{
    static _Thread_local const void *last_context;
    static _Thread_local const char *last_frame;
    if (context == last_context && frame < last_frame)
        return true;
    last_context = context;
    last_frame = frame;
    return false;
}

/* The handler that comes now may have asked that the collector does not stop the thread meanwhile, as libgc's own does: so its signal is blocked
 * from the start. */
static void may_be_suspended(const struct sigaction *handler)
{
    sigset_t suspend;
    if (sigismember(&handler->sa_mask, GC_get_suspend_signal()))
        return;
    sigemptyset(&suspend);
    sigaddset(&suspend, GC_get_suspend_signal());
    pthread_sigmask(SIG_UNBLOCK, &suspend, NULL);
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    kont__home *h = overflowed(info, stack_pointer(context));
    if (h == NULL) {
        const struct sigaction *handler = is_handed_back(context, __builtin_frame_address(0)) ? &first : &before;
        may_be_suspended(handler);
        hand_to(handler, signal, info, context);
        return;
    }
    report(h);
    struct sigaction dead = { .sa_handler = SIG_DFL };
    sigaction(SIGABRT, &dead, NULL);
    raise(SIGABRT);
    _exit(134);
}

/* The last to come is in front: libgc takes the signal too, when it becomes incremental. */
static void take_signal(void)
{
    static bool taken;
    struct sigaction now, mine = { .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER, .sa_sigaction = on_fault };
    sigaction(SIGSEGV, NULL, &now);
    if ((now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_fault)
        return;
    sigemptyset(&mine.sa_mask);
    sigaddset(&mine.sa_mask, GC_get_suspend_signal());
    if (!taken)
        first = now;
    taken = true;
    before = now;
    sigaction(SIGSEGV, &mine, NULL);
}

void kont__fault_attach(void)
{
    stack_t now;
    kont__lock();
    take_signal();
    kont__unlock();
    if (sigaltstack(NULL, &now) != 0 || !(now.ss_flags & SS_DISABLE))
        return;
    now = (stack_t){ .ss_size = SIGNAL_STACK };
    now.ss_sp = mmap(NULL, SIGNAL_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (now.ss_sp == MAP_FAILED)
        return;
    sigaltstack(&now, NULL);
    signal_stack = now.ss_sp;
}

void kont__fault_detach(void)
{
    stack_t now, off = { .ss_flags = SS_DISABLE };
    if (signal_stack == NULL)
        return;
    if (sigaltstack(NULL, &now) == 0 && now.ss_sp == signal_stack)
        sigaltstack(&off, NULL);
    munmap(signal_stack, SIGNAL_STACK);
    signal_stack = NULL;
}

/* Each handler's frame, which the system makes, holds the context that it interrupted, and that says which alternate stack there was. The
 * outermost lies at the stack's upper end. */
KONT__UNCHECKED static void *interrupted_sp(const stack_t *s)
{
    char *low = s->ss_sp, *high = (char *)((uintptr_t)(low + s->ss_size) & ~(uintptr_t)15);
    for (char *a = high - sizeof(stack_t) - offsetof(ucontext_t, uc_stack); a >= low; a -= sizeof(void *)) {
        const ucontext_t *context = (const ucontext_t *)a;
        if (context->uc_stack.ss_sp != s->ss_sp || context->uc_stack.ss_size != s->ss_size)
            continue;
        char *sp = stack_pointer(context);
        if (sp < low || sp >= high)
            return sp;
    }
    return NULL;
}

void kont__fault_note(struct kont__thread *t)
{
    stack_t now;
    t->signal_low = t->signal_high = NULL;
    if (sigaltstack(NULL, &now) != 0 || !(now.ss_flags & SS_ONSTACK))
        return;
    t->signal_low = now.ss_sp;
    t->signal_high = t->signal_low + now.ss_size;
    t->interrupted_at = interrupted_sp(&now);
}
