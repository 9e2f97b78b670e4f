/* samefringe.c: have two directory trees the same fringe: the same files in the same order, whatever the folders that they are in?
 *
 * The same-fringe problem (Hewitt, 1970s): two trees of different shape, leaf beside leaf, and no further than the first difference. Each tree
 * is walked by a generator that calls itself; main asks both in turn, as if each had a list. Nothing is read before it is asked for. */
#define _FILE_OFFSET_BITS 64                            /* folders of any size, where a long has 32 bits too */
#include <kont/generator.h>

#include <gc.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct folder {
    int count, room;
    char **names;                                       /* sorted */
};

static void add_name(struct folder *f, const char *name)
{
    if (f->count == f->room) {
        f->room = f->room > 0 ? 2 * f->room : 16;
        f->names = GC_REALLOC(f->names, (size_t)f->room * sizeof *f->names);
    }
    f->names[f->count++] = GC_STRDUP(name);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All memory is the collector's: a generator may be left where it stands. */
static struct folder read_folder(const char *path)
{
    struct folder f = { 0, 0, NULL };
    DIR *dir = opendir(path);
    if (dir == NULL)
        err(2, "%s", path);
    errno = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL; errno = 0)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            add_name(&f, entry->d_name);
    if (errno != 0)
        err(2, "%s", path);
    closedir(dir);
    if (f.count > 0)
        qsort(f.names, (size_t)f.count, sizeof *f.names, by_name);
    return f;
}

static bool is_folder(const char *path)
{
    struct stat s;
    if (lstat(path, &s) != 0)
        err(2, "%s", path);
    return S_ISDIR(s.st_mode);
}

static char *path_of(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = GC_MALLOC_ATOMIC(size);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* Yields the path of each file below the folder. A link is a file, wherever it leads. */
static KONT void *walk(void *arg)
{
    struct folder f = read_folder(arg);
    for (int i = 0; i < f.count; i++) {
        char *path = path_of(arg, f.names[i]);
        if (is_folder(path))
            walk(path);
        else
            kont_yield(path);
    }
    return NULL;
}

/* ---- comparing ---- */

static const char *name_of(const char *path)
{
    return strrchr(path, '/') + 1;
}

static const char help[] =
    "usage: samefringe FOLDER FOLDER\n"
    "\n"
    "Compares the names of the files below two folders, in the order of a walk through the sorted\n"
    "folders. In which folders below they are does not matter. Prints the first difference, or\n"
    "how many files there are.\n"
    "\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0 when they are the same, 1 when they differ or the output cannot be written,\n"
    "2 when something was wrong with the command line or a folder.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

/* Returns whether both are the same. */
static bool compare(char *left_folder, char *right_folder)
{
    kont_generator *left = kont_generator_new(walk, left_folder), *right = kont_generator_new(walk, right_folder);
    for (unsigned long files = 0; ; files++) {
        void *a, *b;
        bool more_left = kont_next(left, &a), more_right = kont_next(right, &b);
        if (!more_left && !more_right) {
            printf("the same: %lu file%s\n", files, files == 1 ? "" : "s");
            return true;
        }
        if (!more_left || !more_right || strcmp(name_of(a), name_of(b)) != 0) {
            printf("file %lu: %s | %s\n", files + 1, more_left ? (char *)a : "the end", more_right ? (char *)b : "the end");
            return false;
        }
    }
}

int main(int argc, char **argv)
{
    GC_INIT();
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        check_output();
        return 0;
    }
    if (argc != 3)
        errx(2, "expected two folders (--help explains)");
    bool same = compare(argv[1], argv[2]);
    check_output();
    return !same;
}
