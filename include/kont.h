/* kont.h: first-class and delimited continuations under the Boehm collector. Takes in every public header. */
#ifndef KONT_H
#define KONT_H

#include <kont/base.h>
#include <kont/run.h>
#include <kont/prompt.h>
#include <kont/control.h>
#include <kont/exception.h>
#include <kont/dynamic.h>
#include <kont/binding.h>
#include <kont/stack.h>
#include <kont/generator.h>
#include <kont/coroutine.h>
#include <kont/process.h>
#include <kont/search.h>
#include <kont/effect.h>
#include <kont/sequence.h>
#include <kont/search_fair.h>
#include <kont/search_limits.h>
#include <kont/goal.h>
#include <kont/search_progress.h>
#include <kont/search_table.h>
#include <kont/subcont.h>

#endif
