/* layers.h: scenes of what stands on generators and coroutines, and of effects. */
#ifndef KONT_TESTS_FAULTS_LAYERS_H
#define KONT_TESTS_FAULTS_LAYERS_H

#include <kont/base.h>

kont_fn delegation, coroutines, processes, first_effect;

/* effects.c; no winder is inside and no cleanup pending, however these end. */
kont_fn bindings, effects, effects_that_end;
KONT bool effects_are_well(void);

#endif
