/* gentrace: runs a small script over generators, and prints a line for each step, with what the bodies say before it. */
#include <errno.h>
#include <string.h>

#include "run.h"

static const char usage[] =
    "usage: gentrace [FILE]\n"
    "\n"
    "Runs the script in FILE, or on standard input: generators with the semantics of\n"
    "Python's. A line is a statement; what follows a # is left out.\n"
    "\n"
    "  def NAME ... end       a body, of the statements below\n"
    "  new G NAME             G is a generator with the body of that name\n"
    "  next G                 asks G for its next value\n"
    "  send G VALUE           the same, and the yield where G waits returns VALUE\n"
    "  throw G X              the same, and the yield raises X\n"
    "  close G                closes G\n"
    "  state G                GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED\n"
    "\n"
    "In bodies stand the last five, and\n"
    "\n"
    "  say TEXT               prints TEXT\n"
    "  yield [VALUE]          yields VALUE, and prints what is sent\n"
    "  from G                 yields from the generator G, and prints what it returns\n"
    "  list VALUE...          yields from a plain iterator over these\n"
    "  return [VALUE]         ends the body\n"
    "  raise X                raises X\n"
    "  loop N ... end         runs what is inside N times\n"
    "  try ... except X ... finally ... end\n"
    "                         except any catches all; in finally stands say alone\n"
    "\n"
    "A VALUE is an integer or none. X is StopIteration, GeneratorExit or any other name.\n"
    "\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when something was wrong\n"
    "with the command line or the script.\n";

static struct script script;

static KONT void *run(void *unused)
{
    script_run(&script);
    return unused;
}

static int trace(const char *name)
{
    bool is_stdin = strcmp(name, "-") == 0;
    FILE *in = is_stdin ? stdin : fopen(name, "r");
    if (in == NULL) {
        fprintf(stderr, "gentrace: %s: %s\n", name, strerror(errno));
        return 2;
    }
    bool good = script_read(&script, in, is_stdin ? "<stdin>" : name);
    if (!is_stdin)
        fclose(in);
    if (!good)
        return 2;
    kont_run(run, NULL);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    fprintf(stderr, "gentrace: standard output: %s\n", strerror(errno));
    return 1;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (argc > 2 || (argc == 2 && argv[1][0] == '-' && argv[1][1] != '\0')) {
        fprintf(stderr, "gentrace: expected one script, found '%s' (--help explains)\n", argc > 2 ? argv[2] : argv[1]);
        return 2;
    }
    return trace(argc == 2 ? argv[1] : "-");
}
