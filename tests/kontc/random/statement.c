/* statement.c: statements. */
#include "make.h"

enum { DEPTH = 4 };                                     /* of expressions */

typedef bool statement(struct access *a, int depth);

static void put_body(struct access a, int depth)
{
    if (often(20)) {
        put_value(some_type(), a, DEPTH, COMMA);
        put(";\n");
        return;
    }
    put("{\n");
    open_block();
    put_statements(&a, depth);
    close_block();
    put("}\n");
}

static bool can_loop(struct access *a)
{
    return (a->write & 1) != 0 && m.depth_of_blocks < 8;
}

/* The state that loops and switches save. */
struct around {
    bool may_break, may_continue;
    int loop_mark, switch_mark, cases;
    bool has_default;
};

static struct around around(void)
{
    return (struct around){ m.may_break, m.may_continue, m.loop_mark, m.switch_mark, m.cases, m.has_default };
}

static void restore(struct around s)
{
    m.may_break = s.may_break, m.may_continue = s.may_continue;
    m.loop_mark = s.loop_mark;
    m.switch_mark = s.switch_mark, m.cases = s.cases, m.has_default = s.has_default;
}

static struct around enter_loop(void)
{
    struct around s = around();
    m.may_break = m.may_continue = true;
    m.loop_mark = m.variables;
    return s;
}

static void leave_loop(struct around s)
{
    m.may_break = s.may_break, m.may_continue = s.may_continue;
    m.loop_mark = s.loop_mark;
}

static void put_loop_condition(struct access a)
{
    if (choose(2) == 0)
        put("BURN(n) && ");
    put_number(a, DEPTH - 1, BIT_OR);
    put(" && BURN(n)");
}

static bool put_while(struct access *a, int depth)
{
    if (!can_loop(a))
        return false;
    struct around s = enter_loop();
    put("while (");
    put_loop_condition(*a);
    put(") ");
    put_body(*a, depth - 1);
    leave_loop(s);
    return true;
}

static bool put_do(struct access *a, int depth)
{
    if (!can_loop(a))
        return false;
    struct around s = enter_loop();
    put("do ");
    put_body(*a, depth - 1);
    put("while (");
    put_loop_condition(*a);
    put(");\n");
    leave_loop(s);
    return true;
}

static void put_for_header(struct access *a)
{
    unsigned start = choose(3);
    put("for (");
    if (start == 1)
        put_value(some_type(), *a, DEPTH - 1, COMMA);
    else if (start == 2)
        put_loop_variables(a, DEPTH - 1);
    put("; ");
    m.loop_mark = m.variables;
    put_loop_condition(*a);
    put("; ");
    if (choose(2))
        put_value(some_type(), *a, DEPTH - 1, COMMA);
    put(") ");
}

static bool put_for(struct access *a, int depth)
{
    if (!can_loop(a))
        return false;
    struct access inner = *a;
    struct around s = enter_loop();
    open_block();
    put_for_header(&inner);
    put_body(inner, depth - 1);
    close_block();
    leave_loop(s);
    return true;
}

static bool put_for_ever(struct access *a, int depth)
{
    if (!can_loop(a))
        return false;
    struct around s = enter_loop();
    put("for (;;) {\nif (!BURN(n)) break;\n");
    put_body(*a, depth - 1);
    put("}\n");
    leave_loop(s);
    return true;
}

static bool put_if(struct access *a, int depth)
{
    put("if (");
    put_number(*a, DEPTH, COMMA);
    put(") ");
    put_body(*a, depth - 1);
    if (choose(2)) {
        put("else ");
        put_body(*a, depth - 1);
    }
    return true;
}

static bool put_block(struct access *a, int depth)
{
    put_body(*a, depth - 1);
    return true;
}

static bool put_switch(struct access *a, int depth)
{
    struct around s = around();
    if (m.depth_of_blocks > 8)
        return false;
    put("switch (");
    if (choose(2)) {
        put("(unsigned)");
        put_number(*a, DEPTH - 1, UNARY);
        put(" %% 6u");
    } else {
        put_number(*a, DEPTH - 1, BIT_AND);
        put(" & 3");
    }
    put(") ");
    m.switch_mark = m.variables;
    m.cases = 0;
    m.has_default = false;
    m.may_break = true;
    put_body(*a, depth - 1);
    restore(s);
    return true;
}

