/* macro.c: syntax-rules. HYGIENE in expand.h.
 *
 * A match is a list of what each pattern variable stands for: a form, or, for each ellipsis that it is under, a list of matches in a vector. */
#include "builtins.h"
#include "call.h"
#include "expand.h"

struct match {
    struct match *next;
    value identifier;
    int depth;                                          /* ellipses around it */
    value form;                                         /* depth 0 */
    struct match **repeated;                            /* else: what one repetition after the other matched, each with this variable in it */
    size_t count;
};

struct rule {
    value pattern, template;
};

struct macro {
    uintptr_t header;
    struct scope *scope;                                /* of its definition */
    value ellipsis;                                     /* an identifier; null: the usual one */
    value literals;                                     /* a list of identifiers */
    size_t count;
    struct rule rules[];
};

enum { DEEPEST = 500 };                                 /* nesting of a pattern or a template: it is part of a program */

struct expansion {
    struct macro *macro;
    struct scope *scope;                                /* of the use */
    const struct place *place;
    value aliases;                                      /* list of (symbol . alias): those of this transcription */
    unsigned generation;                                /* of these */
    const char *error;
};

/* ---- Patterns ------------------------------------------------------------------------------------------------------------------------- */

static bool is_ellipsis(const struct macro *m, value v)
{
    if (!is_identifier(v))
        return false;
    if (m->ellipsis != NULL)
        return v == m->ellipsis;
    return lookup(v, m->scope) == (value)&word_dots;
}

static bool is_literal(const struct macro *m, value v)
{
    for (value l = m->literals; l != NIL; l = CDR(l))
        if (CAR(l) == v)
            return true;
    return false;
}

static bool is_underscore(const struct macro *m, value v)
{
    return lookup(v, m->scope) == (value)&word_underscore;
}

static struct match *add_match(struct match *next, value identifier, value form)
{
    struct match *m = GC_MALLOC(sizeof *m);
    m->next = next;
    m->identifier = identifier;
    m->form = form;
    return m;
}

static struct match *find_match(struct match *m, value identifier)
{
    while (m != NULL && m->identifier != identifier)
        m = m->next;
    return m;
}

static bool match(struct expansion *x, value pattern, value form, struct match **matches);

static intptr_t pairs_of(value v)
{
    intptr_t n = 0;
    for (; is_pair(v); v = CDR(v))
        if (++n > 10000000)                             /* a circular form */
            return -1;
    return n;
}

/* The variables of a pattern, entered with one more ellipsis than they have inside. */
static void enter_repeated(struct expansion *x, value pattern, struct match **all, size_t count, int depth, struct match **matches)
{
    if (is_identifier(pattern)) {
        if (is_literal(x->macro, pattern) || is_ellipsis(x->macro, pattern) || is_underscore(x->macro, pattern))
            return;
        struct match *m = *matches = add_match(*matches, pattern, NULL);
        m->repeated = all;
        m->count = count;
        m->depth = depth;
    } else if (is_pair(pattern)) {
        bool more = is_pair(CDR(pattern)) && is_ellipsis(x->macro, CADR(pattern));
        enter_repeated(x, CAR(pattern), all, count, depth + more, matches);
        enter_repeated(x, CDR(pattern), all, count, depth, matches);
    } else if (is_vector(pattern)) {
        enter_repeated(x, vector_as_list(pattern), all, count, depth, matches);
    }
}

/* (pattern ... . rest) */
static bool match_repeated(struct expansion *x, value pattern, value form, struct match **matches)
{
    value rest = CDDR(pattern);
    intptr_t times = pairs_of(form) - pairs_of(rest);
    if (times < 0)
        return false;
    struct match **all = GC_MALLOC(((size_t)times + 1) * sizeof *all);
    for (intptr_t i = 0; i < times; i++, form = CDR(form))
        if (!match(x, CAR(pattern), CAR(form), &all[i]))
            return false;
    enter_repeated(x, CAR(pattern), all, (size_t)times, 1, matches);
    return match(x, rest, form, matches);
}

