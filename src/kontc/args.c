/* args.c: the command line of the wrapped compiler. */
#include "args.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* ---- Lists ----------------------------------------------------------------------------------------------------------------------------- */

void list_add(struct list *l, const char *s)
{
    PUSH(l->s, l->count) = s;
}

void list_add_all(struct list *l, const struct list *other)
{
    for (size_t i = 0; i < other->count; i++)
        list_add(l, other->s[i]);
}

const char *const *list_end(struct list *l)
{
    list_add(l, NULL);
    l->count--;
    return l->s;
}

/* ---- @file ------------------------------------------------------------------------------------------------------------------------------ */

/* One word of a response file, from p on: quotes as in a shell. */
static const char *read_word(const char *p, struct text *word)
{
    char quote = 0;
    for (; *p != '\0' && (quote != 0 || !isspace((unsigned char)*p)); p++) {
        if (*p == '\\' && p[1] != '\0')
            text_add_part(word, ++p, 1);
        else if (quote == 0 && (*p == '"' || *p == '\''))
            quote = *p;
        else if (*p == quote)
            quote = 0;
        else
            text_add_part(word, p, 1);
    }
    return p;
}

static void add_words(struct list *to, const char *s);

static bool add_file(struct list *to, const char *name)
{
    FILE *file = fopen(name, "r");
    struct text t = { 0 };
    char buffer[4096];
    if (file == NULL)
        return false;
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0; )
        text_add_part(&t, buffer, n);
    fclose(file);
    if (t.s != NULL)
        add_words(to, t.s);
    return true;
}

static void add_argument(struct list *to, const char *s)
{
    if (s[0] != '@' || !add_file(to, s + 1))
        list_add(to, s);
}

static void add_words(struct list *to, const char *s)
{
    for (;;) {
        struct text word = { 0 };
        s += strspn(s, " \t\r\n\f\v");
        if (*s == '\0')
            return;
        s = read_word(s, &word);
        add_argument(to, word.s != NULL ? word.s : "");
    }
}

/* ---- Options ----------------------------------------------------------------------------------------------------------------------------- */

struct option {
    const char *name;
    enum use use;
    enum { ALONE, SEPARATE, JOINED, EITHER } value;     /* -c; -MF x; -Wl,x; -Ix and -I x */
};

static const struct option options[] = {
    { "-include", FOR_PREPROCESSING, SEPARATE }, { "-imacros", FOR_PREPROCESSING, SEPARATE },
    { "-isystem", FOR_PREPROCESSING, EITHER }, { "-iquote", FOR_PREPROCESSING, EITHER }, { "-idirafter", FOR_PREPROCESSING, EITHER },
    { "-iprefix", FOR_PREPROCESSING, EITHER }, { "-iwithprefixbefore", FOR_PREPROCESSING, EITHER },
    { "-iwithprefix", FOR_PREPROCESSING, EITHER }, { "-isysroot", FOR_ALL, EITHER },
    { "-I", FOR_PREPROCESSING, EITHER }, { "-D", FOR_PREPROCESSING, EITHER }, { "-U", FOR_PREPROCESSING, EITHER },
    { "-Wp,", FOR_PREPROCESSING, JOINED }, { "-Xpreprocessor", FOR_PREPROCESSING, SEPARATE },
    { "-MD", FOR_PREPROCESSING, ALONE }, { "-MMD", FOR_PREPROCESSING, ALONE }, { "-MP", FOR_PREPROCESSING, ALONE },
    { "-MG", FOR_PREPROCESSING, ALONE }, { "-MF", FOR_PREPROCESSING, EITHER }, { "-MT", FOR_PREPROCESSING, EITHER },
    { "-MQ", FOR_PREPROCESSING, EITHER }, { "-nostdinc", FOR_PREPROCESSING, ALONE }, { "-undef", FOR_PREPROCESSING, ALONE },
    { "-o", FOR_OUTPUT, EITHER }, { "-c", FOR_OUTPUT, ALONE }, { "-S", FOR_OUTPUT, ALONE }, { "-fsyntax-only", FOR_OUTPUT, ALONE },
    { "-Wl,", FOR_LINKING, JOINED }, { "-Xlinker", FOR_LINKING, SEPARATE }, { "-l", FOR_LINKING, EITHER },
    { "-L", FOR_LINKING, EITHER }, { "-T", FOR_LINKING, EITHER }, { "-u", FOR_LINKING, EITHER }, { "-z", FOR_LINKING, EITHER },
    { "-static", FOR_LINKING, ALONE }, { "-shared", FOR_LINKING, ALONE }, { "-rdynamic", FOR_LINKING, ALONE },
    { "-s", FOR_LINKING, ALONE }, { "-pie", FOR_LINKING, ALONE }, { "-no-pie", FOR_LINKING, ALONE }, { "-nostartfiles", FOR_LINKING, ALONE },
    { "-nodefaultlibs", FOR_LINKING, ALONE }, { "-nostdlib", FOR_LINKING, ALONE }, { "-static-libgcc", FOR_LINKING, ALONE },
    { "-static-pie", FOR_LINKING, ALONE }, { "-fuse-ld=", FOR_LINKING, JOINED },
    { "-Xassembler", FOR_ALL, SEPARATE }, { "-Xclang", FOR_ALL, SEPARATE }, { "-target", FOR_ALL, SEPARATE }, { "-arch", FOR_ALL, SEPARATE },
    { "--param", FOR_ALL, SEPARATE }, { "-aux-info", FOR_ALL, SEPARATE }, { "-dumpbase", FOR_OUTPUT, SEPARATE },
    { "-dumpbase-ext", FOR_OUTPUT, SEPARATE }, { "-dumpdir", FOR_OUTPUT, SEPARATE }, { "-wrapper", FOR_ALL, SEPARATE },
    { "-B", FOR_ALL, EITHER }, { "-mllvm", FOR_ALL, SEPARATE }, { "--sysroot", FOR_ALL, SEPARATE }, { "-G", FOR_ALL, SEPARATE },
};

