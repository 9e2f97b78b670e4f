/* execute_control.c: the control operators, each by the function of kont that it is about. */
#include <gc.h>
#include <string.h>

#include "execute_value.h"

static const kont_tag tag_a[1] = { KONT_TAG("a") }, tag_b[1] = { KONT_TAG("b") }, tag_o[1] = { KONT_TAG("o") };
static const char mark_m, mark_n;

/* The value of a tag's expression, and the tag once the other operands have their values too. */
static KONT struct val *tag_operand(const struct node *n, struct env *env)
{
    if (n->tag != TAG_EXPR)
        return NULL;
    return run_node(n->tag_expr, env);
}

static KONT const kont_tag *tag_from(const struct node *n, struct val *operand)
{
    static const kont_tag *const tags[] = { kont_default_tag, tag_a, tag_b, tag_o };
    if (n->tag != TAG_EXPR)
        return tags[n->tag];
    return want(operand, VAL_HANDLE);
}

static KONT const kont_tag *tag_of(const struct node *n, struct env *env)
{
    struct val *operand = tag_operand(n, env);
    return tag_from(n, operand);
}

static const void *key_of(const struct node *n)
{
    return *n->name == 'm' ? &mark_m : &mark_n;
}

static KONT struct val *eval_prompt(const struct node *n, struct env *env)
{
    const kont_tag *tag = tag_of(n, env);
    return kont_prompt(tag, run_closure, body_of(n, 0, env, false));
}

static KONT struct val *eval_handle(const struct node *n, struct env *env)
{
    const kont_tag *tag = tag_of(n, env);
    const kont_tag *handle = kont_prompt_handle(tag);
    return val_new(VAL_HANDLE, handle);
}

static KONT struct val *eval_exists(const struct node *n, struct env *env)
{
    const kont_tag *tag = tag_of(n, env);
    return val_int(kont_prompt_exists(tag));
}

static KONT struct val *eval_abort(const struct node *n, struct env *env)
{
    struct val *operand = tag_operand(n, env);
    struct val *v = run_node(n->kid[0], env);
    const kont_tag *tag = tag_from(n, operand);
    kont_abort(tag, v);
}

static KONT struct val *eval_capture(const struct node *n, struct env *env)
{
    static const int how[] = {
        KONT_SHIFT, KONT_CONTROL, KONT_SHIFT0, KONT_CONTROL0,
        KONT_SHIFT | KONT_ONCE, KONT_CONTROL | KONT_ONCE, KONT_SHIFT0 | KONT_ONCE, KONT_CONTROL0 | KONT_ONCE,
    };
    const kont_tag *tag = tag_of(n, env);
    return kont_capture(tag, how[n->op - OP_SHIFT], run_handler, body_of(n, 0, env, true));
}

static KONT struct val *eval_resume(const struct node *n, struct env *env)
{
    struct val *k = run_node(n->kid[0], env);
    struct val *v = run_node(n->kid[1], env);
    kont *continuation = want(k, VAL_KONT);
    if (n->op == OP_RESUME)
        return kont_resume(continuation, v);
    return kont_resume_last(continuation, v);
}

static KONT struct val *eval_resume_tail(const struct node *n, struct env *env)
{
    struct val *k = run_node(n->kid[0], env);
    struct val *v = run_node(n->kid[1], env);
    kont *continuation = want(k, VAL_KONT);
    if (n->op == OP_RESUME_TAIL)
        return kont_resume_tail(continuation, v);
    return kont_resume_tail_last(continuation, v);
}

static KONT struct val *eval_resume_thunk(const struct node *n, struct env *env)
{
    struct val *k = run_node(n->kid[0], env);
    kont *continuation = want(k, VAL_KONT);
    struct closure *thunk = body_of(n, 1, env, false);
    if (n->op == OP_RESUME_THUNK)
        return kont_resume_thunk(continuation, run_closure, thunk);
    return kont_resume_thunk_last(continuation, run_closure, thunk);
}

static KONT struct val *eval_drop(const struct node *n, struct env *env)
{
    struct val *k = run_node(n->kid[0], env);
    kont_drop(want(k, VAL_KONT));
    return val_int(0);
}

static KONT struct val *eval_callcc(const struct node *n, struct env *env)
{
    return kont_callcc(run_handler, body_of(n, 0, env, true));
}

static KONT struct val *eval_composable(const struct node *n, struct env *env)
{
    const kont_tag *tag = tag_of(n, env);
    return kont_callcc_composable(tag, run_handler, body_of(n, 0, env, true));
}

