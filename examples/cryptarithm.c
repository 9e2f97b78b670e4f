/* cryptarithm.c: solves a sum in which letters stand for digits, as SEND + MORE = MONEY (Dudeney, The Strand Magazine, July 1924).
 *
 * The body goes from column to column, from the right, as one adds on paper: it chooses a digit for each letter that is new in the column,
 * and requires that both sides end alike so far. What is wrong at the right is found out before anything at the left is chosen. The same
 * holds for differences and products: the last digits of what they make depend on the last digits of what they are made of. */
#include <kont/search.h>

#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 64, LONGEST = 16, LETTERS = 10, FREE = -1 };     /* 64 products below 10^16 add up to less than LLONG_MAX */

struct word {
    char before;                                        /* the sign in front of it: + - * = */
    const char *text;
    int length;
};

struct puzzle {
    int words, columns;
    struct word word[WORDS];
    char new_letters[LONGEST][LETTERS + 1];             /* of each column, from the right: those of no column before */
    bool leads[UCHAR_MAX + 1];                          /* may not be zero */
};

struct digits {
    signed char of[UCHAR_MAX + 1];                      /* of each letter, or FREE; a digit stands for itself */
    unsigned taken;
};

/* The number that the last `columns` letters of the word make. */
static long long value_of(const struct word *w, const struct digits *d, int columns)
{
    long long value = 0;
    for (int i = w->length > columns ? w->length - columns : 0; i < w->length; i++)
        value = 10 * value + d->of[(unsigned char)w->text[i]];
    return value;
}

/* The left side minus the right side, by the last `columns` letters of each word. */
static long long difference(const struct puzzle *p, const struct digits *d, int columns)
{
    long long sum = 0, product = 0, side = 1;
    for (int i = 0; i < p->words; i++) {
        const struct word *w = &p->word[i];
        long long value = value_of(w, d, columns);
        if (w->before == '*') {
            product *= value;
            continue;
        }
        sum += product;
        if (w->before == '=')
            side = -1;
        product = w->before == '-' ? -side * value : side * value;
    }
    return sum + product;
}

static KONT void choose_digit(const struct puzzle *p, struct digits *d, unsigned char letter)
{
    int digit = (int)kont_choose(p->leads[letter] ? 1 : 0, 9);
    kont_require((d->taken & 1u << digit) == 0);
    d->taken |= 1u << digit;
    d->of[letter] = (signed char)digit;
}

/* Writes what it finds into `solution`, which outlives the search: frames go back, the heap and static data do not. */
static struct digits solution;

static KONT void *solve(void *arg)
{
    const struct puzzle *p = arg;
    struct digits d = { .taken = 0 };
    for (int c = 0; c <= UCHAR_MAX; c++)
        d.of[c] = (signed char)(isdigit(c) ? c - '0' : FREE);
    long long modulus = 1;
    for (int column = 0; column < p->columns; column++) {
        for (const char *letter = p->new_letters[column]; *letter != '\0'; letter++)
            choose_digit(p, &d, (unsigned char)*letter);
        modulus *= 10;
        kont_require(difference(p, &d, column + 1) % modulus == 0);
    }
    kont_require(difference(p, &d, p->columns) == 0);
    solution = d;
    return &solution;
}

/* ---- the command line ---- */

static const char help[] =
    "usage: cryptarithm [--first] PUZZLE\n"
    "\n"
    "Prints all solutions of a cryptarithm, one a line, or \"none\". PUZZLE is one argument, as\n"
    "'SEND + MORE = MONEY': words with + - * between them and one =, at most ten different\n"
    "letters. Each letter is a digit, different letters are different digits; the first letter\n"
    "of a word of several is not 0. Digits stand for themselves, as in '2 * TWO = FOUR'.\n"
    "\n"
    "  --first   print one solution, and look for no other\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when the puzzle is not one.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

