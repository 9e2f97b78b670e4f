/* instance.h: cities and distances, read from a file of the TSPLIB format (Reinelt, ORSA Journal on Computing 3(4), 1991).
 *
 *     NAME: three                     a line for each property, in any order; a blank may stand before the colon
 *     TYPE: TSP
 *     DIMENSION: 3
 *     EDGE_WEIGHT_TYPE: EXPLICIT      with EDGE_WEIGHT_FORMAT FULL_MATRIX, UPPER_ROW, LOWER_ROW, UPPER_DIAG_ROW or LOWER_DIAG_ROW;
 *     EDGE_WEIGHT_FORMAT: UPPER_ROW   or GEO, EUC_2D: the distances follow from coordinates
 *     EDGE_WEIGHT_SECTION             or NODE_COORD_SECTION, with lines of a number and two coordinates
 *     20 30 25
 *     EOF
 *
 * Distances are whole numbers, the same in both directions. Plain C that knows nothing of kont. */
#ifndef TSP_INSTANCE_H
#define TSP_INSTANCE_H

enum { MOST_CITIES = 64, MOST_DISTANCE = 1000000 };     /* a set of cities is a uint64_t */

struct instance {
    int cities;
    int distance[MOST_CITIES][MOST_CITIES];
};

/* The instance of this file. What is wrong with it is reported with its place, and ends the program with status 2. */
void instance_read(struct instance *in, const char *file);

#endif
