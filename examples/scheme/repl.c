/* repl.c: reads forms from standard input, evaluates them, prints their values. At a terminal lines are edited and remembered (libedit). */
#include "repl.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef SCHEME_EDITING
#include <editline/readline.h>
#include <langinfo.h>
#include <locale.h>
#endif

#include "control.h"
#include "environment.h"
#include "node.h"
#include "printer.h"
#include "reader.h"

static const kont_tag repl_tag = KONT_TAG_SIZED("repl", 1 << 20);

/* ---- Text: whole lines, as many as a datum takes ---- */

struct input {
    bool terminal, ended;
    char *text;                                         /* atomic memory: what was typed and not read yet */
    size_t bytes;
    unsigned lines, before;                             /* lines taken; those of them before the text */
    value port;                                         /* over the text; null: a line is needed */
    int taken;                                          /* forms that were read from the text */
};

static void append_line(struct input *in, const char *line)
{
    size_t n = strlen(line);
    char *text = allocate_atomic(in->bytes + n + 1 + sizeof(uintptr_t), 0);
    if (in->bytes > 0)
        memcpy(text, in->text, in->bytes);
    memcpy(text + in->bytes, line, n);
    text[in->bytes + n] = '\n';
    in->text = text;
    in->bytes += n + 1;
    in->lines++;
}

static char *read_plain_line(void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n = getline(&line, &room, stdin);
    if (n < 0) {
        free(line);
        return NULL;
    }
    if (n > 0 && line[n - 1] == '\n')
        line[n - 1] = '\0';
    return line;
}

#ifdef SCHEME_EDITING
/* libedit takes what is typed as the locale has it, and drops what is not in there: the reader wants UTF-8. */
static void start_editing(void)
{
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

static char *read_edited_line(const char *prompt)
{
    char *line = readline(prompt);
    if (line != NULL && *line != '\0')
        add_history(line);
    return line;
}
#else
static void start_editing(void) {}

static char *read_edited_line(const char *prompt)
{
    fputs(prompt, stdout);
    fflush(stdout);
    return read_plain_line();
}
#endif

/* Forgets all that was typed and not read. */
static void forget(struct input *in)
{
    in->bytes = 0;
    in->before = in->lines;
    in->taken = 0;
    in->port = NULL;
}

/* False: there is none. Ctrl-C gives up what was typed so far. */
static bool take_line(struct input *in)
{
    port_flush(current_output());
    char *line = in->terminal ? read_edited_line(in->bytes == 0 ? "> " : "  ") : read_plain_line();
    while (line == NULL && forget_interrupt()) {
        forget(in);
        putchar('\n');
        line = read_edited_line("> ");
    }
    if (line == NULL) {
        in->ended = true;
        return false;
    }
    append_line(in, line);
    free(line);
    return true;
}

static KONT void *read_from_text(void *port)
{
    return read_datum(port, true);
}

static bool is_incomplete(const kont_exception *x)
{
    struct condition *c = raised_object(x);
    return is_type(c, T_CONDITION) && c->kind == C_READ && c->code == READ_INCOMPLETE;
}

static void open_text(struct input *in)
{
    struct port *p = port_from_bytes(in->text, in->bytes, "<stdin>");
    p->line = in->before + 1;
    in->port = p;
}

/* The next form; END_OF_FILE at the end of the input. Errors are raised. */
static KONT value next_form(struct input *in)
{
    for (;;) {
        if (in->port == NULL) {
            if (!take_line(in))
                return END_OF_FILE;
            open_text(in);
        }
        const kont_exception *caught;
        value v = kont_try(read_from_text, in->port, &caught);
        if (caught == NULL && v != END_OF_FILE) {
            in->taken++;
            return v;
        }
        if (caught == NULL) {
            forget(in);
        } else if (is_incomplete(caught) && !in->ended && take_line(in)) {
            open_text(in);
            for (int i = 0; i < in->taken; i++)
                read_datum(in->port, true);
        } else {
            forget(in);
            kont_raise(caught);
        }
    }
}

/* ---- The loop ---- */

/* x: why, or null: Ctrl-C. */
static KONT void report_and_go_on(const kont_exception *x)
{
    struct port *out = current_error();
    port_flush(current_output());
    if (x != NULL)
        print_condition(out, raised_object(x));
    else
        port_put_text(out, "interrupted");
    port_put_text(out, "\n");
    print_backtrace(out);
    port_flush(out);
    kont_abort(&repl_tag, FALSE);
}

static KONT void *on_exception(const kont_exception *x, void *arg)
{
    report_and_go_on(x);
    return arg;
}

static KONT void *on_ctrl_c(void *unused)
{
    report_and_go_on(NULL);
    return unused;
}

/* System calls that wait come back, libedit's among them. */
static void catch_ctrl_c(void)
{
    struct sigaction action = { .sa_handler = interrupt };
    on_interrupt = on_ctrl_c;
    sigaction(SIGINT, &action, NULL);
}

static KONT void show(value v)
{
    if (v == UNSPECIFIED)
        return;
    struct port *out = current_output();
    if (is_type(v, T_VALUES)) {
        for (size_t i = 0; i < ((struct values *)v)->count; i++)
            show(((struct values *)v)->items[i]);
        return;
    }
    print(out, v, PRINT_WRITE);
    port_put_text(out, "\n");
}

/* One form. END_OF_FILE at the end of the input. */
static KONT void *one_form(void *arg)
{
    value form = next_form(arg);
    if (form == END_OF_FILE)
        return form;
    value v = evaluate_under_prompt(form, interaction);
    show(v);
    return TRUE;
}

static KONT void *one_form_reported(void *in)
{
    return kont_with_handler(on_exception, NULL, one_form, in);
}

KONT void *run_repl(void *unused)
{
    struct input *in = GC_MALLOC(sizeof *in);
    (void)unused;
    in->terminal = isatty(0) && isatty(1);
    if (in->terminal) {
        start_editing();
        catch_ctrl_c();
    }
    while (kont_prompt(&repl_tag, one_form_reported, in) != END_OF_FILE)
        continue;
    return fixnum(0);
}
