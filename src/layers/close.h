/* close.h: how the layers end an object that waits. */
#ifndef KONT_LAYERS_CLOSE_H
#define KONT_LAYERS_CLOSE_H

#include <kont.h>

/* Leaves o, NEW or SUSPENDED, as by an escape from where it waits: its winders and defers run. */
KONT void kont__close_object(kont_object *o);

#endif