static bool match_identifier(struct expansion *x, value pattern, value form, struct match **matches)
{
    if (is_literal(x->macro, pattern))
        return is_identifier(form) && same_identifier(form, x->scope, pattern, x->macro->scope);
    if (!is_underscore(x->macro, pattern))
        *matches = add_match(*matches, pattern, form);
    return true;
}

static bool match(struct expansion *x, value pattern, value form, struct match **matches)
{
    while (is_pair(pattern)) {
        if (is_pair(CDR(pattern)) && is_ellipsis(x->macro, CADR(pattern)))
            return match_repeated(x, pattern, form, matches);
        if (!is_pair(form) || !match(x, CAR(pattern), CAR(form), matches))
            return false;
        pattern = CDR(pattern);
        form = CDR(form);
    }
    if (is_identifier(pattern))
        return match_identifier(x, pattern, form, matches);
    if (pattern == NIL)
        return form == NIL;
    if (is_vector(pattern))
        return is_vector(form) && match(x, vector_as_list(pattern), vector_as_list(form), matches);
    return equal(pattern, strip(form));
}

/* ---- Templates ------------------------------------------------------------------------------------------------------------------------ */

static value transcribe(struct expansion *x, value template, struct match *matches, bool escaped);

static value alias_for(struct expansion *x, value identifier)
{
    for (value a = x->aliases; a != NIL; a = CDR(a))
        if (CAR(CAR(a)) == identifier)
            return CDR(CAR(a));
    struct alias *alias = make_alias(identifier, x->macro->scope);
    alias->generation = x->generation;
    x->aliases = cons(cons(identifier, alias), x->aliases);
    return alias;
}

struct repeated {                                       /* the variables of a template that its ellipsis repeats */
    struct match *found[256];
    size_t used;
    intptr_t count;                                     /* how often; -2: there is none yet, -1: they disagree */
};

/* inner: the ellipses that a variable has around it within the template; one of no more depth stays the same in each repetition. */
static void find_repeated(struct expansion *x, value template, struct match *matches, int inner, struct repeated *r)
{
    while (is_pair(template)) {
        int more = 0;
        value item = CAR(template);
        for (template = CDR(template); is_pair(template) && is_ellipsis(x->macro, CAR(template)); template = CDR(template))
            more++;
        find_repeated(x, item, matches, inner + more, r);
    }
    if (is_vector(template)) {
        find_repeated(x, vector_as_list(template), matches, inner, r);
        return;
    }
    struct match *m = is_identifier(template) ? find_match(matches, template) : NULL;
    if (m == NULL || m->depth <= inner)
        return;
    if (r->count == -2)
        r->count = (intptr_t)m->count;
    else if (r->count != (intptr_t)m->count)
        r->count = -1;
    if (r->used < COUNT(r->found))
        r->found[r->used++] = m;
}

/* The matches in repetition i: those of the variables that are repeated, one level down, in front of all others. */
static struct match *one_level_down(struct match *matches, const struct repeated *r, size_t i)
{
    for (size_t n = 0; n < r->used; n++) {
        struct match *inner = find_match(r->found[n]->repeated[i], r->found[n]->identifier);
        if (inner == NULL)
            continue;
        struct match *m = GC_MALLOC(sizeof *m);
        *m = *inner;
        m->next = matches;
        matches = m;
    }
    return matches;
}

static value reversed_onto(struct expansion *x, value list, value tail)
{
    for (; is_pair(list); list = CDR(list))
        tail = cons_placed(CAR(list), tail, x->place);
    return tail;
}