static bool fits(const struct option *o, const char *s)
{
    return o->value == ALONE || o->value == SEPARATE ? strcmp(o->name, s) == 0 : starts_with(s, o->name);
}

static bool takes_next(const struct option *o, const char *s)
{
    return o->value == SEPARATE || (o->value == EITHER && strcmp(o->name, s) == 0);
}

static const struct option *find(const char *s)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (fits(&options[i], s))
            return &options[i];
    return NULL;
}

static const char *value_of(const struct arg *arg, const char *name)
{
    return arg->value != NULL ? arg->value : arg->s + strlen(name);
}

static void note_step(struct args *a, const char *s)
{
    static const char *const other[] = { "-E", "-M", "-MM", "--version", "--help", "-###", "-dumpmachine", "-dumpversion", NULL };
    for (size_t i = 0; other[i] != NULL; i++)
        if (strcmp(s, other[i]) == 0)
            a->step = OTHER;
    if (starts_with(s, "-print-") || starts_with(s, "--print-") || starts_with(s, "-dumpspecs"))
        a->step = OTHER;
    if (a->step == OTHER)
        return;
    if (strcmp(s, "-fsyntax-only") == 0)
        a->step = CHECK;
    else if (strcmp(s, "-S") == 0 && a->step != CHECK)
        a->step = ASSEMBLY;
    else if (strcmp(s, "-c") == 0 && a->step == LINK)
        a->step = COMPILE;
}

static void note_option(struct args *a, const struct arg *arg)
{
    note_step(a, arg->s);
    if (starts_with(arg->s, "-o") && arg->use == FOR_OUTPUT)
        a->output = value_of(arg, "-o");
    a->depends |= strcmp(arg->s, "-MD") == 0 || strcmp(arg->s, "-MMD") == 0;
    a->names_depends_file |= starts_with(arg->s, "-MF");
    a->names_depends_target |= starts_with(arg->s, "-MT") || starts_with(arg->s, "-MQ");
}

/* ---- Inputs -------------------------------------------------------------------------------------------------------------------------------- */

static bool is_c(const char *s, const char *language)
{
    if (language != NULL)
        return strcmp(language, "c") == 0 || strcmp(language, "cpp-output") == 0;
    return ends_with(s, ".c") || ends_with(s, ".i");
}

static void add_input(struct args *a, const char *s, const char *language)
{
    bool c = is_c(s, language);
    PUSH(a->args, a->count) = (struct arg){ c ? INPUT : OTHER_INPUT, s, NULL, language };
    a->inputs += c;
}

/* ---- Reading -------------------------------------------------------------------------------------------------------------------------------- */

static const char *base(const char *s)
{
    const char *slash = strrchr(s, '/');
    return slash != NULL ? slash + 1 : s;
}

/* Programs that run the compiler that they are given. */
static bool is_prefix(const char *s)
{
    static const char *const names[] = { "ccache", "sccache", "distcc", "icecc", "colorgcc", "nice", "env", NULL };
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(base(s), names[i]) == 0)
            return true;
    return false;
}

static size_t read_compiler(struct args *a, const struct list *words)
{
    size_t i = 0;
    while (i + 1 < words->count && is_prefix(words->s[i]))
        list_add(&a->compiler, words->s[i++]);
    list_add(&a->compiler, words->s[i++]);
    return i;
}

/* Returns how many words it took. */
static size_t read_option(struct args *a, const struct list *words, size_t i, const char **language)
{
    const char *s = words->s[i], *next = i + 1 < words->count ? words->s[i + 1] : NULL;
    const struct option *o = find(s);
    if (starts_with(s, "-x")) {
        *language = s[2] != '\0' ? s + 2 : next;
        if (*language != NULL && strcmp(*language, "none") == 0)
            *language = NULL;
        return s[2] != '\0' ? 1 : 2;
    }
    struct arg arg = { o != NULL ? o->use : FOR_ALL, s, o != NULL && takes_next(o, s) ? next : NULL, NULL };
    PUSH(a->args, a->count) = arg;
    note_option(a, &arg);
    return arg.value != NULL ? 2 : 1;
}

struct args *args_read(int argc, char **argv)
{
    struct args *a = allocate(sizeof *a);
    struct list words = { 0 };
    const char *language = NULL;
    for (int i = 0; i < argc; i++)
        add_argument(&words, argv[i]);
    for (size_t i = read_compiler(a, &words); i < words.count; )
        if (words.s[i][0] == '-' && words.s[i][1] != '\0')
            i += read_option(a, &words, i, &language);
        else
            add_input(a, words.s[i++], language);
    return a;
}

void args_add(const struct args *a, enum use use, struct list *to)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->args[i].use == use) {
            list_add(to, a->args[i].s);
            if (a->args[i].value != NULL)
                list_add(to, a->args[i].value);
        }
}

void args_add_types(const struct args *a, struct list *to)
{
    static const char *const names[] = {
        "-m32", "-m64", "-mx32", "-fms-extensions", "-funsigned-char", "-fsigned-char", "-fshort-enums", "-fshort-wchar", "-ansi", NULL
    };
    for (size_t i = 0; i < a->count; i++) {
        const char *s = a->args[i].s;
        for (size_t k = 0; names[k] != NULL; k++)
            if (strcmp(s, names[k]) == 0)
                list_add(to, s);
        if (starts_with(s, "-std="))
            list_add(to, s);
    }
}
