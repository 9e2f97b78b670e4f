/* scenes_layers.c: scenes of the layers that allocate with each value: sequences and goals. */
#include <kont.h>
#include <string.h>

#include "scenes.h"

static KONT void *square(void *v)
{
    return kont_int(kont_to_int(v) * kont_to_int(v));
}

static KONT bool descends(void *a, void *b)
{
    return kont_to_int(a) > kont_to_int(b);
}

static KONT void *parity(void *v)
{
    return kont_int(kont_to_int(v) % 2);
}

static KONT void *sum_of_tuple(void *v)
{
    const kont_tuple *t = v;
    long sum = 0;
    for (size_t i = 0; i < t->count; i++)
        sum += kont_to_int(t->values[i]);
    return kont_int(sum);
}

static KONT void *length_of_group(void *v)
{
    return kont_int(kont_seq_length(((struct kont_seq_group *)v)->members));
}

/* 5 pairs of 4; 15 pairs of 1, 4, 9, 1, 4, 9, where each is in 5 of them: 140; one group of the 10 even numbers. */
KONT void *scene_sequences(void *unused)
{
    (void)unused;
    kont_seq *c[2];
    kont_seq_tee(kont_seq_range(0, 5, 1), 2, c);
    long sum = kont_seq_sum(KONT_PIPE(from(c[0]), zip_strict(KONT_PIPE(from(c[1]), sort(descends))), map(sum_of_tuple)));
    sum += 100 * kont_seq_sum(KONT_PIPE(range(1, 4, 1), chain(kont_seq_range(1, 4, 1)), map(square), combinations(2), map(sum_of_tuple)));
    return kont_int(sum + kont_seq_sum(KONT_PIPE(range(0, 10, 1), cycle(), take(20), step(2), window(1), map(sum_of_tuple), group_by(parity, NULL),
        map(length_of_group))));
}

static KONT void up(void *const *args)
{
    for (long i = 1; i <= kont_to_int(args[0]); i++)
        kont_yield(kont_int(i));
}

static KONT void *count_lines(void *unused)
{
    (void)unused;
    return kont_int(kont_seq_length(kont_seq_lines("/proc/self/comm")));
}

/* What the system refuses is told by an exception of its own. */
KONT void *scene_lines(void *unused)
{
    const kont_exception *x;
    void *lines = kont_try(count_lines, unused, &x);
    if (x != NULL && strcmp(x->name, KONT_SEQ_FILE) == 0)
        kont_raise_error(KONT_ERR_MEMORY, "scene_lines", NULL);
    if (x != NULL)
        kont_raise(x);
    return lines;
}

/* 9 sums of two of 1, 2, 3, which are 36; the positions of "an", 2 and 4. */
KONT void *scene_goals(void *unused)
{
    (void)unused;
    kont_goal *three = kont_goal_invoke(up, kont_goal_int(3)), *text = kont_goal_string("banana");
    long sum = kont_seq_sum(kont_goal_results(kont_goal_add(three, three)));
    kont_coexpr *c = kont_coexpr_new(kont_goal_scan(text, kont_goal_and(kont_goal_tab(kont_goal_find("an")), kont_goal_position())));
    for (void *v; kont_coexpr_next(c, &v); )
        sum += 100 * kont_to_int(v);
    return kont_int(sum);
}
