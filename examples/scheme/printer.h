/* printer.h: data to text. */
#ifndef SCHEME_PRINTER_H
#define SCHEME_PRINTER_H

#include "port.h"

enum print_mode {
    PRINT_DISPLAY,
    PRINT_WRITE,                                        /* labels where the data is circular */
    PRINT_SHARED,                                       /* labels for all that occurs twice */
    PRINT_SIMPLE                                        /* no labels: circular data has no end */
};
KONT void print(struct port *p, value v, enum print_mode mode);

/* The condition as a message for people: "FILE:1:2: car: argument 1: expected pair: 5"; any other object: "raised: 5". One line. */
KONT void print_condition(struct port *p, value raised);

/* The calls under way, innermost first, a line each. */
void print_backtrace(struct port *p);

void printer_start(void);

#endif
