/* compare.h: one program on both sides, in a process of its own where it may crash. */
#ifndef COMPARE_H
#define COMPARE_H

#include "answer.h"
#include "ast.h"
#include "reference.h"

/* Seconds for one program, sanitizers and emulators included: of the processor's time, and of time on a machine that does much else. */
enum { REFERENCE_LIMIT = 20000, PATIENCE = 5, LONG_PATIENCE = 100 };

/* The process may take so long from now on, or for ever again. */
void begin_waiting(void);
void end_waiting(void);

enum verdict { AGREED, DIFFERED, NO_ANSWER };

/* Both answers of this process, and with BESIDE= (beside.h) a third. `kont` is the one that differs. */
enum verdict compare(const struct node *program, struct reference_run *run, struct answer *reference, struct answer *kont);

/* What a child process has to say, in memory that it shares with its parent. */
struct report {
    unsigned long seed;                                 /* the one under way, or the next */
    unsigned long first;                                /* the child's first */
    unsigned long compared, unanswered;
    unsigned long used[OP_COUNT];                       /* programs that applied the operator's rule, of those compared */
    char kont[ANSWER_TEXT];                             /* after a disagreement: what kont answered, or how the child ended */
};
struct report *report_new(void);

/* Compares the programs of seed, seed + 1, ... in a child until the time is up, for at most `most` programs. True where all
 * agreed; else report->seed is the one that differs or ended the child. */
bool compare_seeds(struct report *report, double until, int most);

/* Runs one program in a child. False where it differs or ends the child. kont_text, of ANSWER_TEXT bytes, gets what kont
 * answered, or how the child ended; with null the child is silent. */
bool compare_alone(const struct node *program, char *kont_text);

/* How a process ended, in text, of ANSWER_TEXT bytes. */
void describe_end(int status, char *text);

double seconds(void);

#endif
