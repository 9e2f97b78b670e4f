/* reader.h: text to data. */
#ifndef SCHEME_READER_H
#define SCHEME_READER_H

#include "port.h"

/* The next datum of a textual port, END_OF_FILE where there is none left. What is no datum raises a condition (read-error?) with its
 * place. program: pairs note their places, and all that has parts is immutable. */
KONT value read_datum(struct port *p, bool program);

enum { READ_INCOMPLETE = 1 };                           /* a condition's code: the text ended within a datum */

void reader_start(void);

#endif
