/* layers.h: scenes of generators that yield from others, coroutines, processes, effect handlers. */
#ifndef KONT_TESTS_FAULTS_LAYERS_H
#define KONT_TESTS_FAULTS_LAYERS_H

#include <kont/base.h>

kont_fn delegation, coroutines, processes, effects;

#endif
