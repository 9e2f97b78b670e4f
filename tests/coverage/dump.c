/* dump.c: linked to programs built to count lines, with --wrap for each function here: what a process has counted is written also
 * where it ends without exit(). */
#include <stdlib.h>
#include <unistd.h>

void __gcov_dump(void);
void __real_abort(void) __attribute__((noreturn));
void __wrap_abort(void) __attribute__((noreturn));
void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn));
int __real_raise(int signal);
int __wrap_raise(int signal);

void __wrap_abort(void)
{
    __gcov_dump();
    __real_abort();
}

void __wrap__exit(int status)
{
    __gcov_dump();
    __real__exit(status);
}

int __wrap_raise(int signal)
{
    __gcov_dump();
    return __real_raise(signal);
}
