/* kont/subcont.h: the four functions of Dybvig, Peyton Jones and Sabry, "A monadic framework for delimited continuations"
 * (2007), under their own names. A prompt is a fresh tag; a subcontinuation is a kont. */
#ifndef KONT_SUBCONT_H
#define KONT_SUBCONT_H

#include <kont/control.h>

KONT_BEGIN

/* A fresh prompt. Errors: KONT_ERR_MEMORY. */
KONT_API KONT const kont_tag *kont_newPrompt(void);

/* Runs fn(arg) under p. */
KONT_API KONT void *kont_pushPrompt(const kont_tag *p, kont_fn *fn, void *arg);

/* Captures all up to p, which goes away with it and is not part of the subcontinuation, and runs fn(k, arg) in its place.
 * Errors: as kont_capture. */
KONT_API KONT KONT_CAPTURES void *kont_withSubCont(const kont_tag *p, kont_handler *fn, void *arg);

/* Puts k on top of the current continuation and runs fn(arg) there. Errors: as kont_resume. */
KONT_API KONT void *kont_pushSubCont(kont *k, kont_fn *fn, void *arg);

KONT_END
#endif
