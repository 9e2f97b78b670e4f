/* twice.c: delimited control. The handler resumes what it captured, which is "twice the value, and one", with 3 and with 4. */
#include <kont/control.h>

#include <stdio.h>

static KONT void *twice(kont *k, void *arg)
{
    (void)arg;
    return kont_int(kont_to_int(kont_resume(k, kont_int(3))) + kont_to_int(kont_resume(k, kont_int(4))));
}

static KONT void *body(void *arg)
{
    (void)arg;
    return kont_int(2 * kont_to_int(kont_shift(twice, NULL)) + 1);
}

int main(void)
{
    printf("%ld\n", (long)kont_to_int(kont_reset(body, NULL)));
    return 0;
}
