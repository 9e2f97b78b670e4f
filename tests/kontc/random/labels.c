/* labels.c: labels, cases, and jumps to them.
 *
 * A jump to a place skips the declarations between. So a label hides the variables that are visible there and were declared after the place
 * that it is reached from (`mark`: how many there were); jumps to labels after such a declaration end; and no label stands in a loop
 * where such a variable was declared outside the loop, whose text before the label may use it. */
#include "make.h"

static bool in_scope(const struct variable *v)
{
    return v->name[0] != 0;
}

/* Whether a jump from there finds it initialized. Nobody jumps past declarations of the outermost block backwards. */
static bool survives(const struct variable *v, int mark, bool back)
{
    return v - m.variable < mark || (back && v->block == 0) || v->self == MEMORY;
}

static bool can_enter(int mark, bool back)
{
    for (int i = 0; i < m.loop_mark; i++)
        if (in_scope(&m.variable[i]) && !survives(&m.variable[i], mark, back))
            return false;
    return !m.inside;
}

static void enter(int mark, bool back)
{
    for (int i = 0; i < m.variables; i++)
        if (in_scope(&m.variable[i]) && !survives(&m.variable[i], mark, back)) {
            m.variable[i].hidden = true;
            for (int j = 0; j < m.backs; j++)
                m.back[j].gone |= m.back[j].mark > i;
        }
}

static bool block_is_open(int block)
{
    for (int i = 0; i < m.depth_of_blocks; i++)
        if (m.open_block[i] == block)
            return true;
    return false;
}

bool put_forward_goto(void)
{
    if (m.inside || m.forwards == LABELS)
        return false;
    m.forward[m.forwards++] = (struct label){ .number = m.labels, .mark = m.variables };
    put("goto L%d;\n", m.labels++);
    return true;
}

bool put_back_goto(void)
{
    struct label *l = m.backs > 0 && !m.inside ? &m.back[choose((unsigned)m.backs)] : NULL;
    if (l == NULL || l->gone || !(l->open || block_is_open(l->block)))
        return false;
    put("if (BURN(n)) goto L%d;\n", l->number);
    return true;
}

static void put_back_label(void)
{
    bool open = choose(2) && can_enter(0, true);
    if (m.backs == LABELS)
        return;
    if (open)
        enter(0, true);
    m.back[m.backs++] = (struct label){ .number = m.labels, .mark = m.variables, .open = open, .block = m.block };
    put("L%d:;\n", m.labels++);
}

void put_labels(bool all)
{
    for (int i = 0; i < m.forwards; i++) {
        struct label *l = &m.forward[i];
        if (l->gone || !(all || (often(30) && can_enter(l->mark, false))))
            continue;
        enter(l->mark, false);
        l->gone = true;
        put("L%d:;\n", l->number);
    }
    if (!all && !m.inside && often(9))
        put_back_label();
}

void put_cases(bool must)
{
    if (m.switch_mark < 0 || m.cases >= 8 || !(must || often(35)) || !can_enter(m.switch_mark, false))
        return;
    enter(m.switch_mark, false);
    if (!m.has_default && often(15)) {
        m.has_default = true;
        put("default:;\n");
    } else
        put("case %d:;\n", m.cases++);
}
