/* answer.h: what a program answers: its value or the exception that nobody caught, and what it printed. Both sides write it
 * through these few functions, so that answers are compared as texts. */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stddef.h>

enum { ANSWER_LOG = 2000, ANSWER_TEXT = ANSWER_LOG + 200 };

struct answer {
    char text[ANSWER_TEXT];
    char log[ANSWER_LOG];
    size_t logged;
    const char *unknown;                                /* why there is no answer; null where there is one */
};

void answer_start(struct answer *a);
void answer_log(struct answer *a, const char *item);    /* a log that is full makes the answer unknown */
void answer_finish(struct answer *a, bool raised, const char *value);

#endif