static KONT struct val *eval_callec(const struct node *n, struct env *env)
{
    return kont_callec(run_handler, body_of(n, 0, env, true));
}

static KONT void *wind_before(void *winder)
{
    struct closure **w = winder;
    return run_closure(w[0]);
}

static KONT void *wind_body(void *winder)
{
    struct closure **w = winder;
    return run_closure(w[1]);
}

static KONT void *wind_after(void *winder)
{
    struct closure **w = winder;
    return run_closure(w[2]);
}

static KONT struct val *eval_wind(const struct node *n, struct env *env)
{
    struct closure **w = GC_MALLOC(3 * sizeof *w);
    for (int i = 0; i < 3; i++)
        w[i] = body_of(n, i, env, false);
    return kont_dynamic_wind(wind_before, wind_body, wind_after, w);
}

static KONT struct val *eval_with_mark(const struct node *n, struct env *env)
{
    struct val *v = run_node(n->kid[0], env);
    return kont_with_mark(key_of(n), v, run_closure, body_of(n, 1, env, false));
}

static KONT struct val *eval_first_mark(const struct node *n, struct env *env)
{
    struct val *operand = tag_operand(n, env);
    struct val *otherwise = run_node(n->kid[0], env);
    const kont_tag *tag = tag_from(n, operand);
    return kont_mark_first(tag, key_of(n), otherwise);
}

/* Marks as one number, innermost first: as in the reference. */
static struct val *fold_marks(void **values, size_t count)
{
    long sum = 0;
    for (size_t i = 0; i < count; i++)
        sum = (sum * 7 + ((struct val *)values[i])->number + 1) % 1000003;
    return val_int(sum);
}

static KONT struct val *eval_marks(const struct node *n, struct env *env)
{
    const kont_tag *tag = tag_of(n, env);
    size_t count = kont_marks(tag, key_of(n), NULL, 0);
    void **values = GC_MALLOC(count * sizeof *values);
    kont_marks(tag, key_of(n), values, count);
    return fold_marks(values, count);
}

static KONT struct val *eval_marks_of(const struct node *n, struct env *env)
{
    struct val *v = run_node(n->kid[0], env);
    kont *k = want(v, VAL_KONT);
    size_t count = kont_marks_of(k, key_of(n), NULL, 0);
    void **values = GC_MALLOC(count * sizeof *values);
    kont_marks_of(k, key_of(n), values, count);
    return fold_marks(values, count);
}

static KONT struct val *eval_param(const struct node *n, struct env *env)
{
    (void)env;
    return kont_parameter_get(parameter_of(n));
}

static KONT struct val *eval_set_param(const struct node *n, struct env *env)
{
    struct val *v = run_node(n->kid[0], env);
    kont_parameter_set(parameter_of(n), v);
    return v;
}

static KONT struct val *eval_with_param(const struct node *n, struct env *env)
{
    struct val *v = run_node(n->kid[0], env);
    return kont_with_parameter(parameter_of(n), v, run_closure, body_of(n, 1, env, false));
}

static KONT struct val *eval_barrier(const struct node *n, struct env *env)
{
    return kont_barrier(run_closure, body_of(n, 0, env, false));
}

static KONT struct val *eval_raise(const struct node *n, struct env *env)
{
    struct val *v = run_node(n->kid[0], env);
    const kont_exception *x = v->kind == VAL_ERROR ? v->ref : kont_exception_new("user", v, "raised by the program");
    if (n->op == OP_RAISE_CONTINUABLE)
        return kont_raise_continuable(x);
    kont_raise(x);
}

static KONT struct val *eval_try(const struct node *n, struct env *env)
{
    const kont_exception *caught;
    struct val *v = kont_try(run_closure, body_of(n, 0, env, false), &caught);
    if (caught == NULL)
        return v;
    struct env *inner = env_new(env, n->name, val_of_exception(caught));
    return run_node(n->kid[1], inner);
}

static KONT void *handle_exception(const kont_exception *x, void *closure)
{
    struct closure *c = closure;
    struct env *env = env_new(c->env, c->name, val_of_exception(x));
    return run_node(c->node, env);
}

static KONT struct val *eval_with_handler(const struct node *n, struct env *env)
{
    return kont_with_handler(handle_exception, body_of(n, 0, env, true), run_closure, body_of(n, 1, env, false));
}

static KONT struct val *eval_defer(const struct node *n, struct env *env)
{
    kont_defer(run_closure, body_of(n, 0, env, false));
    return val_int(0);
}

