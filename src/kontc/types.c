/* types.c: types as text. A declaration is built from the name outwards. */
#include "types.h"

#include <string.h>

/* ---- Names --------------------------------------------------------------------------------------------------------------------------- */

void type_rename(struct type_names *names, CXCursor decl, const char *name)
{
    PUSH(names->names, names->count) = (struct type_name){ decl, name, false };
}

const char *type_renamed(const struct type_names *names, CXCursor decl)
{
    for (size_t i = 0; i < names->count; i++)
        if (clang_equalCursors(names->names[i].decl, decl))
            return names->names[i].name;
    return NULL;
}

static const char *give_tag(struct type_names *names, CXCursor decl)
{
    const char *name = format("kont__unnamed_%zu", names->count);
    PUSH(names->names, names->count) = (struct type_name){ decl, name, true };
    return name;
}

static const char *keyword(CXCursor decl)
{
    switch ((int)decl.kind) {
    case CXCursor_StructDecl:
        return "struct ";
    case CXCursor_UnionDecl:
        return "union ";
    case CXCursor_EnumDecl:
        return "enum ";
    }
    return "";
}

static const char *spelling(CXType t)
{
    return clang_getCString(clang_getTypeSpelling(clang_getUnqualifiedType(t)));
}

static const char *declared_name(struct type_names *names, CXType t)
{
    CXCursor decl = clang_getTypeDeclaration(t);
    const char *name = type_renamed(names, decl);
    if (name == NULL && t.kind == CXType_Typedef)
        return clang_getCString(clang_getTypedefName(t));
    if (name == NULL && strchr(spelling(t), '(') == NULL)
        return spelling(t);
    return format("%s%s", keyword(decl), name != NULL ? name : give_tag(names, decl));
}

/* ---- Declarations --------------------------------------------------------------------------------------------------------------------- */

enum { NONE, VOLATILE = 1, ALL = 3 };

static const char *qualifiers(CXType t, unsigned keep)
{
    return format("%s%s%s", keep == ALL && clang_isConstQualifiedType(t) ? "const " : "",
                  keep != NONE && clang_isVolatileQualifiedType(t) ? "volatile " : "",
                  keep == ALL && clang_isRestrictQualifiedType(t) ? "restrict " : "");
}

static bool is_function(CXType t)
{
    t = clang_getCanonicalType(t);
    return t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
}

static char *build(struct type_names *names, CXType t, const char *inside, unsigned keep);

static CXType named(CXType t)
{
    while (t.kind == CXType_Elaborated || t.kind == CXType_Attributed)
        t = t.kind == CXType_Elaborated ? clang_Type_getNamedType(t) : clang_Type_getModifiedType(t);
    return t;
}

static char *build_pointer(struct type_names *names, CXType t, const char *inside, const char *q)
{
    CXType to = clang_getPointeeType(t), bare = named(to);
    if (bare.kind == CXType_Unexposed)
        bare = clang_getCanonicalType(bare);
    bool inner = (is_function(bare) || type_is_array(bare)) && bare.kind != CXType_Typedef;
    return build(names, to, format(inner ? "(*%s%s)" : "*%s%s", q, inside), ALL);
}

static char *build_function(struct type_names *names, CXType t, const char *inside)
{
    struct text all = { 0 };
    int count = clang_getNumArgTypes(t);
    text_addf(&all, "%s(", inside);
    for (int i = 0; i < count; i++)
        text_addf(&all, "%s%s", i > 0 ? ", " : "", type_declare_parameter(names, clang_getArgType(t, (unsigned)i), ""));
    if (t.kind == CXType_FunctionProto)
        text_add(&all, clang_isFunctionTypeVariadic(t) ? ", ..." : count == 0 ? "void" : "");
    text_add(&all, ")");
    return build(names, clang_getResultType(t), all.s, NONE);
}

static char *with_name(const char *type, const char *inside)
{
    return *inside != '\0' ? format("%s %s", type, inside) : format("%s", type);
}

/* restrict qualifies pointers, which build_pointer writes. */
static char *build_named(struct type_names *names, CXType t, const char *inside, const char *q)
{
    return with_name(format("%s%s", q, declared_name(names, clang_getUnqualifiedType(t))), inside);
}

/* Without the qualifiers that a typedef brings. A volatile one keeps its name, and all that it brings. */
static CXType unqualified(CXType t, unsigned keep)
{
    return keep == VOLATILE && clang_isVolatileQualifiedType(t) && !clang_isConstQualifiedType(t) ? t : clang_getUnqualifiedType(t);
}

