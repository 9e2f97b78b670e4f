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
    unsigned line, column;                              /* of an input port's next character; from 1 */
    bool at_end, fold_case;                             /* fold_case: #!fold-case was read */
    bool by_line;                                       /* what is written goes to the file at each end of a line: terminals */
    int error;                                          /* errno of the latest operation on the file that failed; 0: none did */
    struct port *next;                                  /* of the open output files: a list, so that the program's end finds them */
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
value port_open_output(const char *file, bool append);
struct port *standard_port(int file);                   /* on descriptor 0, 1 or 2 */
value port_from_bytes(const char *bytes, size_t count, const char *name);
value port_to_string(void);                             /* open-output-string */
value port_string(struct port *p);                      /* get-output-string */
void port_close(struct port *p);
void port_flush_all(void);                              /* every open output file: where the program ends */

/* Bytes: -1 at the end. */
int port_peek_byte(struct port *p);
int port_next_byte(struct port *p);
bool port_is_ready(struct port *p);                     /* whether the next of these would not wait */

/* Argument n as an open port of this kind (PORT_INPUT or PORT_OUTPUT, with PORT_BINARY or not). Absent: the current one. Null: it is none,
 * and what the primitive returns is PENDING. */
struct port *take_port(const char *who, int n, value v, unsigned kind);
/* PENDING with a file error where an operation on the port has failed; else v. */
value check_port(const char *who, struct port *p, value v);

/* The ports of current-input-port and its kin at this moment. */
struct port *current_output(void);
struct port *current_error(void);
struct port *current_input(void);
/* Those parameters. Their converters let nothing but textual ports of their direction pass. */
extern value current_input_parameter, current_output_parameter, current_error_parameter;

void ports_start(void);

#endif
