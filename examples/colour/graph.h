/* graph.h: a graph, read from a file of the DIMACS format.
 *
 *     c a comment
 *     p edge 11 20            11 vertices and 20 edges; "col" may stand in the place of "edge"
 *     e 1 2                   an edge between the vertices 1 and 2
 *
 * The format of the second DIMACS implementation challenge (1993), in which the usual test graphs for colouring are published. An edge may be
 * listed in both directions, and counted so or once. Plain C that knows nothing of kont. */
#ifndef COLOUR_GRAPH_H
#define COLOUR_GRAPH_H

#include <stdbool.h>

enum { MOST_VERTICES = 5000 };

struct graph {
    int vertices, edges;
    bool *joined;                                       /* by an edge: a row of `vertices` for each vertex */
    int *degree;
};

/* The graph of this file. What is wrong with it is reported with its place, and ends the program with status 2. */
struct graph graph_read(const char *file);

static inline bool graph_joined(const struct graph *g, int u, int v)
{
    return g->joined[u * g->vertices + v];
}

#endif
