/* mutate.c: mutate FILE SEED: prints the file with a few of its tokens deleted, doubled, exchanged or replaced. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 200000 };

static char text[MOST];
static struct token { const char *s; size_t size; } tokens[MOST];
static size_t count;
static unsigned long state;

static size_t random_below(size_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return n == 0 ? 0 : (size_t)(state >> 33) % n;
}

static size_t token_size(const char *s)
{
    size_t n = 1;
    if (*s == '#')
        return strcspn(s, "\n");
    if (*s == '"') {
        while (s[n] != '\0' && s[n] != '"')
            n += s[n] == '\\' && s[n + 1] != '\0' ? 2 : 1;
        return n + (s[n] == '"');
    }
    if (isspace((unsigned char)*s))
        return strspn(s, " \t\r\n");
    while ((isalnum((unsigned char)*s) || *s == '_') && (isalnum((unsigned char)s[n]) || s[n] == '_'))
        n++;
    return n;
}

static void split(void)
{
    for (const char *s = text; *s != '\0'; s += tokens[count++].size)
        tokens[count] = (struct token){ s, token_size(s) };
}

static void mutate(void)
{
    static const char *const others[] = {
        "{", "}", "(", ")", ";", ",", "*", "&", "return", "if", "else", "for", "while", "do", "switch", "case 1:", "default:", "goto", "x", "0", "=",
        "static", "const", "struct", "typedef", "KONT", "({", "})", "?", ":", "&&", "[", "]", "break;", "continue;", "sizeof", "...", "\"", "'", "__typeof__"
    };
    size_t i = random_below(count), k = random_below(count);
    struct token t = tokens[i];
    switch (random_below(5)) {
    case 0:
        tokens[i].size = 0;
        break;
    case 1:
        tokens[i] = tokens[k];
        break;
    case 2:
        tokens[i] = tokens[k];
        tokens[k] = t;
        break;
    case 3:
        if (random_below(8) == 0)
            count = i;
        break;
    default:
        tokens[i].s = others[random_below(sizeof others / sizeof *others)];
        tokens[i].size = strlen(tokens[i].s);
    }
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[1], "r") : NULL;
    if (file == NULL || fread(text, 1, MOST - 1, file) == 0)
        return 2;
    state = strtoul(argv[2], NULL, 10) * 2654435761u + 1;
    split();
    for (size_t n = 1 + random_below(4); n > 0; n--)
        mutate();
    for (size_t i = 0; i < count; i++)
        fwrite(tokens[i].s, 1, tokens[i].size, stdout);
    return 0;
}