static KONT struct val *eval_scope(const struct node *n, struct env *env)
{
    return kont_scope(run_closure, body_of(n, 0, env, false));
}

/* Whether an object is to be compact: every other one is, which no program can tell. */
static bool is_compact(const struct node *n)
{
    return n->name[strlen(n->name) - 1] % 2 != 0;
}

static KONT struct val *eval_object(const struct node *n, struct env *env)
{
    const kont_tag *tag = tag_of(n, env);
    struct val *self = keep(val_new(VAL_OBJECT, NULL));
    struct env *inner = env_new(env, n->name, self);
    self->ref = kont_object_new(tag, run_closure, body_of(n, 0, inner, false));
    if (is_compact(n))
        kont_object_compact(self->ref);
    return self;
}

static KONT struct val *eval_enter(const struct node *n, struct env *env)
{
    struct val *p = run_node(n->kid[0], env);
    struct val *v = run_node(n->kid[1], env);
    return kont_enter(want(p, VAL_OBJECT), v);
}

static KONT struct val *eval_enter_thunk(const struct node *n, struct env *env)
{
    struct val *p = run_node(n->kid[0], env);
    return kont_enter_thunk(want(p, VAL_OBJECT), run_closure, body_of(n, 1, env, false));
}

static KONT struct val *eval_leave(const struct node *n, struct env *env)
{
    struct val *p = run_node(n->kid[0], env);
    struct val *v = run_node(n->kid[1], env);
    return kont_leave(want(p, VAL_OBJECT), v);
}

static KONT struct val *eval_state(const struct node *n, struct env *env)
{
    struct val *p = run_node(n->kid[0], env);
    return val_int(kont_object_state(want(p, VAL_OBJECT)));
}

static KONT struct val *eval_object_handle(const struct node *n, struct env *env)
{
    struct val *p = run_node(n->kid[0], env);
    return val_new(VAL_HANDLE, kont_object_handle(want(p, VAL_OBJECT)));
}

static KONT struct val *eval_with_stack(const struct node *n, struct env *env)
{
    return kont_with_stack(64 * 1024, run_closure, body_of(n, 0, env, false));
}

evaluator *const control_evaluators[OP_COUNT] = {
    [OP_PROMPT] = eval_prompt, [OP_HANDLE] = eval_handle, [OP_EXISTS] = eval_exists, [OP_ABORT] = eval_abort,
    [OP_SHIFT] = eval_capture, [OP_CONTROL] = eval_capture, [OP_SHIFT0] = eval_capture, [OP_CONTROL0] = eval_capture,
    [OP_SHIFT_ONCE] = eval_capture, [OP_CONTROL_ONCE] = eval_capture, [OP_SHIFT0_ONCE] = eval_capture,
    [OP_CONTROL0_ONCE] = eval_capture, [OP_RESUME] = eval_resume, [OP_RESUME_LAST] = eval_resume,
    [OP_RESUME_THUNK] = eval_resume_thunk, [OP_RESUME_THUNK_LAST] = eval_resume_thunk, [OP_RESUME_TAIL] = eval_resume_tail,
    [OP_RESUME_TAIL_LAST] = eval_resume_tail, [OP_DROP] = eval_drop, [OP_CALLCC] = eval_callcc,
    [OP_COMPOSABLE] = eval_composable, [OP_CALLEC] = eval_callec, [OP_WIND] = eval_wind, [OP_WITH_MARK] = eval_with_mark,
    [OP_FIRST_MARK] = eval_first_mark, [OP_MARKS] = eval_marks, [OP_MARKS_OF] = eval_marks_of, [OP_PARAM] = eval_param,
    [OP_SET_PARAM] = eval_set_param, [OP_WITH_PARAM] = eval_with_param, [OP_BARRIER] = eval_barrier, [OP_RAISE] = eval_raise,
    [OP_RAISE_CONTINUABLE] = eval_raise, [OP_TRY] = eval_try, [OP_WITH_HANDLER] = eval_with_handler, [OP_DEFER] = eval_defer,
    [OP_SCOPE] = eval_scope, [OP_OBJECT] = eval_object, [OP_ENTER] = eval_enter, [OP_ENTER_THUNK] = eval_enter_thunk,
    [OP_LEAVE] = eval_leave, [OP_STATE] = eval_state, [OP_OBJECT_HANDLE] = eval_object_handle, [OP_WITH_STACK] = eval_with_stack,
};
