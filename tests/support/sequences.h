/* support/sequences.h: what a sequence gives, as text: its values with blanks between. Draws it to its end. */
#ifndef KONT_TEST_SEQUENCES_H
#define KONT_TEST_SEQUENCES_H

#include <kont/sequence.h>

/* Integers; strings; tuples of integers, as (1,2). */
KONT const char *numbers(kont_seq *s);
KONT const char *words(kont_seq *s);
KONT const char *tuples(kont_seq *s);

#endif
