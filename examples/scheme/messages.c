/* messages.c: what people are told of an exception: where, what, and the calls under way. */
#include <stdio.h>

#include "node.h"
#include "printer.h"

static void print_place(struct port *p, const struct place *place)
{
    char text[48];
    port_put_text(p, place->file);
    snprintf(text, sizeof text, ":%u:%u", place->line, place->column);
    port_put_text(p, text);
}

/* Each call once, where recursion repeats it. */
void print_backtrace(struct port *p)
{
    const struct place *last = NULL;
    for (size_t depth = trace.depth; depth-- > 0 && trace.calls[depth % TRACED].depth == depth;) {
        const struct place *place = trace.calls[depth % TRACED].n->place;
        if (place == NULL || place == last)
            continue;
        port_put_text(p, "  called at ");
        print_place(p, place);
        port_put_text(p, "\n");
        last = place;
    }
}

KONT void print_condition(struct port *p, value raised)
{
    if (!is_type(raised, T_CONDITION)) {
        port_put_text(p, "raised: ");
        print(p, raised, PRINT_WRITE);
        return;
    }
    struct condition *c = raised;
    if (c->place != NULL)
        print_place(p, c->place);
    if (c->place != NULL)
        port_put_text(p, ": ");
    if (c->who != NULL) {
        port_put_text(p, c->who);
        port_put_text(p, ": ");
    }
    print(p, c->message, is_string(c->message) ? PRINT_DISPLAY : PRINT_WRITE);
    for (value v = c->irritants; is_pair(v); v = CDR(v)) {
        port_put_text(p, v == c->irritants ? ": " : " ");
        print(p, CAR(v), PRINT_WRITE);
    }
}
