/* hashtables.c: hash tables, under the names of SRFI 69 and of R6RS.
 *
 *     index:    hash -> 1 + the number of an entry, or 0        open addressing; its size is twice that of entries, a power of 2
 *     entries:  key, content, hash, in the order in which the keys came; a null key was deleted
 *
 * So a walk over a table has the same order in every run. Objects do not move: an address is a hash. */
#include "call.h"
#include "number.h"

#include <string.h>

enum kind { K_EQ, K_EQV, K_EQUAL, K_STRING };

struct entry {
    value key, content;
    uintptr_t hash;
};
struct hash_table {
    uintptr_t header;
    enum kind kind;
    size_t count, used, room;                           /* count: without the deleted ones; room: a power of 2, or 0 */
    struct entry *entries;
    uint32_t *index;
};

static bool is_hash_table(value v) { return is_type(v, T_HASH_TABLE); }
#define NEED_TABLE(who, v) NEED(is_hash_table(v), who, 1, v, "hash table")

/* ---- Hashes ---- */

static uintptr_t mix(uintptr_t h, uintptr_t with)
{
    h = (h ^ with) * (uintptr_t)0x9e3779b97f4a7c15u;
    return h ^ h >> 15;
}

static uintptr_t hash_items(uintptr_t h, const void *bytes, size_t count)
{
    const uint8_t *p = bytes;
    for (size_t i = 0; i < count; i++)
        h = h * 33 + p[i];
    return mix(h, count);
}

static uintptr_t hash_eqv(value v)
{
    return is_number(v) ? mix(number_hash(v), 1) : mix((uintptr_t)v >> 3, 2);
}

/* As equal? compares. Of large data a part counts: `budget` objects. */
static uintptr_t hash_equal(value v, int *budget)
{
    uintptr_t h = 3;
    for (; is_pair(v) && (*budget)-- > 0; v = CDR(v))
        h = mix(h, hash_equal(CAR(v), budget));
    if (*budget < 0)
        return h;
    if (is_string(v))
        return hash_items(h, ((struct string *)v)->chars, ((struct string *)v)->length * sizeof(uint32_t));
    if (is_bytevector(v))
        return hash_items(h, ((struct bytevector *)v)->bytes, ((struct bytevector *)v)->length);
    if (is_vector(v)) {
        struct vector *all = v;
        for (size_t i = 0; i < all->length && (*budget)-- > 0; i++)
            h = mix(h, hash_equal(all->items[i], budget));
        return mix(h, all->length);
    }
    return is_type(v, T_BOX) || is_pair(v) ? h : mix(h, hash_eqv(v));
}

static uintptr_t hash_of(enum kind kind, value key)
{
    int budget = 64;
    return kind == K_EQ ? mix((uintptr_t)key >> 3, 2) : kind == K_EQV ? hash_eqv(key) : hash_equal(key, &budget);
}

static bool same(enum kind kind, value a, value b)
{
    return a == b || (kind == K_EQV ? eqv(a, b) : kind != K_EQ && equal(a, b));
}

/* ---- The table ---- */

static struct hash_table *new_table(enum kind kind)
{
    struct hash_table *t = allocate(sizeof *t, T_HASH_TABLE);
    t->kind = kind;
    return t;
}

static struct entry *find(struct hash_table *t, value key, uintptr_t hash)
{
    if (t->room == 0)
        return NULL;
    size_t mask = t->room * 2 - 1;
    for (size_t i = hash & mask; t->index[i] != 0; i = (i + 1) & mask) {
        struct entry *e = &t->entries[t->index[i] - 1];
        if (e->key != NULL && e->hash == hash && same(t->kind, e->key, key))
            return e;
    }
    return NULL;
}

static void enter(struct hash_table *t, value key, value content, uintptr_t hash)
{
    size_t mask = t->room * 2 - 1, i = hash & mask;
    while (t->index[i] != 0)
        i = (i + 1) & mask;
    t->entries[t->used] = (struct entry){ key, content, hash };
    t->index[i] = (uint32_t)++t->used;
    t->count++;
}

