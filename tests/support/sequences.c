/* support/sequences.c */
#include "sequences.h"

#include <stdio.h>
#include <string.h>

#include "events.h"

KONT const char *numbers(kont_seq *s)
{
    KONT_SEQ_EACH(long, n, s)
        trace("%ld", n);
    return traced();
}

KONT const char *tuples(kont_seq *s)
{
    KONT_SEQ_EACH(kont_tuple *, t, s) {
        char text[100] = "";
        for (size_t i = 0; i < t->count; i++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%ld", i > 0 ? "," : "", (long)kont_to_int(t->values[i]));
        trace("(%s)", text);
    }
    return traced();
}

KONT const char *words(kont_seq *s)
{
    KONT_SEQ_EACH(const char *, word, s)
        trace("%s", word);
    return traced();
}
