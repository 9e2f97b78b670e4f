/* libgc.h: the collector's headers, with threads, and without its macros over the host's pthread_create. */
#ifndef KONT_STACK_LIBGC_H
#define KONT_STACK_LIBGC_H

#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <gc/gc_disclaim.h>
#include <gc/gc_inline.h>
#include <gc/gc_mark.h>

#endif
