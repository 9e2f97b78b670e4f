/* collect.c: linked with -Wl,--wrap=GC_malloc: collects before every allocation, and after the first thousand before every 64th. A frame that is not
 * reachable at any moment does not outlive that. */
#include <gc/gc.h>

void *__real_GC_malloc(size_t size);
void *__wrap_GC_malloc(size_t size);

void *__wrap_GC_malloc(size_t size)
{
    static unsigned long count;
    count++;
    if (count < 1000 || count % 64 == 0)
        GC_gcollect();
    return __real_GC_malloc(size);
}
