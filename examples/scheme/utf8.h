/* utf8.h: UTF-8. */
#ifndef SCHEME_UTF8_H
#define SCHEME_UTF8_H

#include <stdint.h>

/* The character at *at, which goes on behind it. U+FFFD for a byte that begins none. */
uint32_t utf8_decode(const unsigned char **at, const unsigned char *end);
char *utf8_encode(char *to, uint32_t c);                /* up to 4 bytes; gives where they end */

#endif
