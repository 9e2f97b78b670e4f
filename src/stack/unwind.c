/* unwind.c: pthread_exit and pthread_cancel inside prompts. They unwind all frames of the thread, through the base of each segment (whose
 * call-frame information names the function here), and run what is to be cleaned up on the way. The chain goes along, so
 * that the thread ends outside of every prompt. (Asynchronous cancellation is safe in neither kont nor the collector.) */
#include <unwind.h>

#include "chain.h"
#include "sanitize.h"

_Unwind_Reason_Code kont__unwind_base(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
                                      struct _Unwind_Exception *exception, struct _Unwind_Context *context);

/* The unwinder itself runs on the innermost segment still: no segment is given back before the thread has ended. */
_Unwind_Reason_Code kont__unwind_base(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
                                      struct _Unwind_Exception *exception, struct _Unwind_Context *context)
{
    struct kont__thread *t = kont__thread();
    kont__prompt *p = kont__self.here;
    (void)version, (void)class, (void)exception, (void)context;
    if (!(actions & _UA_CLEANUP_PHASE) || p->link == NULL)
        return _URC_CONTINUE_UNWIND;
    kont__self.here = p->link;
    kont__publish();
    p->state = KONT__DONE;
    p->inner = t->unwound;                              /* the unwinder still needs its link */
    t->unwound = p;
    kont__note_unwound(p->link->sp);
    return _URC_CONTINUE_UNWIND;
}
