/* wrap.c: the wrapped compiler's steps: it preprocesses, kontc rewrites, it compiles; what is left is its own. */
#include "wrap.h"

#include "align.h"
#include "diagnose.h"
#include "layout.h"
#include "run.h"
#include "warn.h"

#include <stdio.h>
#include <string.h>

/* ---- Names of files ------------------------------------------------------------------------------------------------------------------------ */

static const char *base(const char *s)
{
    const char *slash = strrchr(s, '/');
    return slash != NULL ? slash + 1 : s;
}

/* Without its suffix, with another one. */
static char *with_suffix(const char *s, const char *suffix)
{
    const char *dot = strrchr(base(s), '.');
    size_t size = dot != NULL ? (size_t)(dot - s) : strlen(s);
    return format("%s%s", part(s, size), suffix);
}

/* What the compiler would call an input's object file. */
static const char *object_of(const struct args *a, const struct arg *input)
{
    if (a->step != LINK && a->output != NULL)
        return a->output;
    return with_suffix(base(input->s), a->step == ASSEMBLY ? ".s" : ".o");
}

/* ---- Preprocessing ---------------------------------------------------------------------------------------------------------------------------- */

/* When nothing is linked, the dependencies are named after the object file. */
static void add_depends(const struct args *a, const struct arg *input, struct list *to)
{
    if (!a->depends)
        return;
    const char *object = object_of(a, input);
    if (!a->names_depends_file) {
        bool named = a->step == LINK && a->output != NULL;
        list_add(to, "-MF");
        list_add(to, named ? format("%s-%s", with_suffix(a->output, ""), with_suffix(base(input->s), ".d")) : with_suffix(object, ".d"));
    }
    if (!a->names_depends_target) {
        list_add(to, "-MQ");
        list_add(to, object);
    }
}

static void add_input(const struct arg *input, struct list *to)
{
    if (input->language != NULL) {
        list_add(to, "-x");
        list_add(to, input->language);
    }
    list_add(to, input->s);
}

static void begin_command(const struct args *a, struct list *to)
{
    list_add_all(to, &a->compiler);
    args_add(a, FOR_ALL, to);
}

static int preprocess(const struct args *a, const struct arg *input, const char *option, const char *to)
{
    struct list command = { 0 };
    begin_command(a, &command);
    args_add(a, FOR_PREPROCESSING, &command);
    add_depends(a, input, &command);
    list_add(&command, "-D__KONTC__");
    list_add(&command, "-E");
    if (option != NULL)
        list_add(&command, option);
    add_input(input, &command);
    return run(&command, to);
}

/* gcc reads in comments where a case is meant to go on in the next one. */
static const char *comment_option(const struct args *a)
{
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->args[i].s, "-Wextra") == 0 || strcmp(a->args[i].s, "-W") == 0 || starts_with(a->args[i].s, "-Wimplicit-fallthrough"))
            return "-C";
    return NULL;
}

/* ---- Rewriting --------------------------------------------------------------------------------------------------------------------------------- */

