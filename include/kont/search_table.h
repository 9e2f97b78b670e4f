/* kont/search_table.h: tables: a subproblem that a search meets again is not searched again; and one that leads back to itself ends.
 *
 *     static kont_table *reachable;                    the table of:
 *
 *     static KONT void *from(void *town)               a town that can be reached: a neighbour, or the neighbour of one that can be reached
 *     {
 *         if (kont_choose(0, 1) == 1)
 *             town = kont_choose_answer(reachable, town);
 *         return neighbour(town);
 *     }
 *     ...
 *     reachable = kont_table_new(from, NULL, NULL);
 *     ... kont_choose_answer(reachable, here) ...
 *
 * The body is left-recursive and the roads may lead round, and yet it ends: each answer is found once for each key. A body that asks a table for answers that
 * are not there yet waits, as a captured continuation, and goes on with each new one; when all wait, all is known. That is tabling, as by
 * Desouter, van Dooren and Schrijvers, "Tabling as a Library with Delimited Control" (2015), on a search's choices. */
#ifndef KONT_SEARCH_TABLE_H
#define KONT_SEARCH_TABLE_H

#include <kont/search.h>

KONT_BEGIN

typedef struct kont_table kont_table;

/* How keys, or answers, are told apart: what is equal has the same hash. They are kept in the table: who changes one later breaks it. */
struct kont_equality {
    uint64_t (*hash)(const void *v);
    bool (*equal)(const void *a, const void *b);
};

/* A table of the solutions of fn(key), for each key. Null for `keys` or `answers`: by address, or as small integers. It belongs to the thread that makes
 * it, and is collected when nothing refers to it. Errors: KONT_ERR_ARGUMENT, KONT_ERR_MEMORY. */
KONT_API KONT kont_table *kont_table_new(kont_fn *fn, const struct kont_equality *keys, const struct kont_equality *answers);

/* In a body: returns an answer of this key, each in its turn, in the order in which they are found; fails where there is none. They are searched for
 * as they are asked for, and are there for all later searches on this thread. Limits of the search hold, and going on after one loses nothing. What fn raises
 * is raised here; what was not complete then is forgotten, and who was waiting for it is cut off.
 *
 * fn is a body of its own for each key. It may not call kont_undo (KONT_ERR_ARGUMENT): it would wait with hooks undone. Inside of kont_once, kont_at_most, kont_if
 * and kont_not, and in a search within, it does not wait, but has to have all answers: to ask there for a key that is still searched raises
 * KONT_ERR_RUNNING. So negation is stratified, or refused.
 * Errors: KONT_ERR_NO_PROMPT outside every search, KONT_ERR_ARGUMENT, KONT_ERR_THREAD, KONT_ERR_MEMORY; as kont_choose. */
KONT_API KONT KONT_CAPTURES void *kont_choose_answer(kont_table *t, void *key);

/* How many keys the table has, and how many answers. */
struct kont_table_stats {
    size_t keys, complete, answers;                     /* asked for; of these, with all their answers; of all keys */
};
KONT_API struct kont_table_stats kont_table_stats(const kont_table *t);

KONT_END
#endif
