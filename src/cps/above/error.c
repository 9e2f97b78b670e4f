/* error.c: what src/control does when something is wrong, and at each operation: in the trial an error ends the process, and there are no defers. So
 * no test of the flag stands after the calls of these functions. */
#include <stdio.h>
#include <stdlib.h>

#include "control/control.h"

size_t kont__found;

KONT size_t kont__poll(void)
{
    return 0;
}

KONT void kont__ready_slowly(const char *where)
{
    int error = kont__self.here == NULL ? kont__attach() : 0;
    if (error != 0 || kont__self.tail.k != NULL)
        kont__misuse(error != 0 ? error : KONT_ERR_NOT_TAIL, where, NULL);
}

KONT void kont__misuse(int code, const char *where, const char *detail)
{
    fflush(stdout);
    fprintf(stderr, "kont: error %d in %s: %s\n", code, where, detail != NULL ? detail : "-");
    abort();
}

KONT void kont_raise_error(int code, const char *where, const char *detail)
{
    kont__misuse(code, where, detail);
}

KONT void kont__tail_misuse(int error)
{
    kont__misuse(error, "kont_resume_tail", NULL);
}

KONT void kont__body_ends(void)
{
    kont__misuse(KONT_ERR_USER, "kont__body_ends", "defers are not in the trial");
}

KONT void kont__resuming(const kont *k, bool last)
{
    (void)k, (void)last;
}