/* Leaves the deleted ones behind. */
static void make_room(struct hash_table *t)
{
    struct hash_table old = *t;
    t->room = old.count < 4 ? 8 : old.count * 2 > old.room ? old.room * 2 : old.room;
    t->entries = GC_MALLOC(t->room * sizeof *t->entries);
    t->index = allocate_atomic(t->room * 2 * sizeof *t->index + sizeof(uintptr_t), 0);
    memset(t->index, 0, t->room * 2 * sizeof *t->index);
    t->used = t->count = 0;
    for (size_t i = 0; i < old.used; i++)
        if (old.entries[i].key != NULL)
            enter(t, old.entries[i].key, old.entries[i].content, old.entries[i].hash);
}

static void put(struct hash_table *t, value key, value content)
{
    uintptr_t hash = hash_of(t->kind, key);
    struct entry *e = find(t, key, hash);
    if (e != NULL) {
        e->content = content;
        return;
    }
    if (t->used == t->room)
        make_room(t);
    enter(t, key, content, hash);
}

/* Null: it is not there. */
static value get(struct hash_table *t, value key)
{
    struct entry *e = find(t, key, hash_of(t->kind, key));
    return e == NULL ? NULL : e->content;
}

static value list_of(struct hash_table *t, value (*item)(struct entry *))
{
    value list = NIL;
    for (size_t i = t->used; i-- > 0;)
        if (t->entries[i].key != NULL)
            list = cons(item(&t->entries[i]), list);
    return list;
}

static value key_of(struct entry *e) { return e->key; }
static value content_of(struct entry *e) { return e->content; }
static value pair_of(struct entry *e) { return cons(e->key, e->content); }

/* ---- Making ---- */

/* By which procedure keys are compared; how they are hashed follows from it. */
static bool take_kind(const char *who, int n, value by, enum kind *kind)
{
    static const struct {
        const char *name;
        enum kind kind;
    } known[] = { { "equal?", K_EQUAL }, { "eqv?", K_EQV }, { "eq?", K_EQ }, { "string=?", K_STRING }, { "=", K_EQV } };
    *kind = K_EQUAL;
    if (by == NULL)
        return true;
    for (size_t i = 0; i < COUNT(known); i++)
        if (by == find_primitive(known[i].name)) {
            *kind = known[i].kind;
            return true;
        }
    wrong_type(who, n, by, "equal?, eqv?, eq?, string=? or =");
    return false;
}

/* (make-hash-table [same? [hash]]) */
static value make_hash_table(intptr_t argc, value *argv)
{
    enum kind kind;
    return take_kind("make-hash-table", 1, argc > 0 ? argv[0] : NULL, &kind) ? new_table(kind) : PENDING;
}

static value make_eq(value size) { (void)size; return new_table(K_EQ); }
static value make_eqv(value size) { (void)size; return new_table(K_EQV); }
static value make_equal(value size) { (void)size; return new_table(K_EQUAL); }

static value from_alist(intptr_t argc, value *argv)
{
    enum kind kind;
    NEED(list_length(argv[0]) >= 0, "alist->hash-table", 1, argv[0], "list of pairs");
    if (!take_kind("alist->hash-table", 2, argc > 1 ? argv[1] : NULL, &kind))
        return PENDING;
    struct hash_table *t = new_table(kind);
    for (value l = argv[0]; l != NIL; l = CDR(l)) {
        NEED(is_pair(CAR(l)), "alist->hash-table", 1, argv[0], "list of pairs");
        if (get(t, CAR(CAR(l))) == NULL)
            put(t, CAR(CAR(l)), CDR(CAR(l)));
    }
    return t;
}

static value copy(value v, value changeable)
{
    (void)changeable;
    NEED_TABLE("hash-table-copy", v);
    struct hash_table *old = v, *t = new_table(old->kind);
    for (size_t i = 0; i < old->used; i++)
        if (old->entries[i].key != NULL)
            put(t, old->entries[i].key, old->entries[i].content);
    return t;
}

