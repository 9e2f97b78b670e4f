/* read.c: the TSPLIB format, with a message that names the place for what is not of it. */
#include "instance.h"

#include <ctype.h>
#include <err.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    FILE *in;
    const char *file;
    unsigned long line;
    int cities;                                         /* 0: not known yet */
    char type[32], format[32];
    bool is_read;                                       /* the distances are there */
    struct instance *instance;
};

static _Noreturn void complain(const struct reader *r, const char *what, const char *found)
{
    fprintf(stderr, "%s:%lu: %s%s\n", r->file, r->line, what, found);
    exit(2);
}

/* The next word; numbers may go on over lines. False: the file ends. */
static bool next_word(struct reader *r, char word[32])
{
    int c, n = 0;
    while ((c = getc(r->in)) != EOF && isspace(c))
        r->line += c == '\n';
    for (; c != EOF && !isspace(c); c = getc(r->in)) {
        if (c == '\0')
            complain(r, "a zero byte", "");
        if (n == 31)
            complain(r, "a word of more than 31 characters", "");
        word[n++] = (char)c;
    }
    ungetc(c, r->in);
    word[n] = '\0';
    return n > 0;
}

static double read_number(struct reader *r)
{
    char word[32], *end;
    if (!next_word(r, word))
        complain(r, "expected a number, found the end of the file", "");
    double number = strtod(word, &end);
    if (*end != '\0' || !isfinite(number))
        complain(r, "expected a number, found ", word);
    return number;
}

/* ---- distances, as TSPLIB has them ---- */

struct place {
    double x, y;
};

/* Degrees and minutes, as 38.24, in radians. */
static double radians(double degrees)
{
    double whole = trunc(degrees);
    return 3.141592 * (whole + 5.0 * (degrees - whole) / 3.0) / 180.0;
}

static int geographical(struct place a, struct place b)
{
    double q1 = cos(radians(a.y) - radians(b.y)), q2 = cos(radians(a.x) - radians(b.x)), q3 = cos(radians(a.x) + radians(b.x));
    double angle = acos(fmax(-1.0, fmin(1.0, 0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3))));
    return (int)(6378.388 * angle + 1.0);
}

static int euclidean(struct place a, struct place b)
{
    return (int)(hypot(a.x - b.x, a.y - b.y) + 0.5);
}

static void read_coordinates(struct reader *r)
{
    struct place place[MOST_CITIES];
    bool known[MOST_CITIES] = { false };
    bool geo = strcmp(r->type, "GEO") == 0;
    for (int i = 0; i < r->cities; i++) {
        double city = read_number(r);
        if (!(city >= 1 && city <= r->cities && city == trunc(city)) || known[(int)city - 1])
            complain(r, "expected the number of another city", "");
        known[(int)city - 1] = true;
        place[(int)city - 1].x = read_number(r);
        place[(int)city - 1].y = read_number(r);
        if (fabs(place[(int)city - 1].x) > MOST_DISTANCE / 4 || fabs(place[(int)city - 1].y) > MOST_DISTANCE / 4)
            complain(r, "this is too far away", "");
    }
    for (int a = 0; a < r->cities; a++)
        for (int b = 0; b < r->cities; b++)
            r->instance->distance[a][b] = a == b ? 0 : (geo ? geographical : euclidean)(place[a], place[b]);
}

static int read_distance(struct reader *r)
{
    double number = read_number(r);
    if (!(number >= 0 && number <= MOST_DISTANCE && number == trunc(number)))
        complain(r, "expected a whole number from 0 to 1000000", "");
    return (int)number;
}

/* A row of the table goes from the first city or the diagonal to the diagonal or the last city. */
static void read_table(struct reader *r)
{
    const char *f = r->format;
    bool full = strcmp(f, "FULL_MATRIX") == 0, upper = strncmp(f, "UPPER_", 6) == 0;
    int diagonal = strstr(f, "DIAG") != NULL;
    for (int a = 0; a < r->cities; a++) {
        int first = upper ? a + 1 - diagonal : 0, last = full || upper ? r->cities - 1 : a - 1 + diagonal;
        for (int b = first; b <= last; b++) {
            int distance = read_distance(r);
            if (full && b < a && r->instance->distance[b][a] != distance)
                complain(r, "the distances differ by direction", "");
            r->instance->distance[a][b] = r->instance->distance[b][a] = distance;
        }
    }
}

/* ---- properties ---- */

