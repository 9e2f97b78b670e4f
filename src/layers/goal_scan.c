/* goal_scan.c: string scanning. Positions are 1 .. length + 1; 0 and below count from the end. */
#include <string.h>

#include "goal.h"

/* The position that i means, or 0 where that is outside. */
static long position(const struct scan *s, long i)
{
    if (i <= 0)
        i = i < -s->length ? 0 : s->length + 1 + i;
    return i <= s->length + 1 ? i : 0;
}

/* Whether the character behind position p is in the set; null has all. */
static bool in_set(const struct scan *s, long p, const char *set)
{
    return p <= s->length && (set == NULL || strchr(set, s->subject[p - 1]) != NULL);
}

/* ---- The subject ------------------------------------------------------------------------------------------------------------------------------ */

/* The inner scan is c->saved while c->right runs; the outer one is in its place again before this returns. */
static KONT bool scan_next(struct cursor *c, struct env *env)
{
    for (;;) {
        if (c->right != NULL) {
            struct scan *outer = env->scan;
            env->scan = c->saved;
            bool found = run(c->right, env);
            env->scan = outer;
            if (found)
                return true;
        }
        if (!run_operand(&c->left, c->goal->a, env))
            return false;
        const char *subject = env->result;
        if (subject == NULL)
            kont_raise_error(KONT_ERR_ARGUMENT, c->goal->name, "string");
        struct scan *inner = kont__alloc(sizeof *inner, c->goal->name);
        *inner = (struct scan){ subject, (long)strlen(subject), 1 };
        c->saved = inner;
        c->right = kont__goal_begin(c->goal->b);
    }
}

KONT kont_goal *kont_goal_scan(kont_goal *s, kont_goal *e)
{
    kont__goal_needed(s, "kont_goal_scan");
    kont__goal_needed(e, "kont_goal_scan");
    kont_goal *scan = kont__goal_new(scan_next, "kont_goal_scan");
    scan->a = s;
    scan->b = e;
    return scan;
}

static KONT bool subject_next(struct cursor *c, struct env *env)
{
    if (c->begun)
        return false;
    c->begun = true;
    env->result = (void *)env->scan->subject;
    return true;
}

KONT kont_goal *kont_goal_subject(void)
{
    return kont__goal_new(subject_next, "kont_goal_subject");
}

/* ---- What goes to a position, and back when it is resumed --------------------------------------------------------------------------------------- */

/* begun: the last result is being looked at; at: where it came from. goal->n: the operand counts from where it is (move). */
static KONT bool tab_next(struct cursor *c, struct env *env)
{
    struct scan *s = env->scan;
    if (c->begun)
        s->pos = c->at;
    c->begun = false;
    while (run_operand(&c->left, c->goal->a, env)) {
        long i = kont_to_int(env->result), from = s->pos, target;
        if (c->goal->n == 0)
            target = position(s, i);
        else
            target = i >= 1 - from && i <= s->length + 1 - from ? from + i : 0;
        if (target == 0)
            continue;
        c->begun = true;
        c->at = from;
        s->pos = target;
        long low = from < target ? from : target, high = from < target ? target : from;
        env->result = kont__goal_string(s->subject + low - 1, (size_t)(high - low), c->goal->name);
        return true;
    }
    return false;
}

static KONT kont_goal *goes(const char *name, kont_goal *operand, long by)
{
    kont__goal_needed(operand, name);
    kont_goal *e = kont__goal_new(tab_next, name);
    e->a = operand;
    e->n = by;
    return e;
}

KONT kont_goal *kont_goal_tab(kont_goal *position)
{
    return goes("kont_goal_tab", position, 0);
}

KONT kont_goal *kont_goal_move(kont_goal *count)
{
    return goes("kont_goal_move", count, 1);
}

KONT kont_goal *kont_goal_eat(const char *s)
{
    return goes("kont_goal_eat", kont_goal_match(s), 0);
}

/* ---- What looks for positions -------------------------------------------------------------------------------------------------------------------- */

static KONT kont_goal *looks(cursor_next *next, const char *name, const char *text)
{
    if (text == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, name, "string");
    kont_goal *e = kont__goal_new(next, name);
    e->text = text;
    return e;
}

