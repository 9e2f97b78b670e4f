#include "events.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char text[4096], answer[sizeof text];
static size_t length;

void trace(const char *format, ...)
{
    va_list arguments;
    if (length > 0 && length < sizeof text - 1)
        text[length++] = ' ';
    va_start(arguments, format);
    length += (size_t)vsnprintf(text + length, sizeof text - length, format, arguments);
    va_end(arguments);
    if (length >= sizeof text)
        length = sizeof text - 1;
}

const char *traced(void)
{
    memcpy(answer, text, sizeof text);
    text[0] = '\0';
    length = 0;
    return answer;
}

KONT void *trace_enter(void *name)
{
    trace("<%s", (const char *)name);
    return NULL;
}

KONT void *trace_leave(void *name)
{
    trace("%s>", (const char *)name);
    return NULL;
}

KONT void *trace_name(void *name)
{
    trace("%s", (const char *)name);
    return name;
}
