/* utf8.c: UTF-8. */
#include "utf8.h"

uint32_t utf8_decode(const unsigned char **at, const unsigned char *end)
{
    static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
    const unsigned char *p = *at;
    uint32_t c = *p;
    int more = c < 0x80 ? 0 : c >= 0xf0 && c < 0xf8 ? 3 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xc0 && c < 0xe0 ? 1 : -1;
    *at = p + 1;
    if (more <= 0)
        return more == 0 ? c : 0xfffd;
    if (end - p <= more)
        return 0xfffd;
    c &= 0x3f >> more;
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0xfffd;
        c = c << 6 | (p[i] & 0x3f);
    }
    if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return 0xfffd;
    *at = p + 1 + more;
    return c;
}

char *utf8_encode(char *to, uint32_t c)
{
    int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char first[] = { 0, 0xc0, 0xe0, 0xf0 };
    *to++ = (char)(first[more] | c >> (6 * more));
    while (more-- > 0)
        *to++ = (char)(0x80 | ((c >> (6 * more)) & 0x3f));
    return to;
}