static void read_cities(struct reader *r, const char *value)
{
    char *end;
    long cities = strtol(value, &end, 10);
    if (end == value || *end != '\0' || cities < 3 || cities > MOST_CITIES)
        complain(r, "expected 3 to 64 cities, found ", value);
    r->cities = (int)cities;
}

/* What the distances are made of has to be known, and to be what the section has. */
static void check_type(const struct reader *r, const char *section)
{
    static const char *const formats[] = { "FULL_MATRIX", "UPPER_ROW", "LOWER_ROW", "UPPER_DIAG_ROW", "LOWER_DIAG_ROW" };
    if (strcmp(section, "NODE_COORD_SECTION") == 0) {
        if (strcmp(r->type, "GEO") != 0 && strcmp(r->type, "EUC_2D") != 0)
            complain(r, "expected EDGE_WEIGHT_TYPE GEO or EUC_2D before coordinates, found ", r->type);
        return;
    }
    if (strcmp(r->type, "EXPLICIT") != 0)
        complain(r, "expected EDGE_WEIGHT_TYPE EXPLICIT before distances, found ", r->type);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(r->format, formats[i]) == 0)
            return;
    complain(r, "expected EDGE_WEIGHT_FORMAT FULL_MATRIX, or UPPER_ or LOWER_ and ROW or DIAG_ROW, found ", r->format);
}

/* The section's last number is the last of its line. */
static void end_line(struct reader *r)
{
    for (int c; (c = getc(r->in)) != EOF && c != '\n'; )
        if (!isspace(c))
            complain(r, "expected the end of the line: there are all distances", "");
}

static void read_section(struct reader *r, const char *name)
{
    if (r->cities == 0)
        complain(r, "expected DIMENSION before ", name);
    if (r->is_read)
        complain(r, "a second section: ", name);
    check_type(r, name);
    r->line++;                                          /* the numbers begin in the next one */
    if (strcmp(name, "NODE_COORD_SECTION") == 0)
        read_coordinates(r);
    else
        read_table(r);
    end_line(r);
    r->is_read = true;
}

static void read_property(struct reader *r, const char *name, const char *value)
{
    if (strcmp(name, "DIMENSION") == 0)
        read_cities(r, value);
    else if (strcmp(name, "EDGE_WEIGHT_TYPE") == 0)
        snprintf(r->type, sizeof r->type, "%s", value);
    else if (strcmp(name, "EDGE_WEIGHT_FORMAT") == 0)
        snprintf(r->format, sizeof r->format, "%s", value);
    else if (strcmp(name, "TYPE") == 0 && strcmp(value, "TSP") != 0)
        complain(r, "expected TYPE TSP, found ", value);
}

/* Takes the blanks at the end of a text away; returns where it begins. */
static char *trimmed(char *s)
{
    s += strspn(s, " \t\r\n");
    for (size_t n = strlen(s); n > 0 && isspace((unsigned char)s[n - 1]); n--)
        s[n - 1] = '\0';
    return s;
}

/* Returns whether the file goes on. What is shown only, after the distances, is not read. */
static bool read_line(struct reader *r, char *line)
{
    char *value = strchr(line, ':');
    if (value != NULL)
        *value++ = '\0';
    char *name = trimmed(line);
    if (strcmp(name, "EOF") == 0 || strcmp(name, "DISPLAY_DATA_SECTION") == 0)
        return false;
    if (strcmp(name, "NODE_COORD_SECTION") == 0 || strcmp(name, "EDGE_WEIGHT_SECTION") == 0)
        read_section(r, name);
    else if (value != NULL)
        read_property(r, name, trimmed(value));
    else if (*name != '\0')
        complain(r, r->is_read ? "expected EOF, found " : "expected a property and a colon, or a section, found ", name);
    return true;
}

void instance_read(struct instance *in, const char *file)
{
    struct reader r = { .in = fopen(file, "r"), .file = file, .type = "nothing", .format = "nothing", .instance = in };
    char *line = NULL;
    size_t size = 0;
    if (r.in == NULL)
        err(2, "%s", file);
    ssize_t length;
    for (bool more = true; more && (length = getline(&line, &size, r.in)) >= 0; ) {
        r.line++;
        if (strlen(line) != (size_t)length)
            complain(&r, "a zero byte", "");
        more = read_line(&r, line);
    }
    if (ferror(r.in))
        err(2, "%s", file);
    if (!r.is_read)
        complain(&r, "the file ends before the distances", "");
    in->cities = r.cities;
    free(line);
    fclose(r.in);
}
