/* scenes.h: programs with one answer each, in which calls are made to fail. */
#ifndef KONT_TESTS_FAULTS_SCENES_H
#define KONT_TESTS_FAULTS_SCENES_H

#include <kont/base.h>

struct scene {
    const char *name;
    kont_fn *fn;                                        /* called outside of every prompt */
    long answer;
    KONT bool (*is_well)(void);                         /* holds however it ends; null: always */
};
extern const struct scene scenes[];
extern const size_t scene_count;

/* scenes_layers.c */
KONT void *scene_sequences(void *unused);
KONT void *scene_lines(void *unused);
KONT void *scene_goals(void *unused);
KONT kont_fn searches;                                 /* of searches of all kinds */

/* How many threads are in their first operation: a fault there cannot be caught. */
extern volatile int *scenes_starting;

#endif