/* at: where to look next. */
static void begin_looking(struct cursor *c, const struct env *env)
{
    if (!c->begun)
        c->at = env->scan->pos;
    c->begun = true;
}

static KONT bool find_next(struct cursor *c, struct env *env)
{
    const struct scan *s = env->scan;
    begin_looking(c, env);
    const char *found = c->at <= s->length + 1 ? strstr(s->subject + c->at - 1, c->goal->text) : NULL;
    if (found == NULL)
        return false;
    c->at = found - s->subject + 2;
    env->result = kont_int(c->at - 1);
    return true;
}

KONT kont_goal *kont_goal_find(const char *s)
{
    return looks(find_next, "kont_goal_find", s);
}

static KONT bool upto_next(struct cursor *c, struct env *env)
{
    begin_looking(c, env);
    for (long p = c->at; p <= env->scan->length; p++)
        if (in_set(env->scan, p, c->goal->text)) {
            c->at = p + 1;
            env->result = kont_int(p);
            return true;
        }
    return false;
}

KONT kont_goal *kont_goal_upto(const char *set)
{
    return looks(upto_next, "kont_goal_upto", set);
}

/* end: how many are open. */
static KONT bool bal_next(struct cursor *c, struct env *env)
{
    const struct scan *s = env->scan;
    begin_looking(c, env);
    while (c->at <= s->length && c->end >= 0) {
        long p = c->at++;
        bool found = c->end == 0 && in_set(s, p, c->goal->text);
        if (in_set(s, p, c->goal->open))
            c->end++;
        else if (in_set(s, p, c->goal->close))
            c->end--;
        if (found) {
            env->result = kont_int(p);
            return true;
        }
    }
    return false;
}

KONT kont_goal *kont_goal_bal(const char *set, const char *open, const char *close)
{
    kont_goal *e = kont__goal_new(bal_next, "kont_goal_bal");
    e->text = set;
    e->open = open != NULL ? open : "(";
    e->close = close != NULL ? close : ")";
    return e;
}

/* ---- What is here ------------------------------------------------------------------------------------------------------------------------------------ */

/* Succeeds once with p, unless that is 0. */
static KONT bool once(struct cursor *c, struct env *env, long p)
{
    if (c->begun || p == 0)
        return false;
    c->begun = true;
    env->result = kont_int(p);
    return true;
}

static KONT bool match_next(struct cursor *c, struct env *env)
{
    const struct scan *s = env->scan;
    size_t length = strlen(c->goal->text);
    return once(c, env, strncmp(s->subject + s->pos - 1, c->goal->text, length) == 0 ? s->pos + (long)length : 0);
}

KONT kont_goal *kont_goal_match(const char *s)
{
    return looks(match_next, "kont_goal_match", s);
}

static KONT bool any_next(struct cursor *c, struct env *env)
{
    const struct scan *s = env->scan;
    return once(c, env, in_set(s, s->pos, c->goal->text) ? s->pos + 1 : 0);
}

KONT kont_goal *kont_goal_any(const char *set)
{
    return looks(any_next, "kont_goal_any", set);
}

static KONT bool many_next(struct cursor *c, struct env *env)
{
    long p = env->scan->pos;
    while (in_set(env->scan, p, c->goal->text))
        p++;
    return once(c, env, p > env->scan->pos ? p : 0);
}

KONT kont_goal *kont_goal_many(const char *set)
{
    return looks(many_next, "kont_goal_many", set);
}

static KONT bool pos_next(struct cursor *c, struct env *env)
{
    return once(c, env, position(env->scan, c->goal->n) == env->scan->pos ? env->scan->pos : 0);
}

KONT kont_goal *kont_goal_pos(long i)
{
    kont_goal *e = kont__goal_new(pos_next, "kont_goal_pos");
    e->n = i;
    return e;
}

static KONT bool position_next(struct cursor *c, struct env *env)
{
    return once(c, env, env->scan->pos);
}

KONT kont_goal *kont_goal_position(void)
{
    return kont__goal_new(position_next, "kont_goal_position");
}
