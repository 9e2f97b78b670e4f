/* port.c: buffers between the program and files, strings and bytevectors. */
#include "port.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "utf8.h"

enum { BUFFER = 8192 };

static struct port *open_outputs;

static uint8_t *make_room(size_t bytes)
{
    return allocate_atomic(bytes + sizeof(uintptr_t), 0);
}

static struct port *new_port(uintptr_t flags, int file, const char *name, uint8_t *bytes, size_t room)
{
    struct port *p = allocate(sizeof *p, T_PORT | PORT_OPEN | flags);
    p->file = file;
    p->name = name;
    p->bytes = bytes;
    p->room = room;
    p->line = p->column = 1;
    return p;
}

/* ---- Opening, closing ---- */

static const char *copy_of(const char *name)
{
    size_t bytes = strlen(name) + 1;
    return memcpy(make_room(bytes), name, bytes);
}

static value refuse(int file, int error)
{
    close(file);
    errno = error;
    return NULL;
}

value port_open_input(const char *file)
{
    struct stat status;
    int f = open(file, O_RDONLY | O_CLOEXEC);
    if (f < 0)
        return NULL;
    if (fstat(f, &status) == 0 && S_ISDIR(status.st_mode))
        return refuse(f, EISDIR);
    return new_port(PORT_INPUT, f, copy_of(file), make_room(BUFFER), BUFFER);
}

static struct port *output_to(int file, const char *name)
{
    struct port *p = new_port(PORT_OUTPUT, file, name, make_room(BUFFER), BUFFER);
    p->by_line = isatty(file) != 0;
    p->next = open_outputs;
    open_outputs = p;
    return p;
}

value port_open_output(const char *file, bool append)
{
    int f = open(file, O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), 0666);
    return f < 0 ? NULL : output_to(f, copy_of(file));
}

value port_from_bytes(const char *bytes, size_t count, const char *name)
{
    struct port *p = new_port(PORT_INPUT, -1, name, make_room(count), count);
    memcpy(p->bytes, bytes, count);
    p->end = count;
    return p;
}

value port_to_string(void)
{
    return new_port(PORT_OUTPUT, -1, "<string>", make_room(64), 64);
}

value port_string(struct port *p)
{
    return string_from_bytes((const char *)p->bytes, p->end);
}

void port_close(struct port *p)
{
    if (!(p->header & PORT_OPEN))
        return;
    p->header &= ~(uintptr_t)PORT_OPEN;
    if (p->file < 0)
        return;
    if (p->header & PORT_OUTPUT)
        port_flush(p);
    for (struct port **at = &open_outputs; *at != NULL; at = &(*at)->next)
        if (*at == p) {
            *at = p->next;
            break;
        }
    if (p->file > 2 && close(p->file) != 0 && p->error == 0)
        p->error = errno;
}

void port_flush_all(void)
{
    for (struct port *p = open_outputs; p != NULL; p = p->next)
        port_flush(p);
}

/* ---- Reading ---- */

/* Waits until `need` bytes are there, or the end. */
static void fill(struct port *p, size_t need)
{
    while (p->end - p->start < need && p->file >= 0 && !p->at_end) {
        memmove(p->bytes, p->bytes + p->start, p->end - p->start);
        p->end -= p->start;
        p->start = 0;
        ssize_t n = read(p->file, p->bytes + p->end, p->room - p->end);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            p->error = errno;
        p->at_end = n <= 0;
        p->end += n > 0 ? (size_t)n : 0;
    }
}

/* A program that asks and waits for the answer has asked where one sees it. */
static void before_input(struct port *p)
{
    if (p->file == 0 && p->start == p->end)
        port_flush_all();
}

int port_peek_byte(struct port *p)
{
    before_input(p);
    fill(p, 1);
    return p->start < p->end ? p->bytes[p->start] : -1;
}

/* After an end of file, the next operation looks again: a terminal may go on. */
int port_next_byte(struct port *p)
{
    int c = port_peek_byte(p);
    if (c < 0)
        p->at_end = false;
    else
        p->start++;
    return c;
}

/* The next character and, in *next, where it ends in the buffer. */
static int decode_next(struct port *p, size_t *next)
{
    int c = port_peek_byte(p);
    if (c < 0)
        return -1;
    if (c >= 0xc0)
        fill(p, c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2);
    const unsigned char *at = p->bytes + p->start;
    uint32_t decoded = utf8_decode(&at, p->bytes + p->end);
    *next = (size_t)(at - p->bytes);
    return (int)decoded;
}

int port_peek(struct port *p)
{
    size_t next;
    if (p->start < p->end && p->bytes[p->start] < 0x80)
        return p->bytes[p->start];
    return decode_next(p, &next);
}

int port_next(struct port *p)
{
    size_t next = p->start + 1;
    int c = p->start < p->end && p->bytes[p->start] < 0x80 ? p->bytes[p->start] : decode_next(p, &next);
    if (c < 0) {
        p->at_end = false;
        return -1;
    }
    p->start = next;
    p->column++;
    if (c == '\n') {
        p->line++;
        p->column = 1;
    }
    return c;
}

bool port_is_ready(struct port *p)
{
    struct pollfd wait = { p->file, POLLIN, 0 };
    return p->start < p->end || p->file < 0 || p->at_end || poll(&wait, 1, 0) > 0;
}

/* ---- Writing ---- */

static void write_all(struct port *p, const uint8_t *bytes, size_t count)
{
    while (count > 0) {
        ssize_t n = write(p->file, bytes, count);
        if (n < 0 && errno == EAGAIN) {
            struct pollfd wait = { p->file, POLLOUT, 0 };
            poll(&wait, 1, -1);
        } else if (n < 0 && errno != EINTR) {
            p->error = errno;
            return;
        } else if (n > 0) {
            bytes += n;
            count -= (size_t)n;
        }
    }
}

void port_flush(struct port *p)
{
    if (p->file < 0)
        return;
    size_t count = p->end;
    p->end = 0;
    write_all(p, p->bytes, count);
}

static void grow(struct port *p, size_t bytes)
{
    size_t room = p->room * 2 > p->end + bytes ? p->room * 2 : p->end + bytes;
    uint8_t *larger = make_room(room);
    memcpy(larger, p->bytes, p->end);
    p->bytes = larger;
    p->room = room;
}

void port_put(struct port *p, const char *utf8, size_t bytes)
{
    if (bytes > p->room - p->end) {
        if (p->file < 0)
            grow(p, bytes);
        else
            port_flush(p);
    }
    if (bytes > p->room) {
        write_all(p, (const uint8_t *)utf8, bytes);
        return;
    }
    memcpy(p->bytes + p->end, utf8, bytes);
    p->end += bytes;
    if (p->by_line && memchr(utf8, '\n', bytes) != NULL)
        port_flush(p);
}

void port_put_text(struct port *p, const char *utf8)
{
    port_put(p, utf8, strlen(utf8));
}

void port_put_character(struct port *p, uint32_t c)
{
    char utf8[4];
    port_put(p, utf8, (size_t)(utf8_encode(utf8, c) - utf8));
}

/* ---- The standard ones ---- */

struct port *standard_port(int file)
{
    static const char *const names[] = { "<stdin>", "<stdout>", "<stderr>" };
    if (file == 0)
        return new_port(PORT_INPUT, 0, names[0], make_room(BUFFER), BUFFER);
    struct port *p = output_to(file, names[file]);
    p->by_line = p->by_line || file == 2;
    return p;
}
