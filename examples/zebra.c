/* zebra.c: who drinks water, and who owns the zebra? (Life International, 17 December 1962, page 95; answers on 25 March 1963.)
 *
 *  1  There are five houses.
 *  2  The Englishman lives in the red house.
 *  3  The Spaniard owns the dog.
 *  4  Coffee is drunk in the green house.
 *  5  The Ukrainian drinks tea.
 *  6  The green house is immediately to the right of the ivory house.
 *  7  The Old Gold smoker owns snails.
 *  8  Kools are smoked in the yellow house.
 *  9  Milk is drunk in the middle house.
 * 10  The Norwegian lives in the first house.
 * 11  The man who smokes Chesterfields lives in the house next to the man with the fox.
 * 12  Kools are smoked in the house next to the house where the horse is kept.
 * 13  The Lucky Strike smoker drinks orange juice.
 * 14  The Japanese smokes Parliaments.
 * 15  The Norwegian lives next to the blue house.
 *
 * The body says just that. Each thing is a number: that of its house, from the left. A statement stands as soon as all that it speaks of is
 * chosen, so that a wrong choice is given up early. */
#include <kont/search.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 1, MIDDLE = 3, LAST = 5 };               /* 1 */

struct street {
    int red, green, ivory, yellow, blue;
    int englishman, spaniard, ukrainian, norwegian, japanese;
    int coffee, tea, milk, orange_juice, water;
    int dog, snails, fox, horse, zebra;
    int old_gold, kools, chesterfields, lucky_strike, parliaments;
};

/* A house where nothing else of the kind is; `taken` are the houses where something is. */
static KONT int a_house(unsigned *taken)
{
    int house = (int)kont_choose(FIRST, LAST);
    kont_require((*taken & 1u << house) == 0);
    *taken |= 1u << house;
    return house;
}

static bool next_to(int a, int b)
{
    return abs(a - b) == 1;
}

static KONT void choose_colours_and_nations(struct street *s)
{
    unsigned colours = 0, nations = 0;
    s->norwegian = a_house(&nations);
    kont_require(s->norwegian == FIRST);                /* 10 */
    s->blue = a_house(&colours);
    kont_require(next_to(s->norwegian, s->blue));       /* 15 */
    s->ivory = a_house(&colours);
    s->green = a_house(&colours);
    kont_require(s->green == s->ivory + 1);             /* 6 */
    s->red = a_house(&colours);
    s->englishman = a_house(&nations);
    kont_require(s->englishman == s->red);              /* 2 */
    s->yellow = a_house(&colours);
    s->spaniard = a_house(&nations);
    s->ukrainian = a_house(&nations);
    s->japanese = a_house(&nations);
}

static KONT void choose_drinks(struct street *s)
{
    unsigned drinks = 0;
    s->coffee = a_house(&drinks);
    kont_require(s->coffee == s->green);                /* 4 */
    s->tea = a_house(&drinks);
    kont_require(s->tea == s->ukrainian);               /* 5 */
    s->milk = a_house(&drinks);
    kont_require(s->milk == MIDDLE);                    /* 9 */
    s->orange_juice = a_house(&drinks);
    s->water = a_house(&drinks);
}

static KONT void choose_cigarettes(struct street *s)
{
    unsigned cigarettes = 0;
    s->kools = a_house(&cigarettes);
    kont_require(s->kools == s->yellow);                /* 8 */
    s->lucky_strike = a_house(&cigarettes);
    kont_require(s->lucky_strike == s->orange_juice);   /* 13 */
    s->parliaments = a_house(&cigarettes);
    kont_require(s->parliaments == s->japanese);        /* 14 */
    s->old_gold = a_house(&cigarettes);
    s->chesterfields = a_house(&cigarettes);
}

static KONT void choose_animals(struct street *s)
{
    unsigned animals = 0;
    s->dog = a_house(&animals);
    kont_require(s->dog == s->spaniard);                /* 3 */
    s->snails = a_house(&animals);
    kont_require(s->snails == s->old_gold);             /* 7 */
    s->fox = a_house(&animals);
    kont_require(next_to(s->fox, s->chesterfields));    /* 11 */
    s->horse = a_house(&animals);
    kont_require(next_to(s->horse, s->kools));          /* 12 */
    s->zebra = a_house(&animals);
}

static KONT void *solve(void *arg)
{
    struct street *solution = arg, s;
    choose_colours_and_nations(&s);
    choose_drinks(&s);
    choose_cigarettes(&s);
    choose_animals(&s);
    *solution = s;
    return solution;
}

/* ---- printing ---- */

static const char *who_lives_in(const struct street *s, int house)
{
    if (house == s->englishman)
        return "Englishman";
    if (house == s->spaniard)
        return "Spaniard";
    if (house == s->ukrainian)
        return "Ukrainian";
    return house == s->norwegian ? "Norwegian" : "Japanese";
}

/* Prints five words by the houses that they are in, two spaces apart. */
static void print_row(const int houses[5], const char *const words[5])
{
    for (int house = FIRST; house <= LAST; house++)
        for (int i = 0; i < 5; i++)
            if (houses[i] == house)
                printf(house == LAST ? "%s\n" : "%-15s", words[i]);
}

#define ROW(a, b, c, d, e) print_row((const int[]){ s->a, s->b, s->c, s->d, s->e }, (const char *const[]){ #a, #b, #c, #d, #e })

static void print_street(const struct street *s)
{
    ROW(red, green, ivory, yellow, blue);
    ROW(englishman, spaniard, ukrainian, norwegian, japanese);
    ROW(coffee, tea, milk, orange_juice, water);
    ROW(old_gold, kools, chesterfields, lucky_strike, parliaments);
    ROW(dog, snails, fox, horse, zebra);
    printf("The %s drinks water. ", who_lives_in(s, s->water));
    printf("The %s owns the zebra.\n", who_lives_in(s, s->zebra));
}

static const char help[] =
    "usage: zebra [--stats]\n"
    "\n"
    "Solves the zebra puzzle: prints every street of five houses of which all is true that the\n"
    "puzzle says, who drinks water there, and who owns the zebra.\n"
    "\n"
    "  --stats   the number of streets, choices and dead ends (on standard error)\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when an argument is wrong.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

/* Returns whether statistics are wanted. */
static bool read_options(char **argv)
{
    bool stats = false;
    while (*++argv != NULL) {
        if (strcmp(*argv, "--help") == 0) {
            fputs(help, stdout);
            check_output();
            exit(0);
        }
        if (strcmp(*argv, "--stats") != 0)
            errx(2, "unknown argument '%s' (--help explains)", *argv);
        stats = true;
    }
    return stats;
}

int main(int argc, char **argv)
{
    (void)argc;
    bool stats = read_options(argv);
    struct street street;
    kont_search *search = kont_search_new(solve, &street);
    for (void *found; kont_search_next(search, &found); )
        print_street(found);
    check_output();
    struct kont_search_stats s = kont_search_stats(search);
    if (stats)
        fprintf(stderr, "streets: %lu, choices: %lu, dead ends: %lu\n", s.solutions, s.choices, s.failures);
    return 0;
}
