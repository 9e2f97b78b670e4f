/* table.c: tables of figures, ours and the paper's. */
#include <gc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measured.h"
#include "mode.h"

enum { ROWS = 24, COLUMNS = 12, NAME = 40 };

struct cell {
    bool has;
    double ours;
    const char *paper;                                  /* or null */
};

struct table {
    const char *title, *rows, *unit;
    int height, width;
    char row[ROWS][NAME], column[COLUMNS][NAME];
    struct cell cell[ROWS][COLUMNS];
};

struct table *table_new(const char *title, const char *rows, const char *unit)
{
    struct table *t = GC_MALLOC(sizeof *t);
    t->title = title;
    t->rows = rows;
    t->unit = unit;
    return t;
}

const char *table_name(long n)
{
    char *name = GC_MALLOC_ATOMIC(NAME);
    snprintf(name, NAME, "%ld", n);
    return name;
}

/* The place of a name, -1 where it is not there. */
static int find(char names[][NAME], int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static int place(char names[][NAME], int *count, int room, const char *name)
{
    int i = find(names, *count, name);
    if (i >= 0)
        return i;
    if (*count == room || strlen(name) >= NAME) {
        fprintf(stderr, "no room in a table for '%s'\n", name);
        exit(1);
    }
    strcpy(names[*count], name);
    return (*count)++;
}

static struct cell *at(struct table *t, const char *row, const char *column)
{
    int r = place(t->row, &t->height, ROWS, row);
    return &t->cell[r][place(t->column, &t->width, COLUMNS, column)];
}

void table_ours(struct table *t, const char *row, const char *column, double figure)
{
    struct cell *c = at(t, row, column);
    c->has = true;
    c->ours = figure;
}

void table_paper(struct table *t, const char *row, const char *column, const char *figure)
{
    at(t, row, column)->paper = figure;
}

double table_get(const struct table *t, const char *row, const char *column)
{
    int r = find(((struct table *)t)->row, t->height, row), c = find(((struct table *)t)->column, t->width, column);
    return r >= 0 && c >= 0 ? t->cell[r][c].ours : 0;
}

/* ---- As a table ---------------------------------------------------------------------------------------------------------------------- */

static bool has_ours(const struct table *t, int column)
{
    for (int r = 0; r < t->height; r++)
        if (t->cell[r][column].has)
            return true;
    return false;
}

static bool has_paper(const struct table *t, int column)
{
    for (int r = 0; r < t->height; r++)
        if (t->cell[r][column].paper != NULL)
            return true;
    return false;
}

static const char *figure(char *text, size_t room, const struct cell *c)
{
    if (!c->has)
        return "-";
    snprintf(text, room, c->ours < 0.1 ? "%.4f" : c->ours < 10 ? "%.2f" : c->ours < 100 ? "%.1f" : "%.0f", c->ours);
    return text;
}

static int wider(int width, const char *text)
{
    int length = (int)strlen(text);
    return length > width ? length : width;
}

/* One column of a kind, ours or the paper's: its heading where r is -1, else what stands in a row. */
static const char *entry(const struct table *t, int r, int column, bool paper, char *text, size_t room)
{
    if (r >= 0)
        return !paper ? figure(text, room, &t->cell[r][column]) : t->cell[r][column].paper != NULL ? t->cell[r][column].paper : "-";
    if (!paper)
        return t->column[column];
    if (has_ours(t, column))
        return "paper";
    snprintf(text, room, "%s (paper)", t->column[column]);
    return text;
}

static void print_entry(const struct table *t, int r, int column, bool paper)
{
    char text[NAME + 16];
    int width = 0;
    if (paper ? !has_paper(t, column) : !has_ours(t, column))
        return;
    for (int i = -1; i < t->height; i++)
        width = wider(width, entry(t, i, column, paper, text, sizeof text));
    printf("  %*s", width, entry(t, r, column, paper, text, sizeof text));
}

static void print_table(const struct table *t)
{
    int width = wider(0, t->rows);
    for (int r = 0; r < t->height; r++)
        width = wider(width, t->row[r]);
    printf("\n%s: %s\n", t->title, t->unit);
    for (int r = -1; r < t->height; r++) {
        printf("%-*s", width, r < 0 ? t->rows : t->row[r]);
        for (int c = 0; c < t->width; c++) {
            print_entry(t, r, c, false);
            print_entry(t, r, c, true);
        }
        printf("\n");
    }
}

/* ---- As lines, with tabs in between ---------------------------------------------------------------------------------------------------- */

static void print_data(const struct table *t)
{
    printf("table\t%s\t%s\t%s\n", t->title, t->rows, t->unit);
    for (int r = 0; r < t->height; r++)
        for (int c = 0; c < t->width; c++) {
            if (t->cell[r][c].has)
                printf("figure\t%s\t%s\t%.6g\n", t->row[r], t->column[c], t->cell[r][c].ours);
            if (t->cell[r][c].paper != NULL)
                printf("paper\t%s\t%s\t%s\n", t->row[r], t->column[c], t->cell[r][c].paper);
        }
}

void table_print(const struct table *t)
{
    if (measured_data)
        print_data(t);
    else
        print_table(t);
}