static void add_clang_options(const struct args *a, struct list *to)
{
    static const char *const always[] = {
        "-x", "cpp-output", "-Wno-everything", "-ferror-limit=0", "-fgnuc-version=12", "-fno-spell-checking", "-fbracket-depth=10000"
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        list_add(to, always[i]);
    struct list machine = { 0 };
    begin_command(a, &machine);
    list_add(&machine, "-dumpmachine");
    const char *target = run_line(&machine);
    if (target != NULL && *target != '\0')
        list_add(to, format("--target=%s", target));
    list_add(to, "-std=gnu17");
    args_add_types(a, to);
}

static struct rewriting *rewrite_file(const struct args *a, const struct source *s)
{
    struct list options = { 0 };
    diagnose_begin();
    add_clang_options(a, &options);
    return rewrite(s, list_end(&options), (int)options.count);
}

static struct source *read_source(const char *file)
{
    struct text t = read_file(file);
    return t.s != NULL ? source_of(t.s, t.size) : NULL;
}

/* What libclang can't read the compiler may be able to refuse in its own words. */
static int refuse(const struct args *a, const char *preprocessed)
{
    struct list command = { 0 };
    int status = 0;
    if (diagnose_unsure()) {
        begin_command(a, &command);
        list_add(&command, "-Wno-attributes");
        list_add(&command, "-fsyntax-only");
        list_add(&command, "-x");
        list_add(&command, "cpp-output");
        list_add(&command, preprocessed);
        status = run(&command, NULL);
    }
    if (status == 0)
        diagnose_print();
    return status != 0 ? status : 1;
}

/* ---- Compiling --------------------------------------------------------------------------------------------------------------------------------- */

static const char *step_option(const struct args *a)
{
    return a->step == ASSEMBLY ? "-S" : a->step == CHECK ? "-fsyntax-only" : "-c";
}

static int compile(const struct args *a, const char *file, const char *object)
{
    struct list command = { 0 };
    begin_command(a, &command);
    list_add(&command, step_option(a));
    list_add(&command, "-x");
    list_add(&command, "cpp-output");
    list_add(&command, file);
    if (a->step != CHECK) {
        list_add(&command, "-o");
        list_add(&command, object);
    }
    return warn_rest(a, &command);
}

static bool is_cxx(const struct arg *arg)
{
    static const char *const suffixes[] = { ".cc", ".cpp", ".cxx", ".C", ".c++", ".cp", ".CPP", ".ii" };
    if (arg->use != OTHER_INPUT)
        return false;
    if (arg->language != NULL)
        return starts_with(arg->language, "c++");
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (ends_with(arg->s, suffixes[i]))
            return true;
    return false;
}

static bool has_cxx(const struct args *a)
{
    for (size_t i = 0; i < a->count; i++)
        if (is_cxx(&a->args[i]))
            return true;
    return false;
}

/* C++ is not rewritten, but belongs to a program that is. */
static const char for_cps[] = "-DKONT_FOR_CPS";

/* As the user would have it compiled without kontc. */
static int compile_plain(const struct args *a, const struct arg *input, const char *object)
{
    struct list command = { 0 };
    begin_command(a, &command);
    args_add(a, FOR_PREPROCESSING, &command);
    if (is_cxx(input))
        list_add(&command, for_cps);
    add_depends(a, input, &command);
    list_add(&command, step_option(a));
    add_input(input, &command);
    if (a->step != CHECK) {
        list_add(&command, "-o");
        list_add(&command, object);
    }
    return run(&command, NULL);
}

static bool is_preprocessed(const struct arg *input)
{
    return input->language != NULL ? strcmp(input->language, "cpp-output") == 0 : ends_with(input->s, ".i");
}

static bool can_be_read_again(const struct arg *input)
{
    return !is_preprocessed(input) && strcmp(input->s, "-") != 0;
}

static int compile_input(const struct args *a, const struct arg *input, const char *object)
{
    char *preprocessed = temporary(with_suffix(base(input->s), ".i"));
    int status = is_preprocessed(input) ? 0 : preprocess(a, input, comment_option(a), preprocessed);
    if (status != 0)
        return status;
    struct source *s = read_source(is_preprocessed(input) ? input->s : preprocessed);
    if (s == NULL || !rewrite_is_needed(s))
        return strcmp(input->s, "-") == 0 ? compile(a, preprocessed, object) : compile_plain(a, input, object);
    status = can_be_read_again(input) ? warn_first(a, input) : 0;
    if (status != 0)
        return status;
    s = align(s);
    struct rewriting *w = rewrite_file(a, s);
    char *rewritten = temporary(with_suffix(base(input->s), ".i")), *text = w != NULL ? layout_compiled(w) : s->text;
    if (!write_file(rewritten, text, strlen(text))) {
        perror(rewritten);
        return 1;
    }
    if (w == NULL)
        return refuse(a, rewritten);
    diagnose_print();
    return compile(a, rewritten, object);
}

/* ---- All --------------------------------------------------------------------------------------------------------------------------------------- */

static void add_words(const struct arg *arg, struct list *to)
{
    list_add(to, arg->s);
    if (arg->value != NULL)
        list_add(to, arg->value);
}

/* Links the objects in the places of the inputs. */
static int link_objects(const struct args *a, const char *const *objects)
{
    struct list command = { 0 };
    size_t next = 0;
    list_add_all(&command, &a->compiler);
    if (has_cxx(a))
        list_add(&command, for_cps);
    for (size_t i = 0; i < a->count; i++) {
        const struct arg *arg = &a->args[i];
        if (arg->use == INPUT)
            list_add(&command, objects[next++]);
        else if (arg->use == OTHER_INPUT && arg->language != NULL) {
            add_input(arg, &command);
            list_add(&command, "-x");
            list_add(&command, "none");
        } else if (arg->use != FOR_PREPROCESSING || a->inputs == 0 || has_cxx(a))
            add_words(arg, &command);
    }
    return run(&command, NULL);
}

/* Nothing here is for kontc. */
static int pass_on(const struct args *a)
{
    struct list command = { 0 };
    list_add_all(&command, &a->compiler);
    if (a->step == OTHER && a->inputs > 0)
        list_add(&command, "-D__KONTC__");
    if (has_cxx(a))
        list_add(&command, for_cps);
    for (size_t i = 0; i < a->count; i++)
        if (a->args[i].use == INPUT || a->args[i].use == OTHER_INPUT) {
            list_add(&command, "-x");
            list_add(&command, a->args[i].language != NULL ? a->args[i].language : "none");
            list_add(&command, a->args[i].s);
        } else
            add_words(&a->args[i], &command);
    return run_instead(&command);
}

static int compile_others(const struct args *a)
{
    int status = 0;
    for (size_t i = 0; i < a->count; i++)
        if (a->args[i].use == OTHER_INPUT && a->step != LINK) {
            int s = compile_plain(a, &a->args[i], object_of(a, &a->args[i]));
            status = status != 0 ? status : s;
        }
    return status;
}

int wrap(const struct args *a)
{
    const char **objects = NULL;
    size_t count = 0;
    int status = 0;
    if (a->step == OTHER || a->inputs == 0)
        return pass_on(a);
    for (size_t i = 0; i < a->count; i++) {
        const struct arg *input = &a->args[i];
        if (input->use != INPUT)
            continue;
        const char *object = a->step == LINK ? temporary(with_suffix(base(input->s), ".o")) : object_of(a, input);
        PUSH(objects, count) = object;
        int s = compile_input(a, input, object);
        status = status != 0 ? status : s;
    }
    if (a->step != LINK) {
        int s = compile_others(a);
        return status != 0 ? status : s;
    }
    return status != 0 ? status : link_objects(a, objects);
}

int wrap_print(const struct args *a)
{
    const struct arg *input = NULL;
    for (size_t i = 0; i < a->count; i++)
        if (a->args[i].use == INPUT)
            input = &a->args[i];
    if (input == NULL) {
        fputs("kontc: --print needs the name of a C file\n", stderr);
        return 1;
    }
    char *preprocessed = temporary(with_suffix(base(input->s), ".i"));
    int status = preprocess(a, input, "-C", preprocessed);
    struct source *s = status == 0 ? read_source(preprocessed) : NULL;
    if (s == NULL)
        return status != 0 ? status : 1;
    struct rewriting *w = rewrite_file(a, s);
    if (w == NULL)
        return refuse(a, preprocessed);
    diagnose_print();
    struct text original = read_file(input->s);
    fputs(layout_printed(w, original.s != NULL ? original.s : ""), stdout);
    return 0;
}