/* The instances of a template that is under `levels` ellipses, last first, in front of `done`. */
static value repeat(struct expansion *x, value template, struct match *matches, int levels, value done)
{
    if (levels == 0) {
        value v = transcribe(x, template, matches, false);
        return v == NULL ? NULL : cons(v, done);
    }
    struct repeated *r = GC_MALLOC(sizeof *r);
    r->count = -2;
    find_repeated(x, template, matches, levels - 1, r);
    if (r->count < 0) {
        x->error = r->count == -2 ? "nothing in front of an ellipsis can be repeated" : "variables of one ellipsis stand for different numbers of forms";
        return NULL;
    }
    for (intptr_t i = 0; i < r->count && done != NULL; i++)
        done = repeat(x, template, one_level_down(matches, r, (size_t)i), levels - 1, done);
    return done;
}

static value transcribe_list(struct expansion *x, value template, struct match *matches, bool escaped)
{
    value done = NIL;
    while (is_pair(template)) {
        value item = CAR(template);
        int levels = 0;
        if (!escaped && is_ellipsis(x->macro, item) && is_pair(CDR(template)) && done == NIL && CDDR(template) == NIL)
            return transcribe(x, CADR(template), matches, true);
        template = CDR(template);
        while (!escaped && is_pair(template) && is_ellipsis(x->macro, CAR(template))) {
            levels++;
            template = CDR(template);
        }
        if (levels > 0) {
            done = repeat(x, item, matches, levels, done);
        } else {
            value v = transcribe(x, item, matches, escaped);
            done = v == NULL ? NULL : cons(v, done);
        }
        if (done == NULL)
            return NULL;
    }
    value tail = template == NIL ? NIL : transcribe(x, template, matches, escaped);
    return tail == NULL ? NULL : reversed_onto(x, done, tail);
}

static value transcribe_identifier(struct expansion *x, value identifier, struct match *matches)
{
    struct match *m = find_match(matches, identifier);
    if (m == NULL)
        return alias_for(x, identifier);
    if (m->depth > 0)
        x->error = "a pattern variable lacks an ellipsis";
    return m->depth > 0 ? NULL : m->form;
}

/* Null: x->error says why. */
static value transcribe(struct expansion *x, value template, struct match *matches, bool escaped)
{
    if (is_identifier(template))
        return transcribe_identifier(x, template, matches);
    if (!is_pair(template) && !is_vector(template))
        return template;
    value v = is_pair(template) ? transcribe_list(x, template, matches, escaped) : transcribe_list(x, vector_as_list(template), matches, escaped);
    return v == NULL || is_pair(template) ? v : list_to_vector(v);
}

/* What a pattern's variables stand for; null: it does not fit. A match without variables is one of nothing. */
static struct match *match_form(struct expansion *x, value pattern, value form)
{
    struct match *matches = add_match(NULL, NULL, NULL);
    return match(x, pattern, form, &matches) ? matches : NULL;
}

KONT value expand_macro(value macro, value form, struct scope *scope)
{
    struct macro *m = macro;
    struct expansion *x = GC_MALLOC(sizeof *x);
    x->macro = m;
    x->scope = scope;
    x->place = place_of(form);
    x->aliases = NIL;
    x->generation = is_type(CAR(form), T_ALIAS) ? ((struct alias *)CAR(form))->generation + 1 : 1;
    if (x->generation > MOST_USES)
        syntax_error(form, "the macro's expansion has no end");
    for (size_t i = 0; i < m->count; i++) {
        struct match *matches = match_form(x, CDR(m->rules[i].pattern), CDR(form));
        if (matches == NULL)
            continue;
        value v = transcribe(x, m->rules[i].template, matches, false);
        if (v == NULL)
            syntax_error(form, x->error);
        return v;
    }
    syntax_error(form, "no rule of the macro fits");
    return NULL;
}

/* ---- (syntax-rules [ellipsis] (literal ...) (pattern template) ...) ------------------------------------------------------------------------- */

static bool is_too_deep(value v, int depth)
{
    if (depth > DEEPEST)
        return true;
    for (; is_pair(v); v = CDR(v))
        if (is_too_deep(CAR(v), depth + 1))
            return true;
    return is_vector(v) && is_too_deep(vector_as_list(v), depth + 1);
}