static char *build(struct type_names *names, CXType t, const char *inside, unsigned keep)
{
    const char *q = qualifiers(t, keep);
    t = named(keep == ALL ? t : unqualified(t, keep));
    switch ((int)t.kind) {
    case CXType_Unexposed: case CXType_Auto:
        if (clang_getCanonicalType(t).kind != t.kind)
            return build(names, clang_getCanonicalType(t), inside, keep);
        break;
    case CXType_Pointer:
        return build_pointer(names, t, inside, q);
    case CXType_ConstantArray:
        return build(names, clang_getArrayElementType(t), format("%s[%lld]", inside, clang_getArraySize(t)), keep);
    case CXType_IncompleteArray:
        return build(names, clang_getArrayElementType(t), format("%s[]", inside), keep);
    case CXType_FunctionProto: case CXType_FunctionNoProto:
        return build_function(names, t, inside);
    case CXType_Typedef: case CXType_Record: case CXType_Enum:
        return build_named(names, t, inside, q);
    case CXType_Atomic:
        return with_name(format("_Atomic(%s)", build(names, clang_Type_getValueType(t), "", ALL)), inside);
    }
    return with_name(format("%s%s", q, spelling(t)), inside);
}

char *type_declare(struct type_names *names, CXType t, const char *name)
{
    return build(names, t, name, NONE);
}

char *type_declare_variable(struct type_names *names, CXType t, const char *name, bool constant)
{
    return build(names, t, name, constant ? ALL : VOLATILE);
}

char *type_declare_parameter(struct type_names *names, CXType t, const char *name)
{
    if (type_is_array(t)) {
        CXType element = clang_getArrayElementType(clang_getCanonicalType(t));
        return build(names, element, format(type_is_array(element) ? "(*%s)" : "*%s", name), ALL);
    }
    if (is_function(t))
        return build(names, t, named(t).kind == CXType_Typedef ? format("*%s", name) : format("(*%s)", name), ALL);
    return build(names, t, name, NONE);
}

char *type_name(struct type_names *names, CXType t)
{
    return build(names, t, "", NONE);
}

/* ---- Questions ------------------------------------------------------------------------------------------------------------------------ */

/* Arrays keep the names of what is in them, which may say that it is marked. */
CXType type_plain(CXType t)
{
    for (;;) {
        t = named(t);
        if (t.kind != CXType_Typedef)
            return t;
        t = clang_getTypedefDeclUnderlyingType(clang_getTypeDeclaration(t));
    }
}

bool type_is_array(CXType t)
{
    switch ((int)clang_getCanonicalType(t).kind) {
    case CXType_ConstantArray: case CXType_IncompleteArray: case CXType_VariableArray:
        return true;
    }
    return false;
}

bool type_is_record(CXType t)
{
    return clang_getCanonicalType(t).kind == CXType_Record;
}

bool type_is_pointer(CXType t)
{
    return clang_getCanonicalType(t).kind == CXType_Pointer;
}

static bool is_plain_integer(CXType t)
{
    enum CXTypeKind kind = clang_getCanonicalType(t).kind;
    return (kind >= CXType_UInt && kind <= CXType_ULongLong) || (kind >= CXType_Int && kind <= CXType_LongLong);
}

bool type_same_bits(CXType a, CXType b)
{
    return (type_is_pointer(a) || is_plain_integer(a)) && (type_is_pointer(b) || is_plain_integer(b))
        && clang_Type_getSizeOf(a) == clang_Type_getSizeOf(b);
}

bool type_is_void(CXType t)
{
    return clang_getCanonicalType(t).kind == CXType_Void;
}

bool type_is_variable(CXType t)
{
    for (t = clang_getCanonicalType(t); ; t = t.kind == CXType_Pointer ? clang_getPointeeType(t) : clang_getArrayElementType(t)) {
        if (t.kind == CXType_VariableArray)
            return true;
        if (t.kind != CXType_Pointer && t.kind != CXType_ConstantArray && t.kind != CXType_IncompleteArray)
            return false;
    }
}

static enum CXVisitorResult look_for_constant(CXCursor field, CXClientData found)
{
    CXType t = clang_getCursorType(field);
    while (type_is_array(t))
        t = clang_getArrayElementType(clang_getCanonicalType(t));
    if (clang_isConstQualifiedType(t) || type_has_constants(t))
        *(bool *)found = true;
    return CXVisit_Continue;
}

bool type_has_constants(CXType t)
{
    bool found = false;
    if (type_is_record(t))
        clang_Type_visitFields(clang_getCanonicalType(t), look_for_constant, &found);
    return found;
}

bool type_is_constant(CXType t)
{
    for (t = clang_getCanonicalType(t); type_is_array(t); )
        t = clang_getArrayElementType(t);
    return clang_isConstQualifiedType(t);
}

bool type_is_volatile(CXType t)
{
    return clang_isVolatileQualifiedType(clang_getCanonicalType(t));
}

bool type_same(CXType a, CXType b)
{
    if (type_is_pointer(a) && type_is_pointer(b))
        return true;
    return clang_equalTypes(clang_getUnqualifiedType(clang_getCanonicalType(a)), clang_getUnqualifiedType(clang_getCanonicalType(b)));
}
