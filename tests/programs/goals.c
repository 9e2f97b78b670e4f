/* goals.c: evaluates the goals on standard input, one a line, and prints their results, a line each. tests/goals/compare.py writes such lines, and
 * has the same expressions evaluated by Icon.
 *
 * A line is n or s, for results that are numbers or strings, and then the expression in prefix form. */
#include <kont.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 60 };                                     /* results that are printed */

static void *x;                                         /* the variable */

static KONT bool note(void *const *args, void **result)
{
    printf("n %ld\n", (long)kont_to_int(args[0]));
    *result = args[0];
    return true;
}

static KONT void up(void *const *args)
{
    for (long i = kont_to_int(args[0]); i <= kont_to_int(args[1]); i++)
        kont_yield(kont_int(i));
}

static KONT void also_double(void *const *args)
{
    kont_yield(args[0]);
    kont_suspend(kont_goal_mul(kont_goal_value(args[0]), kont_goal_to(2, 3)));
}

static const char *word(void)
{
    const char *w = strtok(NULL, " \n");
    if (w == NULL) {
        fputs("goals: a word is missing\n", stderr);
        exit(2);
    }
    return w;
}

/* A literal string, behind a quote in the line. */
static const char *text(void)
{
    return word() + 1;
}

static long number(void)
{
    return atol(word());
}

static KONT kont_goal *parse(void);

typedef KONT kont_goal *of_two(kont_goal *a, kont_goal *b);

/* Operators of two goals; null where w is none. */
static KONT kont_goal *binary(const char *w)
{
    static const struct { const char *word; of_two *make; } words[] = {
        { "+", kont_goal_add }, { "-", kont_goal_sub }, { "*", kont_goal_mul }, { "<", kont_goal_lt }, { "<=", kont_goal_le },
        { ">", kont_goal_gt }, { ">=", kont_goal_ge }, { "=", kont_goal_eq }, { "~=", kont_goal_ne }, { "||", kont_goal_concat },
        { "==", kont_goal_same }, { "|", kont_goal_alt_two }, { "&", kont_goal_and_two }, { ";", kont_goal_then }, { "?", kont_goal_scan }
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(w, words[i].word) == 0) {
            kont_goal *a = parse(), *b = parse();
            return words[i].make(a, b);
        }
    return NULL;
}

typedef KONT kont_goal *of_text(const char *s);

/* What has a literal string behind it. */
static KONT kont_goal *textual(const char *w)
{
    static const struct { const char *word; of_text *make; } words[] = {
        { "string", kont_goal_string }, { "eat", kont_goal_eat }, { "find", kont_goal_find }, { "upto", kont_goal_upto },
        { "many", kont_goal_many }, { "any", kont_goal_any }, { "match", kont_goal_match }
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(w, words[i].word) == 0)
            return words[i].make(text());
    return strcmp(w, "bal") == 0 ? kont_goal_bal(text(), NULL, NULL) : NULL;
}

typedef KONT kont_goal *of_one(kont_goal *e);

static KONT kont_goal *shown(kont_goal *e) { return kont_goal_call(note, e); }
static KONT kont_goal *set_x(kont_goal *e) { return kont_goal_set(&x, e); }
static KONT kont_goal *undo_x(kont_goal *e) { return kont_goal_set_undo(&x, e); }
static KONT kont_goal *doubled(kont_goal *e) { return kont_goal_invoke(also_double, e); }

static KONT kont_goal *unary(const char *w)
{
    static const struct { const char *word; of_one *make; } words[] = {
        { "note", shown }, { "set", set_x }, { "try", undo_x }, { "double", doubled }, { "not", kont_goal_not }, { "!", kont_goal_chars },
        { "tab", kont_goal_tab }, { "move", kont_goal_move }
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(w, words[i].word) == 0)
            return words[i].make(parse());
    return NULL;
}

static KONT kont_goal *numbered(const char *w)
{
    if (strcmp(w, "integer") == 0)
        return kont_goal_int(number());
    if (strcmp(w, "pos") == 0)
        return kont_goal_pos(number());
    if (strcmp(w, "limit") == 0 || strcmp(w, "repeat") == 0) {
        long n = number();
        kont_goal *e = parse();
        return kont_goal_limit(w[0] == 'r' ? kont_goal_repeat(e) : e, n);
    }
    return NULL;
}

static KONT kont_goal *other(const char *w)
{
    if (strcmp(w, "x") == 0)
        return kont_goal_var(&x);
    if (strcmp(w, "&subject") == 0)
        return kont_goal_subject();
    if (strcmp(w, "&pos") == 0)
        return kont_goal_position();
    if (strcmp(w, "fail") == 0)
        return kont_goal_fail();
    kont_goal *a = parse(), *b = parse();
    if (strcmp(w, "up") == 0)
        return kont_goal_invoke(up, a, b);
    if (strcmp(w, "every") == 0)
        return kont_goal_every_do(a, b);
    kont_goal *c = parse();
    if (strcmp(w, "to") == 0)
        return kont_goal_to_by(a, b, c);
    if (strcmp(w, "if") == 0)
        return kont_goal_if(a, b, c);
    fprintf(stderr, "goals: unknown word %s\n", w);
    exit(2);
}

static KONT kont_goal *parse(void)
{
    const char *w = word();
    kont_goal *e = binary(w);
    if (e == NULL)
        e = textual(w);
    if (e == NULL)
        e = unary(w);
    if (e == NULL)
        e = numbered(w);
    return e != NULL ? e : other(w);
}

static KONT void *run(void *unused)
{
    static char line[4096];
    for (int number = 1; fgets(line, sizeof line, stdin) != NULL; number++) {
        bool numbers = strcmp(strtok(line, " \n"), "n") == 0;
        x = kont_int(0);
        printf("case %d\n", number);
        KONT_SEQ_EACH(void *, v, KONT_PIPE(from(kont_goal_results(parse())), take(MOST)))
            if (numbers)
                printf("%ld\n", (long)kont_to_int(v));
            else
                printf("%s\n", (const char *)v);
    }
    return unused;
}

int main(void)
{
    kont_run(run, NULL);
    return 0;
}