static bool put_expression(struct access *a, int depth)
{
    (void)depth;
    put_value(some_type(), *a, DEPTH, COMMA);
    put(";\n");
    return true;
}

static bool put_assignment_statement(struct access *a, int depth)
{
    (void)depth;
    if (!put_assignment(some_type(), *a, DEPTH, ASSIGN) && !put_assignment(T_ULONG, *a, DEPTH, ASSIGN))
        return false;
    put(";\n");
    return true;
}

static bool put_void_call(struct access *a, int depth)
{
    (void)depth;
    if (often(20))
        put("(void)");
    if (!put_call(T_VOID, *a, DEPTH))
        put_number(*a, DEPTH, UNARY);
    put(";\n");
    return true;
}

static bool put_trace(struct access *a, int depth)
{
    (void)depth;
    if (!(a->write & MEMORY))
        return false;
    put("trace(");
    put_number(*a, DEPTH, ASSIGN);
    put(");\n");
    return true;
}

static bool put_some_declaration(struct access *a, int depth)
{
    (void)depth;
    put_declaration(a, DEPTH);
    return true;
}

static bool put_some_pointing(struct access *a, int depth)
{
    (void)depth;
    return put_pointing(*a);
}

static bool put_jump(struct access *a, int depth)
{
    (void)a, (void)depth;
    unsigned which = choose(6);
    if (m.may_break && which == 0)
        put("break;\n");
    else if (m.may_continue && which <= 1)
        put("continue;\n");
    else
        return (which <= 3 && put_back_goto()) || put_forward_goto();
    return true;
}

/* Jumps hardly ever stand alone: what follows them would be dead. */
static bool put_conditional_jump(struct access *a, int depth)
{
    put("if (");
    put_number(*a, DEPTH - 1, COMMA);
    put(") {\n");
    put(put_jump(a, depth) ? "}\n" : ";\n}\n");
    return true;
}

static bool put_return(struct access *a, int depth)
{
    (void)depth;
    if (m.inside)
        return false;
    put("if (");
    put_number(*a, DEPTH - 1, COMMA);
    put(") return ");
    if (m.self->result != T_VOID)
        put_value(m.self->result, *a, DEPTH, COMMA);
    put(";\n");
    return true;
}

static const struct {
    int weight;
    bool leaf;
    statement *make;
} ways[] = {
    { 16, true, put_assignment_statement }, { 14, true, put_expression }, { 24, true, put_some_declaration }, { 8, true, put_trace },
    { 5, true, put_void_call }, { 4, true, put_some_pointing }, { 14, true, put_conditional_jump }, { 2, true, put_jump }, { 4, true, put_return },
    { 8, false, put_if }, { 4, false, put_while }, { 3, false, put_do }, { 7, false, put_for }, { 3, false, put_for_ever }, { 6, false, put_switch },
    { 4, false, put_block },
};
enum { WAYS = sizeof ways / sizeof *ways };

static void put_statement(struct access *a, int depth)
{
    int sum = 0, i;
    for (i = 0; i < WAYS; i++)
        sum += ways[i].leaf || depth > 0 ? ways[i].weight : 0;
    int chosen = (int)choose((unsigned)sum);
    for (i = 0; (chosen -= ways[i].leaf || depth > 0 ? ways[i].weight : 0) >= 0; i++)
        ;
    m.statements--;
    if (!ways[i].make(a, depth))
        put(";\n");
}

void put_statements(struct access *a, int depth)
{
    unsigned count = depth > 2 ? choose(11) : choose(5);
    put_cases(m.cases == 0);
    for (unsigned i = 0; i < count && m.statements > 0; i++) {
        put_labels(false);
        put_statement(a, depth);
        put_cases(false);
    }
}

void put_statement_expression(enum type type, struct access a, int depth)
{
    struct around s = around();
    bool inside = m.inside;
    m.inside = true;
    m.may_break = m.may_continue = false;
    m.switch_mark = -1;
    put("({ ");
    open_block();
    put_declaration(&a, depth - 1);
    put_statements(&a, 1);
    put_value(type, a, depth - 1, COMMA);
    put("; })");
    close_block();
    restore(s);
    m.inside = inside;
}
