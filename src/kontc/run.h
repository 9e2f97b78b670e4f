/* run.h: other programs, and files that go away at the end. */
#ifndef KONTC_RUN_H
#define KONTC_RUN_H

#include "args.h"

/* Runs a command; its standard output goes to `output`, where that is not null. Returns its exit status (128 and more: by a signal). */
int run(struct list *command, const char *output);

/* The same for its standard error. */
int run_aside(struct list *command, const char *said);

/* Becomes the command. Returns only where that fails: the exit status. */
int run_instead(struct list *command);

/* The name of a new file in the temporary folder of this run. */
char *temporary(const char *name);

/* The first line that a command prints, or null. */
char *run_line(struct list *command);

struct text read_file(const char *name);                /* s is null where it can't be read */
bool write_file(const char *name, const char *s, size_t size);

/* Removes the temporary files. */
void run_end(void);

#endif
