#define _GNU_SOURCE
#include "fault.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "guard.h"
#include "thread.h"

enum { SIGNAL_STACK = 64 * 1024 };

static struct sigaction before;
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

static void report(kont__home *h)
{
    const kont__prompt *p = h->resident;
    const char *name = p != NULL && p->tag != NULL && p->tag->name != NULL ? p->tag->name : "(anonymous)";
    put("kont: stack overflow in prompt \"");
    put(name);
    put("\": its segment of ");
    put_number((size_t)(kont__top(h) - h->low) / 1024);
    put(" KiB is full; give its tag a larger one (KONT_TAG_SIZED) or use kont_with_stack\n");
}

static const void *stack_pointer(const ucontext_t *context)
{
#if defined(__x86_64__)
    return (const void *)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    return (const void *)context->uc_mcontext.sp;
#else
    (void)context;
    return NULL;
#endif
}

/* The segment whose guard was touched. Without room for a signal frame the kernel gives no address, and sp tells. */
static kont__home *overflowed(const siginfo_t *info, const ucontext_t *context)
{
    const char *address = info->si_code == SI_KERNEL ? stack_pointer(context) : info->si_addr;
    kont__home *h = kont__home_of(address);
    return h != NULL && address < h->low + 512 ? h : NULL;
}

static void hand_on(int signal, siginfo_t *info, void *context)
{
    if (before.sa_flags & SA_SIGINFO)
        before.sa_sigaction(signal, info, context);
    else if (before.sa_handler == SIG_IGN)
        return;
    else if (before.sa_handler != SIG_DFL)
        before.sa_handler(signal);
    else
        sigaction(signal, &before, NULL);               /* the access faults again */
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    kont__home *h = overflowed(info, context);
    if (h == NULL) {
        hand_on(signal, info, context);
        return;
    }
    report(h);
    struct sigaction dead = { .sa_handler = SIG_DFL };
    sigaction(SIGABRT, &dead, NULL);
    raise(SIGABRT);
    _exit(134);
}

static void take_signal(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER, .sa_sigaction = on_fault };
    sigemptyset(&a.sa_mask);
    sigaction(SIGSEGV, &a, &before);
}

void kont__fault_attach(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    stack_t now;
    pthread_once(&once, take_signal);
    if (sigaltstack(NULL, &now) != 0 || !(now.ss_flags & SS_DISABLE))
        return;
    void *p = mmap(NULL, SIGNAL_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return;
    stack_t mine = { .ss_sp = p, .ss_size = SIGNAL_STACK };
    sigaltstack(&mine, NULL);
    signal_stack = p;
}

void kont__fault_detach(void)
{
    stack_t off = { .ss_flags = SS_DISABLE };
    if (signal_stack == NULL)
        return;
    sigaltstack(&off, NULL);
    munmap(signal_stack, SIGNAL_STACK);
    signal_stack = NULL;
}
