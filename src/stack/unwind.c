/* unwind.c: pthread_exit and pthread_cancel inside prompts. They unwind all frames of the thread and run what is to be cleaned up on the way. At
 * the base of a segment, whose call-frame information names the function here, the prompt is taken away as an abort would, and
 * the unwinder goes on at the stack outside. So each stack is in place while it is unwound, and the thread ends outside
 * of every prompt. (Asynchronous cancellation is safe in neither kont nor the collector.) */
#include <unwind.h>

#include "chain.h"

_Unwind_Reason_Code kont__unwind_base(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
                                      struct _Unwind_Exception *exception, struct _Unwind_Context *context);

static void *go_on_unwinding(void *exception)
{
    _Unwind_Resume(exception);
    __builtin_unreachable();
}

/* glibc goes straight to a cleanup handler where it takes its frame, by the address, for one that was passed: then prompts further in are left too. */
_Unwind_Reason_Code kont__unwind_base(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
                                      struct _Unwind_Exception *exception, struct _Unwind_Context *context)
{
    kont__home *h = kont__home_of((void *)_Unwind_GetCFA(context));
    kont__prompt *p = kont__self.here;
    (void)version, (void)class;
    if (!(actions & _UA_CLEANUP_PHASE))
        return _URC_CONTINUE_UNWIND;
    while (p->home != h)
        p = p->link;
    bool settle = kont__drop_to(p->link);
    kont__go(NULL, go_on_unwinding, exception, settle);
}
