/* main.c: scheme [FILE.scm] [ARGS...]; what Scheme programs see of the process. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "builtins.h"
#include "control.h"
#include "environment.h"
#include "node.h"
#include "printer.h"
#include "reader.h"
#include "repl.h"

extern char **environ;                                   /* POSIX names no header for it */

static value arguments = NIL;                           /* the command line: a list of strings */

static value command_line(void)
{
    return arguments;
}

static value get_environment_variable(value name)
{
    NEED(is_string(name), "get-environment-variable", 1, name, "string");
    const char *text = getenv(string_to_utf8(name, NULL));
    return text == NULL ? FALSE : string_from(text);
}

static value get_environment_variables(void)
{
    value list = NIL;
    for (char **v = environ; *v != NULL; v++) {
        size_t n = strcspn(*v, "=");
        if ((*v)[n] == '=')
            list = cons(cons(string_from_bytes(*v, n), string_from(*v + n + 1)), list);
    }
    return list;
}

static value emergency_exit(value status)
{
    _exit(exit_status(status));
}

static const struct definition definitions[] = {
    { "get-environment-variable", PROCESS, 1, 1, LEAF1(get_environment_variable) },
    { "get-environment-variables", PROCESS, 0, 0, LEAF0(get_environment_variables) },
    { "emergency-exit", PROCESS, 0, 1, LEAF1(emergency_exit) },
    { "command-line", PROCESS, 0, 0, LEAF0(command_line) },
};

/* What nobody catches ends the program. */
static KONT void *report(const kont_exception *x, void *arg)
{
    struct port *error = current_error();
    (void)arg;
    port_flush(current_output());
    print_condition(error, raised_object(x));
    port_put_text(error, "\n");
    print_backtrace(error);
    port_flush(error);
    exit_program(70);
    return NULL;
}

/* A program that imports begins with nothing else; others have all names of the libraries. */
static KONT void *run_file(void *file)
{
    value port = open_or_raise("scheme", file, NULL);
    program_file = file;
    value first = read_datum(port, true);
    bool imports = is_pair(first) && (CAR(first) == intern("import") || CAR(first) == intern("define-library"));
    if (imports)
        interaction = make_environment(true);
    if (first != END_OF_FILE) {
        evaluate_under_prompt(first, interaction);
        load_port(port, interaction);
    }
    return fixnum(0);
}

static KONT void *run_reported(void *file)
{
    return kont_with_handler(report, NULL, file == NULL ? run_repl : run_file, file);
}

static KONT void *run_all(void *file)
{
    int status = run_to_exit(run_reported, file);
    port_flush(current_output());
    port_flush(current_error());
    return fixnum(status);
}

static int usage(void)
{
    puts("usage: scheme [FILE.scm] [ARGS...]\n"
         "\n"
         "Runs the program of the file; (command-line) has its name and the ARGS. Without one,\n"
         "reads forms from standard input, evaluates each and prints its value.\n"
         "\n"
         "Exit status: what the program gives to exit; 0 at its end; 70 when it raises what\n"
         "nobody catches.");
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return usage();
    heap_start();
    limit_depth();
    builtins_start();
    define_all(definitions, COUNT(definitions));
    interaction = standard_environment();
    for (int i = argc; i-- > (argc > 1 ? 1 : 0);)
        arguments = cons(string_from(argv[i]), arguments);
    return (int)to_fixnum(kont_run(run_all, argc > 1 ? argv[1] : NULL));
}
