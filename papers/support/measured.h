/* measured.h: what the programs that repeat a paper's measurements share: a command line, a clock, tables with the paper's figures
 * beside ours.
 *
 *     NAME             measures, and prints tables and notes
 *     NAME --check     small sizes and no clock: prints what does not depend on time, which NAME.expected has
 *     NAME --data      measures, and prints the figures a line each, for papers/plots
 *
 * A work is one thing to measure: it does it once and returns an answer, which the check prints and the clock's side compares. */
#ifndef PAPERS_MEASURED_H
#define PAPERS_MEASURED_H

#include <kont.h>

typedef KONT void measured_part(void);

struct measured {
    const char *title;                                  /* the paper, in a line */
    measured_part *check, *measure;                     /* measure makes tables and prints each */
    const char *notes;                                  /* what may be compared and what may not; whence the paper's figures are */
};

/* Runs a part, as the command line says, under kont_run; the exit status of main. */
int measured_main(const struct measured *program, int argc, char **argv);

/* Work on what `what` describes. */
typedef KONT long measured_work(const void *what);

/* The least CPU time of up to three runs of work(what), fewer where these take long, in nanoseconds. Another answer than this one ends
 * the program. */
KONT double measured_time(measured_work *work, const void *what, long answer);

/* A field of /proc/self/status, in bytes: VmRSS, VmPTE. 0 where there is none. */
double measured_status(const char *field);

/* ---- Tables: rows and columns by name, in the order in which they are first named -------------------------------------------------- */

struct table;

/* `rows` says what the rows are, `unit` what the figures are. The strings are kept; names of rows and columns are copied. */
struct table *table_new(const char *title, const char *rows, const char *unit);

/* Our figure; the paper's, as it stands there. A place that has none shows a dash. */
void table_ours(struct table *t, const char *row, const char *column, double figure);
void table_paper(struct table *t, const char *row, const char *column, const char *figure);

/* Ours of that place; 0 where there is none. */
double table_get(const struct table *t, const char *row, const char *column);

/* To standard output, as a table, or as lines of data where the command line asks for that. */
void table_print(const struct table *t);

/* A number as a name. Of the collector's heap. */
const char *table_name(long n);

#endif
