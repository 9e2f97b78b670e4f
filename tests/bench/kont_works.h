/* kont_works.h: the works that the files of the kont program offer to its main. */
#ifndef KONT_WORKS_H
#define KONT_WORKS_H

#include <kont.h>

#include "bench.h"

/* kont_generators.c: prompt objects and generators */
bench_fn flat, tree, object, hold_time, hold_bytes, hold_tables, hold_count, compact_bytes, compact_next, collect;

/* kont_delegate.c; `arg` is how many wait for each other */
bench_fn delegate;

/* kont_escapes.c: prompts, and the three ways out of them */
bench_fn prompt, escape_abort, escape_callec, escape_raise;

/* kont_resumes.c: capture and resume; `arg` is the slice's size in bytes */
bench_fn resume_once, resume_multi;

/* kont_depth.c: recursion; `arg` is how many calls deep a capture is */
bench_fn fib, deep, depth;

/* kont_callcc.c */
bench_fn callcc_capture, callcc_reenter, callcc_ctak;

/* kont_sequences.c */
bench_fn pipeline;

/* kont_search.c */
bench_fn queens, search_deep, fair;

/* kont_effects.c; `arg` is the row of effects.h */
bench_fn effects;

#endif
