/* unit.c: see unit.h. */
#include "unit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "make.h"

const struct build builds[] = {
    { "gcc -O0", false },
    { "gcc -O0", true }, { "clang -O2", true }, { "gcc -O2", true }, { "clang -O0", true }, { "gcc -O3", true }, { "clang -O3", true },
    { "clang -O2", false },
    { "gcc -O1 -fsanitize=undefined -fno-sanitize-recover", false },
    { "clang -O1 -fsanitize=memory", false },
};
const int build_count = sizeof builds / sizeof *builds;

static const char *const modes[] = { "every 1", "every 3", "low 2", "twice 1 1", "twice 1 6", "twice 2 13", "" };
enum { MODES = sizeof modes / sizeof *modes };

static const char *folder, *kontc, *sources, *include;

static const char before[] =
    "#include \"forced.h\"\n"
    "typedef KONT unsigned long op_t(unsigned n, unsigned long x);\n"
    "struct holder { int tag; op_t *run; };\n"
    "#define BURN(n) ((n) > 0 && (n)-- > 0)\n"
    "#define MIX(m, v) ((m) = (m) * 31 + (unsigned long)(v))\n"
    "static inline long whole(long double r) { return r > -1e6L && r < 1e6L ? (long)r : 7; }\n";

static bool shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

static bool shell(const char *format, ...)
{
    char command[2000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    return system(command) == 0;
}

bool unit_prepare(const char *folder_, const char *kontc_, const char *sources_, const char *include_)
{
    folder = folder_, kontc = kontc_, sources = sources_, include = include_;
    return shell("cd %s && C='gcc -std=gnu11 -O1 -g -I %s' F=%s/../forced && $C -c $F/run.c && $C -c $F/plain.c && $C -c $F/arena.c &&"
                 " $C -DKONT_FOR_CPS -c $F/machine.c && ld -r machine.o arena.o -o forced.o", folder, include, sources);
}

static void write_file(const char *name, const struct text *text)
{
    char path[1000];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    if (f == NULL || fwrite(text->at, 1, text->length, f) != text->length || fclose(f) != 0) {
        perror(path);
        exit(2);
    }
}

static void put_table(int count)
{
    put("\nforced_program *const programs[] = { ");
    for (int i = 0; i < count; i++)
        put("p%d, ", i);
    put("};\nconst int program_count = %d;\n", count);
}

int unit_write(struct choices *programs[], int count)
{
    static struct text header, files[FILES];
    static const char *const names[FILES] = { "a.c", "b.c" };
    int functions = 0;
    text_clear(&header);
    out = &header;
    put("%s", before);
    put("%s", types_in_c);
    for (int i = 0; i < FILES; i++) {
        text_clear(&files[i]);
        out = &files[i];
        put("#include \"unit.h\"\n");
    }
    for (int i = 0; i < count; i++) {
        choices = programs[i];
        choose_from(0);
        functions += put_program(i, &header, files);
    }
    out = &files[0];
    put_table(count);
    write_file("unit.h", &header);
    for (int i = 0; i < FILES; i++)
        write_file(names[i], &files[i]);
    return functions;
}

static bool compile(const struct build *b, const char *result)
{
    return shell("cd %s && timeout 600 %s %s -std=gnu11 -w -I %s -I %s/../forced a.c b.c run.o %s.o -o %s >%s.log 2>&1", folder, b->rewritten ? kontc : "",
                 b->compiler, include, sources, b->rewritten ? "forced" : "plain", result, result);
}

static bool run(const char *program, const char *mode)
{
    return shell("cd %s && ./%s %s >%s.out 2>%s.err", folder, program, mode, program, program);
}

static FILE *open_output(const char *program)
{
    char path[1000];
    snprintf(path, sizeof path, "%s/%s.out", folder, program);
    return fopen(path, "r");
}

/* Whether both printed the same. */
static bool same_output(struct comparison *c)
{
    FILE *expected = open_output("expected"), *found = open_output("found");
    bool same = true;
    for (c->program = 0; same; c->program++) {
        char *line = fgets(c->expected, sizeof c->expected, expected);
        if (fgets(c->found, sizeof c->found, found) == NULL)
            strcpy(c->found, "nothing\n");
        if (line == NULL)
            break;
        same = strcmp(c->expected, c->found) == 0;
    }
    c->program--;
    fclose(expected);
    fclose(found);
    return same;
}

void unit_compare(const struct build *build, struct comparison *c)
{
    c->outcome = NO_ANSWER;
    snprintf(c->how, sizeof c->how, "%s%s", build->rewritten ? "kontc " : "", build->compiler);
    if (!compile(&builds[0], "expected") || !run("expected", ""))
        return;
    c->outcome = NOT_BUILT;
    if (!compile(build, "found"))
        return;
    c->outcome = DIFFERED;
    for (int i = 0; i < (build->rewritten ? MODES : 1); i++) {
        const char *mode = build->rewritten ? modes[i] : "";
        snprintf(c->how, sizeof c->how, "%s%s, %s", build->rewritten ? "kontc " : "", build->compiler, *mode ? mode : "no capture");
        run("found", mode);
        if (!same_output(c))
            return;
    }
    c->outcome = AGREED;
}

void unit_keep(const char *name)
{
    shell("cd %s && mkdir -p %s && cp unit.h a.c b.c found.log found.out found.err expected.out %s 2>/dev/null", folder, name, name);
}
