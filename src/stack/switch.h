/* switch.h: what the assembly files provide, and the layout that they rely on.
 *
 * A stack that waits is known by one word, its sp. Above it lie the saved registers and the address to go on at:
 *
 *     sp -> | callee-saved registers | address | frames of the caller ...
 *
 * Every switch pops the registers of the stack it goes to and jumps to that address. Each kind of switch ends in a jump of its
 * own, so that the processor predicts each by itself. The floating-point environment is the thread's: not saved, unless the
 * library is built with KONT_FPENV.
 *
 * At the upper end of every segment stands a record of the same form, put there once (kont__bare): going to it finishes the
 * prompt, as returning from its body does.
 *
 *     top -> | home: the control block          |   <- segment's upper end
 *            | bare record                      |
 *            | frames of the body ...           |
 */
#ifndef KONT_STACK_SWITCH_H
#define KONT_STACK_SWITCH_H

/* Offsets that the assembly files use; thread.c and home.c assert them. */
#define KONT__LINK 0                                    /* in struct kont__prompt */
#define KONT__SP 16
#define KONT__BACK 40                                   /* in struct kont__self */
#define KONT__HOME 72                                   /* in struct kont__prompt */
#define KONT__AT 32                                     /* in struct kont__dyn */
#define KONT__RESIDENT 0                                /* in struct kont__home */
/* From a segment's top down to where the body's frames begin; what waits at sp may use KONT__BELOW bytes below it. */
#if defined(KONT_MAKECONTEXT)
#define KONT__BASE 2048
#define KONT__BELOW 512
#elif defined(__aarch64__)
#define KONT__BASE 192
#define KONT__BELOW 0
#else
#define KONT__BASE 80
#define KONT__BELOW 0
#endif

#ifndef __ASSEMBLER__
#include <stddef.h>

struct kont__prompt;

typedef void *kont__entry(void *arg);

/* Saves this stack in a prompt's sp, goes to that of another and gives it v. Returns what the next switch here brings.
 *
 * BACK. Mostly a stack is left for the one that it was entered from. Its sp is found through the prompt's link, three loads each of which
 * waits for the one before: more than all else that a switch does. So switch_in also keeps it in kont__self.back, and switch_out takes
 * it from there and compares: a branch, which is predicted and so does not wait. Where it is another, back means nothing. (Here on
 * x86-64; AArch64 loads it.) */
void *kont__switch_in(struct kont__prompt *to, void *v, struct kont__prompt *from);
void *kont__switch_out(struct kont__prompt *from, void *v, struct kont__prompt *to);

/* As a switch, but calls fn(arg) on the stack that waits, in its place, and gives it the value. */
void *kont__switch_call(void **save, void *to, kont__entry *fn, void *arg);

/* Saves this stack in *save and calls fn(arg) on the empty stack below `top`. When fn returns, its prompt is finished (kont__finish). */
void *kont__switch_new(void **save, void *top, kont__entry *fn, void *arg);

/* Saves this stack in from->sp and calls fn(arg) on the empty segment of p. Returns what fn does. */
void *kont__start(struct kont__prompt *p, kont__entry *fn, void *arg, struct kont__prompt *from);

/* As kont__switch_out without saving. */
void kont__jump_out(struct kont__prompt *to, void *v) __attribute__((noreturn));

/* The same without saving. */
void kont__jump(void *to, void *v) __attribute__((noreturn));
void kont__jump_call(void *to, kont__entry *fn, void *arg) __attribute__((noreturn));
void kont__jump_new(void *top, kont__entry *fn, void *arg) __attribute__((noreturn));

/* Copies a slice of `size` bytes (a multiple of 8) to `to`, over what runs, and goes to it with v. No frame of it is inside of KONT__BELOW. */
void kont__jump_copied(void *to, void *v, const void *slice, size_t size) __attribute__((noreturn));

/* Writes the bare record of a segment and returns its sp. */
void *kont__bare(void *top);

/* Called by the code at the base of a segment when the body has returned v. Takes the prompt away and returns the sp of the stack to
 * go to with v. */
void *kont__finish(void *v);

#endif
#endif
