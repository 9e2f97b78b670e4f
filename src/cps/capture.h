/* capture.h: continuations, as two files share them: taken away (capture.c) and put back (resume.c).
 *
 *     captured          inner .. outer, as they were                        k->inner, k->outer
 *     resume            they run; k keeps FROZEN copies, unless it is the last
 *     next resume       copies of the copies run; k keeps the FROZEN ones
 *     last resume       the captured ones without copies, or the FROZEN ones themselves
 *
 * Only the prompts themselves are copied, and the values of boxes: frames that are shared never change. */
#ifndef KONT_CPS_CAPTURE_H
#define KONT_CPS_CAPTURE_H

#include "driver.h"

/* FROZEN copies of here..to, which go on running, in k->ready. False: no memory. */
bool kont__prepare_picture(kont *k, kont__prompt *inner, const kont__prompt *outer);

/* The frames of inner.. wait: the picture is of them. False: no memory; not with `at_last`, as kont__boxes_picture. */
bool kont__take_picture(kont__prompt *inner, kont__prompt *picture, bool at_last);

/* Puts what kont__can_resume prepared on top of `from`, which is the innermost prompt then; k keeps the picture, if there is one. */
void kont__put_on_top(kont *k, kont__prompt *from);

/* Around a reinstatement: which objects of here..base will be gone and have a copy in inner..outer; these take their copies' places. */
void kont__choose_heirs(const kont__prompt *base, const kont__prompt *inner, const kont__prompt *outer);
void kont__enter_heirs(const kont__prompt *from);

/* Nobody finds p any more: it only ends a part of the chain. */
static inline void kont__hide_prompt(kont__prompt *p)
{
    p->tag = NULL;
    p->id = 0;
    p->flags &= (uint8_t)~KONT__OWN;
}

#endif