static bool is_mentioned(value names, value v)
{
    for (; names != NIL; names = CDR(names))
        if (CAR(names) == v)
            return true;
    return false;
}

/* Looks whether a pattern is one: no variable twice, one ellipsis at each level, behind something. Returns a message, or null. */
static const char *check_pattern(const struct macro *m, value pattern, value *names)
{
    int ellipses = 0;
    for (bool first = true; is_pair(pattern); pattern = CDR(pattern), first = false) {
        if (is_ellipsis(m, CAR(pattern)) && !is_literal(m, CAR(pattern))) {
            if (first || ++ellipses > 1)
                return "an ellipsis is misplaced in a pattern";
            continue;
        }
        const char *error = check_pattern(m, CAR(pattern), names);
        if (error != NULL)
            return error;
    }
    if (is_vector(pattern))
        return check_pattern(m, vector_as_list(pattern), names);
    if (!is_identifier(pattern) || is_literal(m, pattern) || is_underscore(m, pattern))
        return NULL;
    if (is_ellipsis(m, pattern))
        return "an ellipsis is misplaced in a pattern";
    if (is_mentioned(*names, pattern))
        return "a pattern variable occurs twice";
    *names = cons(pattern, *names);
    return NULL;
}

/* Whether the ellipsis is among the literals, and so none. */
static bool has_dots(value literals, value ellipsis, struct scope *scope)
{
    for (value l = literals; l != NIL; l = CDR(l))
        if (ellipsis != NULL ? CAR(l) == ellipsis : lookup(CAR(l), scope) == (value)&word_dots)
            return true;
    return false;
}

static KONT void take_rule(struct macro *m, size_t i, value rule)
{
    value names = NIL;
    need_form(rule, 2, 2);
    if (!is_pair(CAR(rule)))
        syntax_error(rule, "a pattern has to be a list");
    if (is_too_deep(rule, 0))
        syntax_error(rule, "the rule is nested too deeply");
    const char *error = check_pattern(m, CDR(CAR(rule)), &names);
    if (error != NULL)
        syntax_error(rule, error);
    m->rules[i] = (struct rule){ CAR(rule), CADR(rule) };
}

KONT value make_macro(value spec, struct scope *scope)
{
    value form = spec;
    value found = is_identifier(spec) ? lookup(spec, scope) : is_pair(spec) ? denotation_of(CAR(spec), scope) : NULL;
    if (is_identifier(spec) && (is_type(found, T_MACRO) || is_type(found, T_SPECIAL)))
        return found;                                   /* another name for it */
    if (found != (value)&word_syntax_rules) {
        if (is_pair(spec) && found != NULL && is_type(found, T_MACRO))
            return make_macro(expand_macro(found, spec, scope), scope);
        syntax_error(form, "expected (syntax-rules ...)");
    }
    need_form(spec, 2, 100000);
    value ellipsis = NULL;
    if (is_identifier(CADR(spec))) {
        ellipsis = CADR(spec);
        spec = CDR(spec);
        need_form(spec, 2, 100000);
    }
    value literals = CADR(spec);
    need_form(literals, 0, 100000);
    for (value l = literals; l != NIL; l = CDR(l))
        need_identifier(CAR(l), form);
    size_t count = (size_t)list_length(CDDR(spec));
    struct macro *m = allocate(sizeof *m + count * sizeof m->rules[0], T_MACRO);
    m->scope = scope;
    m->literals = literals;
    m->ellipsis = has_dots(literals, ellipsis, scope) ? make_alias(intern("no ellipsis"), scope) : ellipsis;
    m->count = count;
    value rules = CDDR(spec);
    for (size_t i = 0; i < count; i++, rules = CDR(rules))
        take_rule(m, i, CAR(rules));
    return m;
}