/* ---- Keys and contents ---- */

static value hash_table_p(value v) { return boolean(is_hash_table(v)); }

static value ref_default(value t, value key, value otherwise)
{
    NEED_TABLE("hash-table-ref/default", t);
    value v = get(t, key);
    return v == NULL ? otherwise : v;
}

static value set(value t, value key, value content)
{
    NEED_TABLE("hash-table-set!", t);
    put(t, key, content);
    return UNSPECIFIED;
}

static value delete_key(value v, value key)
{
    struct hash_table *t = v;
    NEED_TABLE("hash-table-delete!", v);
    struct entry *e = find(t, key, hash_of(t->kind, key));
    if (e != NULL) {
        e->key = e->content = NULL;
        t->count--;
    }
    return UNSPECIFIED;
}

static value exists_p(value t, value key)
{
    NEED_TABLE("hash-table-exists?", t);
    return boolean(get(t, key) != NULL);
}

static value size(value t)
{
    NEED_TABLE("hash-table-size", t);
    return integer_from((intptr_t)((struct hash_table *)t)->count);
}

static value clear(value v, value size)
{
    (void)size;
    struct hash_table *t = v;
    NEED_TABLE("hash-table-clear!", v);
    t->count = t->used = t->room = 0;
    t->entries = NULL;
    t->index = NULL;
    return UNSPECIFIED;
}

static value keys(value t)
{
    NEED_TABLE("hash-table-keys", t);
    return list_of(t, key_of);
}

static value contents(value t)
{
    NEED_TABLE("hash-table-values", t);
    return list_of(t, content_of);
}

static value to_alist(value t)
{
    NEED_TABLE("hash-table->alist", t);
    return list_of(t, pair_of);
}

static value vector_of(value list)
{
    struct vector *v = make_vector((size_t)list_length(list), UNSPECIFIED);
    for (size_t i = 0; i < v->length; i++, list = CDR(list))
        v->items[i] = CAR(list);
    return v;
}

static value keys_vector(value t)
{
    NEED_TABLE("hashtable-keys", t);
    return vector_of(list_of(t, key_of));
}

static value entries_vectors(value t)
{
    NEED_TABLE("hashtable-entries", t);
    struct values *both = make_values(2);
    both->items[0] = vector_of(list_of(t, key_of));
    both->items[1] = vector_of(list_of(t, content_of));
    return both;
}

static value equal_hash(value v) { return fixnum((intptr_t)(hash_of(K_EQUAL, v) & 0x3fffffff)); }

/* ---- What calls procedures: a walk goes over the table as it was at its start ---- */

/* (hash-table-ref table key [failure [success]]) */
static KONT value ref(intptr_t argc, value t, value key, value failure, value success)
{
    NEED_TABLE("hash-table-ref", t);
    value v = get(t, key);
    if (v == NULL)
        return argc > 2 ? tail_0(failure) : failed("hash-table-ref", "there is no such key", list1(key));
    return argc > 3 ? tail_1(success, v) : v;
}

/* (hash-table-update! table key change [failure]) */
static KONT value update(intptr_t argc, value t, value key, value change, value failure)
{
    NEED_TABLE("hash-table-update!", t);
    value v = get(t, key);
    if (v == NULL) {
        if (argc < 4)
            return failed("hash-table-update!", "there is no such key", list1(key));
        v = call_0(failure);
    }
    v = call_1(change, v);
    put(t, key, v);
    return UNSPECIFIED;
}

static KONT value update_default(intptr_t argc, value t, value key, value change, value otherwise)
{
    (void)argc;
    NEED_TABLE("hash-table-update!/default", t);
    value v = get(t, key);
    v = call_1(change, v == NULL ? otherwise : v);
    put(t, key, v);
    return UNSPECIFIED;
}

