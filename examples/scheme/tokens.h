/* tokens.h: what the reader's files share: its state, errors, and tokens. */
#ifndef SCHEME_TOKENS_H
#define SCHEME_TOKENS_H

#include "port.h"
#include "table.h"

struct reader {
    struct port *port;
    bool program;
    struct table labels;                                /* by number: the datum, or a placeholder until it is known */
    bool patched;                                       /* a placeholder is in some datum */
    char *text;                                         /* the token: UTF-8 */
    size_t bytes, room;
    struct place place;                                 /* where the token begins */
};

struct place reader_here(const struct reader *r);
/* Raise a condition with the token's place. The second: the text ends within a datum, and a REPL asks for more. */
KONT KONT_NORETURN void reader_fail(const struct reader *r, const char *message);
KONT KONT_NORETURN void reader_fail_at_end(const struct reader *r, const char *message);

bool is_space(int c);
bool is_delimiter(int c);
void add_to_token(struct reader *r, uint32_t c);
void add_folded(struct reader *r, int c);               /* its folded case, after #!fold-case */
KONT void read_bars(struct reader *r);                  /* what stands between bars; the first one is read */
KONT bool read_token(struct reader *r);                 /* the rest of a token. True: part of it stands in bars, so it is a symbol */
KONT value read_string(struct reader *r);               /* behind its first character */
KONT value read_character(struct reader *r);            /* behind the backslash */

#endif
