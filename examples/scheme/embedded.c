/* embedded.c: the libraries that are written in Scheme, as text: the files of library/, which the assembler takes in. */
#include "embedded.h"

#include <stddef.h>

#define TEXT(symbol, file) \
    __asm__(".pushsection .rodata\n" #symbol ":\n.incbin \"examples/scheme/library/" file "\"\n.byte 0\n.popsection\n"); \
    extern const char symbol[] __attribute__((visibility("hidden")))

TEXT(srfi_1, "srfi-1.sld");
TEXT(srfi_26, "srfi-26.sld");
TEXT(srfi_41, "srfi-41.sld");
TEXT(srfi_45, "srfi-45.sld");
TEXT(srfi_121, "srfi-121.sld");
TEXT(srfi_158, "srfi-158.sld");
TEXT(srfi_227, "srfi-227.sld");

const struct embedded embedded[] = {
    { "srfi 1", srfi_1 },
    { "srfi 26", srfi_26 },
    { "srfi 41", srfi_41 },
    { "srfi 45", srfi_45 },
    { "srfi 121", srfi_121 },
    { "srfi 158", srfi_158 },
    { "srfi 227", srfi_227 },
    { NULL, NULL },
};
