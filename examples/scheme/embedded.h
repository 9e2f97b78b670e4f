/* embedded.h: the libraries that are written in Scheme, as text. */
#ifndef SCHEME_EMBEDDED_H
#define SCHEME_EMBEDDED_H

extern const struct embedded {
    const char *name;                                   /* "srfi 1"; null: the list ends */
    const char *text;                                   /* (define-library ...) */
} embedded[];

#endif
