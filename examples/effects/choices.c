/* choices.c: nondeterminism: one program that asks, and three meanings of its questions. A guest answers each once; all dinners take both answers to
 * each, from the same captured rest; the first that will do stops there. */
#include <kont/effect.h>
#include <stdio.h>

KONT_EFFECT(menu, ask, refuse);
KONT_OPERATION(menu, ask, bool, const char *)
KONT_COMMAND0(menu, refuse)


/* No two courses of fish. */
static KONT void *dinner(void *unused)
{
    const char *first = menu_ask("Shrimps?") ? "shrimps" : "salad";
    const char *second = menu_ask("Trout?") ? "trout" : "nut roast";
    (void)unused;
    if (first[1] == 'h' && second[0] == 't')
        menu_refuse();
    printf("  %s, %s\n", first, second);
    return kont_int(1);
}

static KONT void *yes(kont_handle *h, void *question)
{
    (void)h;
    printf("  %s Yes.\n", (const char *)question);
    return kont_int(true);
}

static KONT void *both(kont_handle *h, kont_resumption k, void *question)
{
    (void)h, (void)question;
    long dinners = kont_to_int(kont_continue(k, kont_int(true)));
    return kont_int(dinners + kont_to_int(kont_continue_last(k, kont_int(false))));
}

static KONT void *until_one(kont_handle *h, kont_resumption k, void *question)
{
    (void)h, (void)question;
    void *found = kont_continue(k, kont_int(true));
    return found != NULL ? found : kont_continue_last(k, kont_int(false));
}

static KONT void *none(kont_handle *h, void *unused)
{
    (void)h, (void)unused;
    return NULL;
}

#define MENU(ask, refuse) { .effect = &menu, .on = { [menu_ask_op] = ask, [menu_refuse_op] = refuse } }
static const kont_clauses guest = MENU(KONT_OP_LEAF(yes), KONT_OP_NEVER(none));
static const kont_clauses all = MENU(KONT_OP_MANY(both), KONT_OP_NEVER(none));
static const kont_clauses first = MENU(KONT_OP_MANY(until_one), KONT_OP_NEVER(none));

static KONT void show(const char *title, const kont_clauses *c)
{
    puts(title);
    printf("  dinners: %ld\n", (long)kont_to_int(kont_with_effect(c, NULL, dinner, NULL)));
}

int main(void)
{
    show("a guest who says yes", &guest);
    show("all", &all);
    show("the first", &first);
    return 0;
}
