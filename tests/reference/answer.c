/* answer.c: see answer.h. */
#include "answer.h"

#include <stdio.h>
#include <string.h>

void answer_start(struct answer *a)
{
    a->text[0] = a->log[0] = 0;
    a->logged = 0;
    a->unknown = NULL;
}

void answer_log(struct answer *a, const char *item)
{
    size_t length = strlen(item) + 1;
    if (a->logged + length >= sizeof a->log) {
        a->unknown = "the log is full";
        return;
    }
    a->log[a->logged] = ' ';
    strcpy(a->log + a->logged + 1, item);
    a->logged += length;
}

void answer_finish(struct answer *a, bool raised, const char *value)
{
    snprintf(a->text, sizeof a->text, "%s%s%s%s", raised ? "raised " : "", value, a->logged > 0 ? " after" : "", a->log);
}
