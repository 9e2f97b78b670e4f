/* ports.c: making ports, closing them, what kind they are, and the current ones (R7RS 6.13.1). */
#include "port.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "call.h"
#include "control.h"

value current_input_parameter, current_output_parameter, current_error_parameter;

struct port *current_input(void) { return parameter_get(current_input_parameter); }
struct port *current_output(void) { return parameter_get(current_output_parameter); }
struct port *current_error(void) { return parameter_get(current_error_parameter); }

/* ---- Ports as arguments ---- */

static bool is_kind(value v, unsigned kind)
{
    return is_port(v) && (((struct port *)v)->header & (PORT_INPUT | PORT_OUTPUT | PORT_BINARY)) == kind;
}

static const char *kind_name(unsigned kind)
{
    return kind == PORT_INPUT ? "textual input port" : kind == PORT_OUTPUT ? "textual output port"
        : kind & PORT_INPUT ? "binary input port" : "binary output port";
}

struct port *take_port(const char *who, int n, value v, unsigned kind)
{
    if (v == NULL)
        v = kind & PORT_INPUT ? current_input() : current_output();
    if (!is_kind(v, kind)) {
        wrong_type(who, n, v, kind_name(kind));
        return NULL;
    }
    struct port *p = v;
    if (!(p->header & PORT_OPEN)) {
        failed(who, "the port is closed", list1(v));
        return NULL;
    }
    return p;
}

static value file_error(const char *who, const char *name, int error)
{
    char message[200];
    snprintf(message, sizeof message, "%s", strerror(error));
    return failed_file(who, message, list1(string_from(name)));
}

value check_port(const char *who, struct port *p, value v)
{
    int error = p->error;
    p->error = 0;
    return error == 0 ? v : file_error(who, p->name, error);
}

/* ---- Files ---- */

/* Null: argument 1 is no string that can be a file's name, and PENDING is set. */
static const char *take_name(const char *who, value v)
{
    size_t bytes;
    if (!is_string(v)) {
        wrong_type(who, 1, v, "string");
        return NULL;
    }
    const char *name = string_to_utf8(v, &bytes);
    if (strlen(name) == bytes)
        return name;
    failed_file(who, "a file's name has no null character", list1(v));
    return NULL;
}

static value open_file(const char *who, value file, unsigned kind)
{
    const char *name = take_name(who, file);
    if (name == NULL)
        return PENDING;
    struct port *p = kind & PORT_INPUT ? port_open_input(name) : port_open_output(name, false);
    if (p == NULL)
        return file_error(who, name, errno);
    p->header |= kind;
    return p;
}

static value open_input_file(value file) { return open_file("open-input-file", file, PORT_INPUT); }
static value open_output_file(value file) { return open_file("open-output-file", file, PORT_OUTPUT); }
static value open_binary_input_file(value file) { return open_file("open-binary-input-file", file, PORT_INPUT | PORT_BINARY); }
static value open_binary_output_file(value file) { return open_file("open-binary-output-file", file, PORT_OUTPUT | PORT_BINARY); }

static value file_exists_p(value file)
{
    const char *name = take_name("file-exists?", file);
    return name == NULL ? PENDING : boolean(access(name, F_OK) == 0);
}

static value delete_file(value file)
{
    const char *name = take_name("delete-file", file);
    if (name == NULL)
        return PENDING;
    return unlink(name) == 0 ? UNSPECIFIED : file_error("delete-file", name, errno);
}

/* ---- Strings and bytevectors ---- */

static value open_input_string(value string)
{
    size_t bytes;
    NEED(is_string(string), "open-input-string", 1, string, "string");
    const char *text = string_to_utf8(string, &bytes);
    return port_from_bytes(text, bytes, "<string>");
}

static value open_input_bytevector(value v)
{
    struct bytevector *b = v;
    NEED(is_bytevector(v), "open-input-bytevector", 1, v, "bytevector");
    struct port *p = port_from_bytes((const char *)b->bytes, b->length, "<bytevector>");
    p->header |= PORT_BINARY;
    return p;
}

static value open_output_bytevector(void)
{
    struct port *p = port_to_string();
    p->header |= PORT_BINARY;
    p->name = "<bytevector>";
    return p;
}

static value get_output_string(value v)
{
    NEED(is_kind(v, PORT_OUTPUT) && ((struct port *)v)->file < 0, "get-output-string", 1, v, "port of open-output-string");
    return port_string(v);
}

