/* parsing_dollars.c: lines of dollars are read, their lengths emitted and added, until something else is read. Three handlers; the innermost
 * makes up the text, line i with i dollars, and stops after line n. */
#include "suite.h"

KONT_EFFECT(input, read);
KONT_OPERATION0(input, read, long)
KONT_EFFECT(output, emit);
KONT_COMMAND(output, emit, long)
KONT_EFFECT(parser, stop);
KONT_COMMAND0(parser, stop)

static KONT void parse(void)
{
    long dollars = 0;
    for (;;) {
        long c = input_read();
        if (c == '$') {
            dollars++;
        } else if (c == '\n') {
            output_emit(dollars);
            dollars = 0;
        } else {
            parser_stop();
        }
    }
}

struct text {
    long line, left, last;
};

static KONT void *next(kont_handle *h, void *unused)
{
    struct text *t = h->local;
    (void)unused;
    if (t->left > 0) {
        t->left--;
        return kont_int('$');
    }
    if (t->line > t->last)
        parser_stop();
    t->left = ++t->line;
    return kont_int('\n');
}

static KONT void *add(kont_handle *h, void *value)
{
    *(long *)h->local += kont_to_int(value);
    return NULL;
}

static KONT void *stopped(kont_handle *h, void *unused)
{
    (void)h, (void)unused;
    return NULL;
}

static const kont_clauses reading = { .effect = &input, .on = { [input_read_op] = KONT_OP_LEAF(next) } };
static const kont_clauses adding = { .effect = &output, .on = { [output_emit_op] = KONT_OP_LEAF(add) } };
static const kont_clauses stopping = { .effect = &parser, .on = { [parser_stop_op] = KONT_OP_NEVER(stopped) } };

static KONT void *parse_all(void *unused)
{
    parse();
    return unused;
}

static KONT void *feed(void *text)
{
    return kont_with_effect(&reading, text, parse_all, NULL);
}

static KONT void *until_stopped(void *text)
{
    return kont_with_effect(&stopping, NULL, feed, text);
}

KONT long parsing_dollars(long n)
{
    static struct text text;
    static long sum;
    text = (struct text){ 0, 0, n };
    sum = 0;
    kont_with_effect(&adding, &sum, until_stopped, &text);
    return sum;
}
