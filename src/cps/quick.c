#include "quick.h"

/* What include/kont/cps.h says of them. */
#define SAME(head, head_member, type, member) \
    _Static_assert(__builtin_offsetof(struct head, head_member) == __builtin_offsetof(type, member), #head "." #head_member)
SAME(kont__prompt_head, link, kont__prompt, link);
SAME(kont__prompt_head, frames, kont__prompt, sp);
SAME(kont__prompt_head, dyn, kont__prompt, dyn);
SAME(kont__prompt_head, status, kont__prompt, status);
SAME(kont__prompt_head, tag, kont__prompt, tag);
SAME(kont__self_head, here, struct kont__self, here);
SAME(kont__self_head, entered, struct kont__self, entered);
SAME(kont__self_head, waiting, struct kont__self, waiting);
SAME(kont__self_head, found, struct kont__self, found);

void kont__leave_slowly(void)
{
    kont__prompt *p = (kont__prompt *)kont__cps.flag;
    kont__thread()->taking = (struct kont__taking){ p, p, kont__left, kont__cps.value };
    kont__cps.flag = KONT__TAKING;
}

static inline void give_frame(kont__frame *f)
{
    if (!(f->site & KONT__SHARED_FRAME))
        kont__give(f, kont__site_of(f)->size);
}

/* The body of p, entered at frame f, has saved its frames, and returned. Where it saved none of its own, and none waits further out, the next
 * enter brings its value to nobody. */
static void *left_quickly(kont__prompt *p, kont__frame *f)
{
    if (kont__cps.tail != &f->next)
        give_frame(f);
    kont__cps.flag = 0;
    kont__self.here = p->link;
    p->inner = p;
    p->status = kont__self.waiting;
    if (p->sp == NULL || (((kont__frame *)p->sp)->site & KONT__FRAME_FLAGS))
        p->flags |= KONT__SLOW;
    return kont__cps.value;
}

/* What was entered quickly has not been left so: what the flag asks for comes first, then there is a driver for the rest. Nothing of it is on
 * the C stack. */
static __attribute__((noinline)) void *go_on(kont__prompt *p, void *v)
{
    struct kont__driver d = { .outer = kont__thread()->driver, .stop = p->link };
    if (KONT__CAPTURING) {
        if (!kont__arrives(&d))
            return NULL;
        v = kont__end_capture();
    }
    return kont__drive(d.stop, d.stop->sp, NULL, v);
}

/* What is shared with frames further out, which would have to be marked. */
static inline bool has_shared_part(const kont__frame *f)
{
    return (f->site & KONT__FRAME_FLAGS) && f->next != NULL;
}

/* The frames of p whose functions return one after the other, until one does not: the flag says why, or there are none left to be entered so. */
KONT_API void *kont__entered(kont__prompt *p, kont__frame *f, void *v)
{
    while (!KONT__CAPTURING) {
        kont__frame *next = f->next;                    /* nearly always what p has: then nothing waits for that load */
        if (__builtin_expect(next != p->sp, false)) {
            next = p->sp;
            __asm__("" : "+r"(next));
        }
        give_frame(f);
        f = next;
        if (f == NULL || has_shared_part(f))
            break;
        p->sp = f->next;
        v = kont__site_of(f)->again(f, v);
    }
    if (kont__cps.flag == (uintptr_t)p)
        return left_quickly(p, f);
    return go_on(p, v);
}

void *kont__leave__kont1(kont__prompt *p, void *v)
{
    return kont__begin(p, kont__left, v);
}