static value get_output_bytevector(value v)
{
    struct port *p = v;
    NEED(is_kind(v, PORT_OUTPUT | PORT_BINARY) && p->file < 0, "get-output-bytevector", 1, v, "port of open-output-bytevector");
    struct bytevector *b = make_bytevector(p->end, 0);
    memcpy(b->bytes, p->bytes, p->end);
    return b;
}

/* ---- Closing ---- */

static value close_one(const char *who, value v, unsigned direction, const char *expected)
{
    struct port *p = v;
    NEED(is_port(v) && (p->header & direction), who, 1, v, expected);
    port_close(p);
    return check_port(who, p, UNSPECIFIED);
}

static value close_port(value v) { return close_one("close-port", v, PORT_INPUT | PORT_OUTPUT, "port"); }
static value close_input_port(value v) { return close_one("close-input-port", v, PORT_INPUT, "input port"); }
static value close_output_port(value v) { return close_one("close-output-port", v, PORT_OUTPUT, "output port"); }

/* ---- Kinds ---- */

static bool has(value v, uintptr_t flags) { return is_port(v) && (((struct port *)v)->header & flags) == flags; }
static value port_p(value v) { return boolean(is_port(v)); }
static value input_port_p(value v) { return boolean(has(v, PORT_INPUT)); }
static value output_port_p(value v) { return boolean(has(v, PORT_OUTPUT)); }
static value binary_port_p(value v) { return boolean(has(v, PORT_BINARY)); }
static value textual_port_p(value v) { return boolean(is_port(v) && !has(v, PORT_BINARY)); }

static value input_port_open_p(value v)
{
    NEED(has(v, PORT_INPUT), "input-port-open?", 1, v, "input port");
    return boolean(has(v, PORT_OPEN));
}

static value output_port_open_p(value v)
{
    NEED(has(v, PORT_OUTPUT), "output-port-open?", 1, v, "output port");
    return boolean(has(v, PORT_OPEN));
}

/* ---- Procedures that get a port, or run with one as the current one; it is closed when they return ---- */

static KONT value call_with(value procedure, value port)
{
    value v = call_1(procedure, port);
    port_close(port);
    return check_port("call-with-port", port, v);
}

static KONT value call_with_port(intptr_t argc, value port, value procedure, value c, value d)
{
    (void)argc, (void)c, (void)d;
    NEED(is_port(port), "call-with-port", 1, port, "port");
    NEED(is_procedure(procedure), "call-with-port", 2, procedure, "procedure");
    return call_with(procedure, port);
}

static KONT value call_with_input_file(intptr_t argc, value file, value procedure, value c, value d)
{
    (void)argc, (void)c, (void)d;
    NEED(is_procedure(procedure), "call-with-input-file", 2, procedure, "procedure");
    value port = open_file("call-with-input-file", file, PORT_INPUT);
    return port == PENDING ? PENDING : call_with(procedure, port);
}

static KONT value call_with_output_file(intptr_t argc, value file, value procedure, value c, value d)
{
    (void)argc, (void)c, (void)d;
    NEED(is_procedure(procedure), "call-with-output-file", 2, procedure, "procedure");
    value port = open_file("call-with-output-file", file, PORT_OUTPUT);
    return port == PENDING ? PENDING : call_with(procedure, port);
}

static KONT value call_with_output_string(intptr_t argc, value procedure, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    NEED(is_procedure(procedure), "call-with-output-string", 1, procedure, "procedure");
    value port = port_to_string();
    call_1(procedure, port);
    return port_string(port);
}

static KONT void *run_thunk(void *thunk) { return call_0(thunk); }

static KONT value with_current(value parameter, value port, value thunk)
{
    value v = kont_with_parameter(((struct parameter *)parameter)->is, port, run_thunk, thunk);
    port_close(port);
    return check_port("close-port", port, v);
}

static KONT value with_input_from_file(intptr_t argc, value file, value thunk, value c, value d)
{
    (void)argc, (void)c, (void)d;
    NEED(is_procedure(thunk), "with-input-from-file", 2, thunk, "procedure");
    value port = open_file("with-input-from-file", file, PORT_INPUT);
    return port == PENDING ? PENDING : with_current(current_input_parameter, port, thunk);
}

