/* port.h: what the reader and the printer need of ports. */
#ifndef SCHEME_PORT_H
#define SCHEME_PORT_H

#include "value.h"

enum { PORT_INPUT = FLAG_2, PORT_OUTPUT = FLAG_4, PORT_BINARY = 0x800, PORT_OPEN = 0x1000 };    /* in the header */

struct port {
    uintptr_t header;
    int file;                                           /* its descriptor, or -1: a string or a bytevector */
    const char *name;                                   /* a file's, for messages: "<string>" else */
    uint8_t *bytes;                                     /* atomic memory: what was read ahead, or waits to be written */
    size_t start, end, room;                            /* bytes[start .. end-1] wait */
    unsigned line, column;                              /* of the next character; from 1 */
    bool at_end, fold_case;                             /* fold_case: #!fold-case was read */
};

static inline bool is_port(value v) { return is_type(v, T_PORT); }

/* The next character of a textual input port, -1 at its end. What is not UTF-8 is U+FFFD. */
int port_peek(struct port *p);
int port_next(struct port *p);

void port_put(struct port *p, const char *utf8, size_t bytes);
void port_put_text(struct port *p, const char *utf8);
void port_put_character(struct port *p, uint32_t c);
void port_flush(struct port *p);

value port_open_input(const char *file);                /* null: errno says why */
value port_from_bytes(const char *bytes, size_t count, const char *name);
value port_to_string(void);                             /* open-output-string */
value port_string(struct port *p);                      /* get-output-string */

/* The ports of current-input-port and its kin at this moment. */
struct port *current_output(void);
struct port *current_error(void);
struct port *current_input(void);

void ports_start(void);

#endif