static KONT value walk(intptr_t argc, value t, value f, value c, value d)
{
    (void)argc, (void)c, (void)d;
    NEED_TABLE("hash-table-walk", t);
    for (value l = list_of(t, pair_of); l != NIL; l = CDR(l))
        call_2(f, CAR(CAR(l)), CDR(CAR(l)));
    return UNSPECIFIED;
}

/* (hash-table-fold table f start): (f key content so-far) */
static KONT value fold(intptr_t argc, value t, value f, value start, value d)
{
    (void)argc, (void)d;
    NEED_TABLE("hash-table-fold", t);
    for (value l = list_of(t, pair_of); l != NIL; l = CDR(l))
        start = call_3(f, CAR(CAR(l)), CDR(CAR(l)), start);
    return start;
}

static const struct definition definitions[] = {
    { "make-hash-table", EXTRA, 0, MANY, LEAFN(make_hash_table) },
    { "make-eq-hashtable", EXTRA, 0, 1, LEAF1(make_eq) },
    { "make-eqv-hashtable", EXTRA, 0, 1, LEAF1(make_eqv) },
    { "make-equal-hashtable", EXTRA, 0, 1, LEAF1(make_equal) },
    { "alist->hash-table", EXTRA, 1, MANY, LEAFN(from_alist) },
    { "hash-table-copy", EXTRA, 1, 2, LEAF2(copy) },
    { "hashtable-copy", EXTRA, 1, 2, LEAF2(copy) },
    { "hash-table?", EXTRA, 1, 1, LEAF1(hash_table_p) },
    { "hashtable?", EXTRA, 1, 1, LEAF1(hash_table_p) },
    { "hash-table-ref", EXTRA, 2, 4, CALLS(ref) },
    { "hash-table-ref/default", EXTRA, 3, 3, LEAF3(ref_default) },
    { "hashtable-ref", EXTRA, 3, 3, LEAF3(ref_default) },
    { "hash-table-set!", EXTRA, 3, 3, LEAF3(set) },
    { "hashtable-set!", EXTRA, 3, 3, LEAF3(set) },
    { "hash-table-delete!", EXTRA, 2, 2, LEAF2(delete_key) },
    { "hashtable-delete!", EXTRA, 2, 2, LEAF2(delete_key) },
    { "hash-table-exists?", EXTRA, 2, 2, LEAF2(exists_p) },
    { "hash-table-contains?", EXTRA, 2, 2, LEAF2(exists_p) },
    { "hashtable-contains?", EXTRA, 2, 2, LEAF2(exists_p) },
    { "hash-table-size", EXTRA, 1, 1, LEAF1(size) },
    { "hash-table-count", EXTRA, 1, 1, LEAF1(size) },
    { "hashtable-size", EXTRA, 1, 1, LEAF1(size) },
    { "hash-table-clear!", EXTRA, 1, 1, LEAF2(clear) },
    { "hashtable-clear!", EXTRA, 1, 2, LEAF2(clear) },
    { "hash-table-keys", EXTRA, 1, 1, LEAF1(keys) },
    { "hash-table-values", EXTRA, 1, 1, LEAF1(contents) },
    { "hash-table->alist", EXTRA, 1, 1, LEAF1(to_alist) },
    { "hashtable-keys", EXTRA, 1, 1, LEAF1(keys_vector) },
    { "hashtable-entries", EXTRA, 1, 1, LEAF1(entries_vectors) },
    { "hash-table-update!", EXTRA, 3, 4, CALLS(update) },
    { "hash-table-update!/default", EXTRA, 4, 4, CALLS(update_default) },
    { "hashtable-update!", EXTRA, 4, 4, CALLS(update_default) },
    { "hash-table-walk", EXTRA, 2, 2, CALLS(walk) },
    { "hash-table-fold", EXTRA, 3, 3, CALLS(fold) },
    { "equal-hash", EXTRA, 1, 1, LEAF1(equal_hash) },
    { "hash", EXTRA, 1, 1, LEAF1(equal_hash) },
};

void hashtables_start(void) { define_all(definitions, COUNT(definitions)); }
