/* scope.c: identifiers, scopes, what an identifier means. HYGIENE in expand.h. */
#include <string.h>

#include "builtins.h"
#include "expand.h"

struct scope *make_scope(struct scope *outer)
{
    struct scope *s = GC_MALLOC(sizeof *s);
    s->outer = outer;
    return s;
}

struct scope_binding *find_binding(struct scope *scope, value identifier)
{
    for (struct scope_binding *b = scope->bindings; b != NULL; b = b->next)
        if (b->identifier == identifier)
            return b;
    return NULL;
}

void bind(struct scope *scope, value identifier, value denotation)
{
    if (scope->environment != NULL) {
        environment_bind(scope->environment, identifier, denotation);
        return;
    }
    struct scope_binding *b = GC_MALLOC(sizeof *b);
    *b = (struct scope_binding){ scope->bindings, identifier, denotation };
    scope->bindings = b;
}

value lookup(value identifier, struct scope *scope)
{
    for (;;) {
        while (scope->environment == NULL) {
            struct scope_binding *b = find_binding(scope, identifier);
            if (b != NULL)
                return b->denotation;
            scope = scope->outer;
        }
        value found = environment_find(scope->environment, identifier);
        if (found != NULL)
            return found;
        if (is_symbol(identifier))
            return environment_cell(scope->environment, identifier);
        struct alias *a = identifier;
        identifier = a->name;
        scope = a->scope;
    }
}

value denotation_of(value head, struct scope *scope)
{
    if (is_identifier(head))
        return lookup(head, scope);
    return is_type(head, T_SPECIAL) || is_type(head, T_MACRO) ? head : NULL;
}

bool is_special(value head, struct scope *scope, const struct special *s)
{
    return denotation_of(head, scope) == (value)s;
}

static bool is_unbound(value denotation)
{
    return is_type(denotation, T_CELL) && ((struct cell *)denotation)->content == UNDEFINED;
}

static value origin_of(value denotation)
{
    if (is_type(denotation, T_CELL) && ((struct cell *)denotation)->origin != NULL)
        return ((struct cell *)denotation)->origin;
    return denotation;
}

/* free-identifier=?: they mean the same; or nothing, and have one name. */
bool same_identifier(value a, struct scope *scope_a, value b, struct scope *scope_b)
{
    value x = lookup(a, scope_a), y = lookup(b, scope_b);
    return origin_of(x) == origin_of(y) || (is_unbound(x) && is_unbound(y) && alias_symbol(a) == alias_symbol(b));
}

value make_alias(value name, struct scope *scope)
{
    struct alias *a = allocate(sizeof *a, T_ALIAS);
    a->name = name;
    a->scope = scope;
    return a;
}

value alias_symbol(value identifier)
{
    while (is_type(identifier, T_ALIAS))
        identifier = ((struct alias *)identifier)->name;
    return identifier;
}

const char *identifier_name(value identifier)
{
    return ((struct symbol *)alias_symbol(identifier))->name;
}

/* ---- strip ---------------------------------------------------------------------------------------------------------------------------- */

static value remember(struct table *copies, value original, value copy, value *list)
{
    *table_enter(copies, original) = copy;
    *list = cons(original, *list);
    return copy;
}

/* What stands for v in the copy; its parts are copied later, from the list. */
static value copy_of(struct table *copies, value v, value *list)
{
    if (is_type(v, T_ALIAS))
        return alias_symbol(v);
    if (is_type(v, T_SPECIAL))
        return intern(((struct special *)v)->name);
    if (!is_pair(v) && !is_vector(v))
        return v;
    value *found = table_find(copies, v);
    if (found != NULL)
        return *found;
    if (is_pair(v))
        return remember(copies, v, cons(CAR(v), CDR(v)), list);
    return remember(copies, v, make_vector(((struct vector *)v)->length, NIL), list);
}

static void copy_parts(struct table *copies, value v, value *list)
{
    value copy = *table_find(copies, v);
    ((struct object *)copy)->header |= FLAG_IMMUTABLE;
    if (is_pair(v)) {
        CAR(copy) = copy_of(copies, CAR(v), list);
        CDR(copy) = copy_of(copies, CDR(v), list);
        return;
    }
    for (size_t i = 0; i < ((struct vector *)v)->length; i++)
        ((struct vector *)copy)->items[i] = copy_of(copies, ((struct vector *)v)->items[i], list);
}

/* Whether v has an alias in it. */
static bool has_alias(value v)
{
    struct table seen = { 0, 0, NULL, NULL };
    value list = cons(v, NIL);
    while (list != NIL) {
        v = CAR(list);
        list = CDR(list);
        if (is_type(v, T_ALIAS) || is_type(v, T_SPECIAL))
            return true;
        if ((!is_pair(v) && !is_vector(v)) || table_find(&seen, v) != NULL)
            continue;
        *table_enter(&seen, v) = TRUE;
        if (is_pair(v))
            list = cons(CAR(v), cons(CDR(v), list));
        else
            for (size_t i = 0; i < ((struct vector *)v)->length; i++)
                list = cons(((struct vector *)v)->items[i], list);
    }
    return false;
}

/* Circular data too: a literal that was written with labels. */
value strip(value v)
{
    struct table copies = { 0, 0, NULL, NULL };
    value list = NIL;
    if (is_type(v, T_ALIAS))
        return alias_symbol(v);
    if (!is_object(v) || !has_alias(v))
        return v;
    value copy = copy_of(&copies, v, &list);
    while (list != NIL) {
        value original = CAR(list);
        list = CDR(list);
        copy_parts(&copies, original, &list);
    }
    return copy;
}
