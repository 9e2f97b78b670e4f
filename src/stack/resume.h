/* resume.h: putting what a kont holds back, for capture.c too. */
#ifndef KONT_STACK_RESUME_H
#define KONT_STACK_RESUME_H

#include "machine.h"

/* As kont__resume, but `from`, the innermost prompt, goes on at its frames from `base` upwards, and what runs is gone. With
 * `settle` the whole chain is settled. */
void kont__resume_in_place(kont *k, void *base, kont_fn *fn, void *v, bool settle) __attribute__((noreturn));

#endif
