/* step.c: the loop of the reference interpreter: operands from left to right, then the operator's rule; a value goes to the
 * innermost frame. */
#include <stdio.h>

#include "reduce.h"

static rule *const rules[OP_COUNT] = {
    [OP_APPLY] = rule_apply, [OP_LET] = rule_let, [OP_BEGIN] = rule_begin, [OP_IF] = rule_if,
    [OP_ADD] = rule_arithmetic, [OP_SUB] = rule_arithmetic, [OP_MUL] = rule_arithmetic, [OP_PRINT] = rule_print,
    [OP_CELL] = rule_cell, [OP_GET] = rule_get, [OP_PUT] = rule_put, [OP_LOCAL] = rule_local, [OP_SET] = rule_set,
    [OP_PROMPT] = rule_prompt, [OP_HANDLE] = rule_handle, [OP_EXISTS] = rule_exists, [OP_ABORT] = rule_abort,
    [OP_SHIFT] = rule_capture, [OP_CONTROL] = rule_capture, [OP_SHIFT0] = rule_capture, [OP_CONTROL0] = rule_capture,
    [OP_SHIFT_ONCE] = rule_capture, [OP_CONTROL_ONCE] = rule_capture, [OP_SHIFT0_ONCE] = rule_capture,
    [OP_CONTROL0_ONCE] = rule_capture, [OP_RESUME] = rule_resume, [OP_RESUME_LAST] = rule_resume,
    [OP_RESUME_THUNK] = rule_resume, [OP_RESUME_THUNK_LAST] = rule_resume, [OP_RESUME_TAIL] = rule_resume,
    [OP_RESUME_TAIL_LAST] = rule_resume, [OP_DROP] = rule_drop, [OP_CALLCC] = rule_callcc, [OP_COMPOSABLE] = rule_composable,
    [OP_CALLEC] = rule_callec, [OP_WIND] = rule_wind, [OP_WITH_MARK] = rule_with_mark, [OP_FIRST_MARK] = rule_first_mark,
    [OP_MARKS] = rule_marks, [OP_MARKS_OF] = rule_marks_of, [OP_PARAM] = rule_param, [OP_SET_PARAM] = rule_set_param,
    [OP_WITH_PARAM] = rule_with_param, [OP_BARRIER] = rule_barrier, [OP_RAISE] = rule_raise,
    [OP_RAISE_CONTINUABLE] = rule_raise, [OP_TRY] = rule_try, [OP_WITH_HANDLER] = rule_with_handler, [OP_DEFER] = rule_defer,
    [OP_SCOPE] = rule_scope, [OP_OBJECT] = rule_object, [OP_ENTER] = rule_enter, [OP_ENTER_THUNK] = rule_enter,
    [OP_LEAVE] = rule_leave, [OP_STATE] = rule_state, [OP_OBJECT_HANDLE] = rule_object_handle, [OP_WITH_STACK] = rule_with_stack,
};

static const char *const rule_names[OP_COUNT] = {
#define X(op, name, shape) #op,
    AST_OPS(X)
#undef X
};

void unknown(struct machine *m, const char *why)
{
    m->answer->unknown = why;
    m->done = true;
}

static void apply_rule(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    m->run->used[n->op] = true;
    trace_node(m, n->op == OP_APPLY ? "BETA" : rule_names[n->op], n, env, v);
    rules[n->op](m, n, env, v);
}

static void look_up(struct machine *m, const char *name, const struct env *env)
{
    while (env->name != name && __builtin_strcmp(env->name, name) != 0)
        env = env->outer;
    const struct stack *k = m->k;
    while (env->local && !(k->top->kind == F_LOCAL && k->top->id == env->id))
        k = k->rest;
    give(m, env->local ? k->top->box->value : env->value);
}

static void step_node(struct machine *m)
{
    const struct node *n = m->node;
    const struct env *env = m->env;
    if (n->op == OP_INT)
        give(m, value_int(n->number));
    else if (n->op == OP_VAR)
        look_up(m, n->name, env);
    else if (n->op == OP_LAMBDA)
        give(m, (struct value){ .kind = V_CLOSURE, .closure = closure_new(n->kid[0], n->name, env) });
    else if (ast_operand(n, 0) == NULL)
        apply_rule(m, n, env, NULL);
    else {
        m->k = push(m->k, &(struct frame){ .kind = F_OPERANDS, .node = n, .env = env });
        eval(m, ast_operand(n, 0), env);
    }
}

static void operand_done(struct machine *m, const struct frame *f)
{
    struct frame next = *f;
    next.values[next.count++] = m->value;
    const struct node *operand = ast_operand(f->node, next.count);
    m->k = m->k->rest;
    if (operand == NULL) {
        apply_rule(m, f->node, f->env, next.values);
        return;
    }
    m->k = push(m->k, &next);
    eval(m, operand, f->env);
}

static void step_value(struct machine *m)
{
    if (m->k == NULL) {
        char text[64];
        value_text(m->value, text, sizeof text);
        answer_finish(m->answer, false, text);
        m->done = true;
        return;
    }
    const struct frame *f = m->k->top;
    if (f->kind == F_OPERANDS) {
        operand_done(m, f);
        return;
    }
    trace_return(m);
    if (f->kind == F_CROSSING) {
        m->k = m->k->rest;
        cross(m, f->crossing);
    } else if (f->kind == F_HANDLING)
        handling_returned(m, f);
    else {
        if (f->object != NULL)
            copy_ended(f);
        leave_to(m, m->k->rest, m->value);
    }
}

/* RUN: kont_try around kont_run, so that there is an answer where nobody catches. */
static void start(struct machine *m, const struct node *program)
{
    for (int i = 0; i < 2; i++)
        m->params[i] = ARENA_NEW(struct cell);
    m->k = push(NULL, &(struct frame){ .kind = F_TRY, .box = box_new() });
    m->k = push(m->k, prompt_frame(TAG_DEFAULT, ++m->ids, NULL));
    eval(m, program, NULL);
}

/* Programs that need more than this have no answer: a C stack holds DEPTH frames, and continuations that hold themselves grow
 * without end. */
enum { DEPTH = 300, MEMORY = 32 << 20 };

static const char *exhausted(const struct machine *m, size_t memory_at_start)
{
    if (m->run->steps >= m->run->limit)
        return "too many steps";
    if (m->k != NULL && m->k->depth > DEPTH)
        return "too deep";
    return arena_total() - memory_at_start > MEMORY ? "too much memory" : NULL;
}

void reference_run(const struct node *program, struct reference_run *run, struct answer *answer)
{
    struct arena_mark mark = arena_mark();
    struct machine m = { .run = run, .answer = answer };
    answer_start(answer);
    start(&m, program);
    const size_t memory = arena_total();
    for (run->steps = 0; !m.done && answer->unknown == NULL; run->steps++) {
        const char *why = exhausted(&m, memory);
        if (why != NULL)
            unknown(&m, why);
        else if (m.node != NULL)
            step_node(&m);
        else
            step_value(&m);
    }
    arena_release(mark);
}
