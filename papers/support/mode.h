/* mode.h: what measured.c tells table.c. */
#ifndef PAPERS_MODE_H
#define PAPERS_MODE_H

#include <stdbool.h>

extern bool measured_data;                              /* lines of data rather than tables */

#endif