static KONT value with_output_to_file(intptr_t argc, value file, value thunk, value c, value d)
{
    (void)argc, (void)c, (void)d;
    NEED(is_procedure(thunk), "with-output-to-file", 2, thunk, "procedure");
    value port = open_file("with-output-to-file", file, PORT_OUTPUT);
    return port == PENDING ? PENDING : with_current(current_output_parameter, port, thunk);
}

static KONT value with_output_to_string(intptr_t argc, value thunk, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    NEED(is_procedure(thunk), "with-output-to-string", 1, thunk, "procedure");
    value port = port_to_string();
    with_current(current_output_parameter, port, thunk);
    return port_string(port);
}

/* ---- Start ---- */

static value check_input(value v)
{
    NEED(is_kind(v, PORT_INPUT), "current-input-port", 1, v, kind_name(PORT_INPUT));
    return v;
}

static value check_output(value v)
{
    NEED(is_kind(v, PORT_OUTPUT), "current-output-port", 1, v, kind_name(PORT_OUTPUT));
    return v;
}

static value check_error(value v)
{
    NEED(is_kind(v, PORT_OUTPUT), "current-error-port", 1, v, kind_name(PORT_OUTPUT));
    return v;
}

static const struct definition definitions[] = {
    { "open-input-file", FILES, 1, 1, LEAF1(open_input_file) },
    { "open-output-file", FILES, 1, 1, LEAF1(open_output_file) },
    { "open-binary-input-file", FILES, 1, 1, LEAF1(open_binary_input_file) },
    { "open-binary-output-file", FILES, 1, 1, LEAF1(open_binary_output_file) },
    { "file-exists?", FILES, 1, 1, LEAF1(file_exists_p) },
    { "delete-file", FILES, 1, 1, LEAF1(delete_file) },
    { "open-input-string", BASE, 1, 1, LEAF1(open_input_string) },
    { "open-output-string", BASE, 0, 0, LEAF0(port_to_string) },
    { "get-output-string", BASE, 1, 1, LEAF1(get_output_string) },
    { "open-input-bytevector", BASE, 1, 1, LEAF1(open_input_bytevector) },
    { "open-output-bytevector", BASE, 0, 0, LEAF0(open_output_bytevector) },
    { "get-output-bytevector", BASE, 1, 1, LEAF1(get_output_bytevector) },
    { "close-port", BASE, 1, 1, LEAF1(close_port) },
    { "close-input-port", BASE, 1, 1, LEAF1(close_input_port) },
    { "close-output-port", BASE, 1, 1, LEAF1(close_output_port) },
    { "port?", BASE, 1, 1, LEAF1(port_p) },
    { "input-port?", BASE, 1, 1, LEAF1(input_port_p) },
    { "output-port?", BASE, 1, 1, LEAF1(output_port_p) },
    { "textual-port?", BASE, 1, 1, LEAF1(textual_port_p) },
    { "binary-port?", BASE, 1, 1, LEAF1(binary_port_p) },
    { "input-port-open?", BASE, 1, 1, LEAF1(input_port_open_p) },
    { "output-port-open?", BASE, 1, 1, LEAF1(output_port_open_p) },
    { "call-with-port", BASE, 2, 2, CALLS(call_with_port) },
    { "call-with-input-file", FILES, 2, 2, CALLS(call_with_input_file) },
    { "call-with-output-file", FILES, 2, 2, CALLS(call_with_output_file) },
    { "with-input-from-file", FILES, 2, 2, CALLS(with_input_from_file) },
    { "with-output-to-file", FILES, 2, 2, CALLS(with_output_to_file) },
    { "call-with-output-string", EXTRA, 1, 1, CALLS(call_with_output_string) },
    { "with-output-to-string", EXTRA, 1, 1, CALLS(with_output_to_string) },
    { "%check-input-port", HIDDEN, 1, 1, LEAF1(check_input) },
    { "%check-output-port", HIDDEN, 1, 1, LEAF1(check_output) },
    { "%check-error-port", HIDDEN, 1, 1, LEAF1(check_error) },
};

void port_io_start(void);                               /* port_io.c */

void ports_start(void)
{
    define_all(definitions, COUNT(definitions));
    current_input_parameter = make_parameter(standard_port(0), find_primitive("%check-input-port"));
    current_output_parameter = make_parameter(standard_port(1), find_primitive("%check-output-port"));
    current_error_parameter = make_parameter(standard_port(2), find_primitive("%check-error-port"));
    port_io_start();
}
