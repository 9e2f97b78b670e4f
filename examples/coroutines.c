/* coroutines.c: a pair of coroutines on enter and leave: an expander that writes characters, and a collector that reads them.
 *
 * Each is written as if it were the main program: the expander's loops run over the text, the collector's over words. Neither
 * keeps a state by hand; where it stands is its state. */
#include <kont/prompt.h>

#include <ctype.h>
#include <stdio.h>

enum { END = 0 };

static const kont_tag coroutine = KONT_TAG("coroutine");
static kont_object *expander, *collector;

/* Writes a text where "x3" stands for "xxx", one character at a time. */
static KONT void *expand(void *arg)
{
    for (const char *s = arg; *s != '\0'; s++) {
        int times = isdigit((unsigned char)s[1]) ? s[1] - '0' : 1;
        for (int i = 0; i < times; i++)
            kont_leave(expander, kont_int(*s));
        if (isdigit((unsigned char)s[1]))
            s++;
    }
    return kont_int(END);
}

static KONT int next_character(void)
{
    return (int)kont_to_int(kont_leave(collector, NULL));
}

/* Reads words and prints each with its length. */
static KONT void *collect(void *arg)
{
    char word[32];
    (void)arg;
    for (int c = next_character(); c != END; ) {
        int length = 0;
        for (; isalpha(c); c = next_character())
            if (length < (int)sizeof word)
                word[length++] = (char)c;
        if (length > 0)
            printf("%d %.*s\n", length, length, word);
        while (c != END && !isalpha(c))
            c = next_character();
    }
    puts("end");
    return NULL;
}

int main(void)
{
    expander = kont_object_new(&coroutine, expand, "al right, tat2o2 mis2is2ip2i!");
    collector = kont_object_new(&coroutine, collect, NULL);
    kont_enter(collector, NULL);                        /* up to its first next_character */
    while (kont_object_state(collector) != KONT_DONE)
        kont_enter(collector, kont_enter(expander, NULL));
    return 0;
}
