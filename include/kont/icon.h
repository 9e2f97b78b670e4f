/* kont/icon.h: short names for goals, close to Icon's own. kont.h does not take it in: include it where goals are written, after all other headers,
 * since these names are macros. What has no short name is called by its own: kont_goal_if, say.
 * None is a name that stands in a KONT_PIPE. */
#ifndef KONT_ICON_H
#define KONT_ICON_H

#include <kont/goal.h>

#define value(v) kont_goal_value(v)
#define integer(n) kont_goal_int(n)
#define string(s) kont_goal_string(s)
#define var(place) kont_goal_var(place)
#define set(place, e) kont_goal_set(place, e)

#define to(low, high) kont_goal_to(low, high)
#define alt(...) kont_goal_alt(__VA_ARGS__)
#define both(...) kont_goal_and(__VA_ARGS__)
#define repeated(e) kont_goal_repeat(e)
#define limit(e, n) kont_goal_limit(e, n)
#define every(e) kont_goal_every(e)
#define chars(s) kont_goal_chars(s)

#define call(...) kont_goal_call(__VA_ARGS__)
#define invoke(...) kont_goal_invoke(__VA_ARGS__)
#define suspend(e) kont_suspend(e)
#define create(e) kont_coexpr_new(e)
#define activate(c) kont_goal_activate(c)
#define refresh(c) kont_coexpr_refresh(c)

#define add(a, b) kont_goal_add(a, b)
#define sub(a, b) kont_goal_sub(a, b)
#define mul(a, b) kont_goal_mul(a, b)
#define lt(a, b) kont_goal_lt(a, b)
#define gt(a, b) kont_goal_gt(a, b)
#define eq(a, b) kont_goal_eq(a, b)
#define ne(a, b) kont_goal_ne(a, b)
#define concat(a, b) kont_goal_concat(a, b)
#define same(a, b) kont_goal_same(a, b)

#define scan(s, e) kont_goal_scan(s, e)
#define tab(i) kont_goal_tab(i)
#define move(i) kont_goal_move(i)
#define eat(s) kont_goal_eat(s)
#define find(s) kont_goal_find(s)
#define upto(set) kont_goal_upto(set)
#define match(s) kont_goal_match(s)
#define any(set) kont_goal_any(set)
#define many(set) kont_goal_many(set)
#define bal(set, open, close) kont_goal_bal(set, open, close)
#define pos(i) kont_goal_pos(i)

#endif