/* What is wrong, and at which character of the puzzle. */
static _Noreturn void complain(const char *puzzle, const char *at, const char *expected)
{
    if (*at == '\0')
        errx(2, "character %td: expected %s, found the end", at - puzzle + 1, expected);
    errx(2, "character %td: expected %s, found '%c'", at - puzzle + 1, expected, *at);
}

static const char *skip_blanks(const char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    return s;
}

/* Reads the words, and the signs before them: + stands before the first. */
static void read_words(struct puzzle *p, const char *text)
{
    const char *s = skip_blanks(text);
    bool equals = false;
    for (char before = '+'; ; s = skip_blanks(s + 1)) {
        if (p->words == WORDS)
            errx(2, "character %td: more than %d words", s - text + 1, WORDS);
        struct word *w = &p->word[p->words++];
        *w = (struct word){ .before = before, .text = s };
        while (isalnum((unsigned char)*s))
            s++;
        w->length = (int)(s - w->text);
        if (w->length == 0)
            complain(text, s, "a letter or a digit");
        s = skip_blanks(s);
        if (*s == '\0')
            break;
        if (strchr(equals ? "+-*" : "+-*=", *s) == NULL)
            complain(text, s, equals ? "+, - or *" : "+, -, * or =");
        before = *s;
        equals = equals || before == '=';
    }
    if (!equals)
        complain(text, s, "an = somewhere");
}

/* Numbers have to fit: of what is multiplied, the lengths count together. */
static void check_lengths(const struct puzzle *p)
{
    int length = 0;
    for (int i = 0; i < p->words; i++) {
        length = p->word[i].length + (p->word[i].before == '*' ? length : 0);
        if (length > LONGEST)
            errx(2, "'%.*s' makes a number of more than %d digits", p->word[i].length, p->word[i].text, LONGEST);
    }
}

static void check_letters(const struct puzzle *p)
{
    bool known[UCHAR_MAX + 1] = { false };
    int letters = 0;
    for (int i = 0; i < p->words; i++)
        for (int j = 0; j < p->word[i].length; j++) {
            unsigned char c = (unsigned char)p->word[i].text[j];
            if (!isdigit(c) && !known[c] && ++letters > LETTERS)
                errx(2, "more than %d different letters: '%c' is one too many", LETTERS, c);
            known[c] = true;
        }
}

static void find_columns(struct puzzle *p)
{
    bool known[UCHAR_MAX + 1] = { false };
    for (int i = 0; i < p->words; i++) {
        p->leads[(unsigned char)p->word[i].text[0]] |= p->word[i].length > 1;
        p->columns = p->word[i].length > p->columns ? p->word[i].length : p->columns;
    }
    for (int column = 0; column < p->columns; column++) {
        int fresh = 0;
        for (int i = 0; i < p->words; i++) {
            const struct word *w = &p->word[i];
            unsigned char c = column < w->length ? (unsigned char)w->text[w->length - 1 - column] : '0';
            if (isdigit(c) || known[c])
                continue;
            known[c] = true;
            p->new_letters[column][fresh++] = (char)c;
        }
    }
}

static void print_solution(const char *text, const struct digits *d)
{
    for (; *text != '\0'; text++)
        putchar(isalpha((unsigned char)*text) ? '0' + d->of[(unsigned char)*text] : *text);
    putchar('\n');
    check_output();
}

int main(int argc, char **argv)
{
    static struct puzzle puzzle;
    bool first = argc > 1 && strcmp(argv[1], "--first") == 0;
    const char *text = argv[first ? 2 : 1];
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        check_output();
        return 0;
    }
    if (argc != (first ? 3 : 2))
        errx(2, "expected one puzzle (--help explains)");
    read_words(&puzzle, text);
    check_lengths(&puzzle);
    check_letters(&puzzle);
    find_columns(&puzzle);
    kont_search *search = kont_search_new(solve, &puzzle);
    void *found;
    if (!kont_search_next(search, &found)) {
        puts("none");
        check_output();
        return 0;
    }
    do
        print_solution(text, found);
    while (!first && kont_search_next(search, &found));
    return 0;
}
