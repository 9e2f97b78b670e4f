/* characters.h: what kind a character is, and its other cases. */
#ifndef SCHEME_CHARACTERS_H
#define SCHEME_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool char_is_alphabetic(uint32_t c);
bool char_is_whitespace(uint32_t c);
int char_digit(uint32_t c);                             /* of any script's decimal digits; -1: none */

uint32_t char_upcase(uint32_t c);                       /* one character to one */
uint32_t char_downcase(uint32_t c);
uint32_t char_foldcase(uint32_t c);

/* The same as strings have it: up to three characters, how many is the result. */
enum { MOST_CASE = 3 };
size_t char_upcase_full(uint32_t c, uint32_t to[MOST_CASE]);
size_t char_downcase_full(uint32_t c, uint32_t to[MOST_CASE]);
size_t char_foldcase_full(uint32_t c, uint32_t to[MOST_CASE]);

void characters_start(void);

#endif
