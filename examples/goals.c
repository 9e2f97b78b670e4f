/* goals.c: goal-directed evaluation: expressions that succeed with values or fail. Each scene stands beside its Icon. */
#include <kont.h>

#include <stdio.h>
#include <string.h>

#include <kont/icon.h>

static KONT bool print_number(void *const *args, void **result)
{
    printf(" %ld", (long)kont_to_int(args[0]));
    *result = args[0];
    return true;
}

static KONT bool print_string(void *const *args, void **result)
{
    printf(" %s", (const char *)args[0]);
    *result = args[0];
    return true;
}

static KONT void show(const char *what, kont_goal *e)
{
    printf("%s:", what);
    every(e);
    putchar('\n');
}

/* every write((1 to 3) + (1 to 2)): where a result is wanted once more, the last operand is resumed first. */
static KONT void sums(void)
{
    show("sums", call(print_number, add(to(1, 3), to(1, 2))));
}

/* every write(5 < find("or", "Store it in the neighboring harbor")): what fails has its operands resumed. */
static KONT void search_for_or(void)
{
    kont_goal *sentence = string("Store it in the neighboring harbor");
    show("behind the fifth character", call(print_number, lt(integer(5), scan(sentence, find("or")))));
}

/* text ? while tab(upto(&letters)) do write(tab(many(&letters))): the position moves on through the subject. */
static KONT void words(void)
{
    kont_goal *word = call(print_string, tab(many(KONT_LETTERS)));
    show("words", scan(string("Well-known: it's 4 words."), kont_goal_while_do(tab(upto(KONT_LETTERS)), word)));
}

/* "a-b-c" ? every write((tab(upto('-')) & move(1) & tab(0))): the position goes back where another way is tried. */
static KONT void ways_to_part(void)
{
    kont_goal *rest = both(tab(upto("-")), move(integer(1)), tab(integer(0)));
    show("behind each dash", scan(string("north-north-east"), call(print_string, rest)));
}

/* ---- procedure squares(n); suspend (1 to n) ^ 2; end ------------------------------------------------------------------------------------- */

static KONT void squares(void *const *args)
{
    for (long i = 1; i <= kont_to_int(args[0]); i++)
        kont_yield(kont_int(i * i));
}

/* every write((squares(20) + squares(20)) = squares(20)) */
static KONT void triangles(void)
{
    kont_goal *square = invoke(squares, integer(20));
    show("sums of two squares that are squares", call(print_number, eq(add(square, square), square)));
}

/* ---- labels := create "L" || !"abc"; each activation gives the next one -------------------------------------------------------------------- */

static KONT void labels(void)
{
    kont_coexpr *label = create(concat(string("L"), chars(string("abcd")))), *number = create(to(1, 9));
    show("two in turn", both(call(print_string, repeated(activate(label))), call(print_number, activate(number))));
    show("from the beginning", call(print_string, limit(repeated(activate(refresh(label))), 2)));
}

/* ---- Six queens: (q[1] <- 1 to 6) & safe(1) & (q[2] <- 1 to 6) & safe(2) ... ------------------------------------------------------------------ */

enum { SIZE = 6 };
static void *column[SIZE];                              /* of the queen in each row */

static KONT bool safe(void *const *args, void **result)
{
    long row = kont_to_int(args[0]), mine = kont_to_int(column[row]);
    for (long r = 0; r < row; r++) {
        long other = kont_to_int(column[r]);
        if (other == mine || other - mine == row - r || mine - other == row - r)
            return false;
    }
    *result = args[0];
    return true;
}

static KONT bool print_board(void *const *args, void **result)
{
    putchar(' ');
    for (int row = 0; row < SIZE; row++)
        printf("%ld", (long)kont_to_int(column[row]));
    *result = args[0];
    return true;
}

static KONT void queens(void)
{
    kont_goal *board = value(NULL);
    for (long row = 0; row < SIZE; row++)
        board = both(board, kont_goal_set_undo(&column[row], to(1, SIZE)), call(safe, integer(row)));
    show("six queens", call(print_board, board));
}

int main(void)
{
    sums();
    search_for_or();
    words();
    ways_to_part();
    triangles();
    labels();
    queens();
    return 0;
}
