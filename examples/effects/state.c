/* state.c: state and reader. One program numbers words; whether the numbers are kept in memory, or are logged on the way there, its handlers
 * decide. The reader's value is what the handler was made with; an inner handler gives another one to a part of the program. */
#include <kont/effect.h>
#include <stdio.h>

KONT_EFFECT(state, get, put);
KONT_OPERATION0(state, get, long)
KONT_COMMAND(state, put, long)

KONT_EFFECT(reader, language);
KONT_OPERATION0(reader, language, const char *)

/* ---- The program ---- */

static KONT void number(const char *word)
{
    long n = state_get() + 1;
    state_put(n);
    printf("  %ld. %s (%s)\n", n, word, reader_language());
}

static KONT void *in_french(void *unused)
{
    number("pomme");
    number("poire");
    return unused;
}

/* ---- Handlers ---- */

static KONT void *get(kont_handle *h, void *unused)
{
    (void)unused;
    return h->local;
}

static KONT void *put(kont_handle *h, void *n)
{
    h->local = n;
    return NULL;
}

/* The value of the whole: what the state is in the end. */
static KONT void *final(kont_handle *h, void *unused)
{
    (void)unused;
    return h->local;
}

static const kont_clauses in_memory = {
    .effect = &state, .returns = final, .on = { [state_get_op] = KONT_OP_LEAF(get), [state_put_op] = KONT_OP_LEAF(put) }
};

/* Says what is put, and puts it where the next outer handler does. It has no clause for get, which goes there by itself. */
static KONT void *put_and_say(kont_handle *h, void *n)
{
    (void)h;
    printf("  (now %ld)\n", (long)kont_to_int(n));
    state_put(kont_to_int(n));
    return NULL;
}

static const kont_clauses logged = { .effect = &state, .on = { [state_put_op] = KONT_OP_TAIL(put_and_say) } };
static const kont_clauses reading = { .effect = &reader, .on = { [reader_language_op] = KONT_OP_LEAF(get) } };

static KONT void *words(void *unused)
{
    number("plum");
    kont_with_effect(&reading, "French", in_french, unused);
    kont_with_effect(&logged, NULL, in_french, unused);
    number("cherry");
    return NULL;
}

static KONT void *with_state(void *first)
{
    return kont_with_effect(&in_memory, first, words, NULL);
}

int main(void)
{
    printf("the last number is %ld\n", (long)kont_to_int(kont_with_effect(&reading, "English", with_state, kont_int(0))));
    return 0;
}
