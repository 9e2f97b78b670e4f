/* main.c: kontc's own command line. */
#include "wrap.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "kontc CC OPTION... FILE...        as the compiler CC would, with the functions marked KONT rewritten\n"
    "kontc --print FILE [OPTION...]    prints the rewritten C\n"
    "kontc --version\n";

static int print(int argc, char **argv)
{
    char **words = allocate(((size_t)argc + 2) * sizeof *words);
    words[0] = "cc";
    memcpy(words + 1, argv, (size_t)argc * sizeof *words);
    return wrap_print(args_read(argc + 1, words));
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--print") == 0)
        return print(argc - 2, argv + 2);
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("kontc 0.1.0");
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (argc < 2 || argv[1][0] == '-') {
        fputs(usage, stderr);
        return 2;
    }
    return wrap(args_read(argc - 1, argv + 1));
}
