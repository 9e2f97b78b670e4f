/* read.c: the DIMACS format, with a message that names the place for what is not of it. */
#include "graph.h"

#include <gc.h>

#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    FILE *in;
    const char *name;
    unsigned long line;
    int expected, listed;                               /* edges: by the p line; lines that begin with e */
    struct graph graph;
};

static _Noreturn void complain(const struct reader *r, const char *what)
{
    fprintf(stderr, "%s:%lu: %s\n", r->name, r->line, what);
    exit(2);
}

/* Reads a number that is not negative; what is too large stays INT_MAX. Null: there is none. */
static const char *read_number(const char *s, int *number)
{
    s += strspn(s, " \t");
    if (*s < '0' || *s > '9')
        return NULL;
    char *end;
    long n = strtol(s, &end, 10);
    *number = n < INT_MAX ? (int)n : INT_MAX;
    return end;
}

/* Whether a line, after what it begins with, is two numbers. */
static bool read_pair(const char *line, const char *beginning, int *a, int *b)
{
    size_t length = strlen(beginning);
    const char *s = strncmp(line, beginning, length) == 0 ? read_number(line + length, a) : NULL;
    if (s != NULL)
        s = read_number(s, b);
    return s != NULL && s[strspn(s, " \t\r\n")] == '\0';
}

static void read_problem(struct reader *r, const char *line)
{
    int vertices, edges;
    if (r->graph.joined != NULL)
        complain(r, "a second p line");
    if ((!read_pair(line, "p edge ", &vertices, &edges) && !read_pair(line, "p col ", &vertices, &edges)) || vertices < 1)
        complain(r, "expected 'p edge VERTICES EDGES'");
    if (vertices > MOST_VERTICES)
        complain(r, "more vertices than 5000");
    r->expected = edges;
    r->graph.vertices = vertices;
    r->graph.joined = GC_MALLOC_ATOMIC((size_t)vertices * (size_t)vertices * sizeof *r->graph.joined);
    r->graph.degree = GC_MALLOC_ATOMIC((size_t)vertices * sizeof *r->graph.degree);
    memset(r->graph.joined, 0, (size_t)vertices * (size_t)vertices * sizeof *r->graph.joined);
    memset(r->graph.degree, 0, (size_t)vertices * sizeof *r->graph.degree);
}

static void read_edge(struct reader *r, const char *line)
{
    struct graph *g = &r->graph;
    int u, v;
    if (g->joined == NULL)
        complain(r, "expected 'p edge VERTICES EDGES' before the first edge");
    if (!read_pair(line, "e ", &u, &v))
        complain(r, "expected 'e VERTEX VERTEX'");
    if (u < 1 || u > g->vertices || v < 1 || v > g->vertices)
        complain(r, "no such vertex: they are numbered from 1 to what the p line says");
    if (u == v)
        complain(r, "an edge from a vertex to itself: no colouring is right");
    r->listed++;
    if (graph_joined(g, u - 1, v - 1))
        return;
    g->joined[(u - 1) * g->vertices + v - 1] = g->joined[(v - 1) * g->vertices + u - 1] = true;
    g->degree[u - 1]++;
    g->degree[v - 1]++;
    g->edges++;
}

/* Of a file that has been cut off, the end is missing. */
static void check_count(const struct reader *r)
{
    if (r->graph.joined == NULL)
        complain(r, "the file ends before 'p edge VERTICES EDGES'");
    if (r->expected != r->graph.edges && r->expected != r->listed)
        complain(r, "the file ends with another number of edges than its p line says");
}

struct graph graph_read(const char *file)
{
    struct reader r = { .in = fopen(file, "r"), .name = file };
    char *line = NULL;
    size_t size = 0;
    if (r.in == NULL)
        err(2, "%s", file);
    for (ssize_t length; (length = getline(&line, &size, r.in)) >= 0; ) {
        r.line++;
        if (strlen(line) != (size_t)length)
            complain(&r, "a zero byte");
        if (line[0] == 'p')
            read_problem(&r, line);
        else if (line[0] == 'e')
            read_edge(&r, line);
        else if (line[0] != 'c' && line[strspn(line, " \t\r\n")] != '\0')
            complain(&r, "expected a line that begins with c, p or e");
    }
    if (ferror(r.in))
        err(2, "%s", file);
    check_count(&r);
    free(line);
    fclose(r.in);
    return r.graph;
}
