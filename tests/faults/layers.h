/* layers.h: scenes of what stands on generators and coroutines. */
#ifndef KONT_TESTS_FAULTS_LAYERS_H
#define KONT_TESTS_FAULTS_LAYERS_H

#include <kont/base.h>

kont_fn delegation, coroutines, processes;

#endif
