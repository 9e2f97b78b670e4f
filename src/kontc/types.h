/* types.h: types as text, for what kontc declares itself. */
#ifndef KONTC_TYPES_H
#define KONTC_TYPES_H

#include "parse.h"

/* Types that go by another name in what kontc writes: those declared inside of marked functions stand before these, and those
 * without a name get one. */
struct type_name {
    CXCursor decl;
    const char *name;
    bool tagged;                                        /* had no name, and stands outside of functions: its text gets this one */
};

struct type_names {
    const struct source *source;
    struct type_name *names;
    size_t count;
};

void type_rename(struct type_names *names, CXCursor decl, const char *name);

/* The name given to decl, or null. */
const char *type_renamed(const struct type_names *names, CXCursor decl);

/* "long (*name)[3]". Without the outermost qualifiers. */
char *type_declare(struct type_names *names, CXType t, const char *name);

/* The same with its qualifiers, but for `const` where it is not to be constant. */
char *type_declare_variable(struct type_names *names, CXType t, const char *name, bool constant);

/* The same for a parameter: an array is a pointer. */
char *type_declare_parameter(struct type_names *names, CXType t, const char *name);

char *type_name(struct type_names *names, CXType t);

CXType type_plain(CXType t);                             /* an array or what else, without a name for it */
bool type_is_array(CXType t);
bool type_is_record(CXType t);                          /* a struct or union */
bool type_is_pointer(CXType t);
bool type_is_void(CXType t);
bool type_is_variable(CXType t);                        /* depends on the value of an expression */
bool type_has_constants(CXType t);                      /* a record with const members: it can't be assigned to */
bool type_is_constant(CXType t);                        /* or an array of what is */
bool type_is_volatile(CXType t);
bool type_same(CXType a, CXType b);                     /* but for qualifiers; all pointers are the same */
bool type_same_bits(CXType a, CXType b);                /* pointers and integers of one size: a conversion changes nothing */

#endif
