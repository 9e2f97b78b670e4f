/* builtins.c: starts all that is built in. */
#include "builtins.h"

#include "call.h"
#include "characters.h"
#include "control.h"
#include "environment.h"
#include "expand.h"
#include "number.h"
#include "port.h"
#include "printer.h"
#include "reader.h"
#include "threads.h"

void builtins_start(void)
{
    control_start();
    exceptions_start();
    equal_start();
    lists_start();
    vectors_start();
    records_start();
    promises_start();
    numbers_start();
    characters_start();
    strings_start();
    bytevectors_start();
    ports_start();
    define_value(BASE, "current-input-port", current_input_parameter);
    define_value(BASE, "current-output-port", current_output_parameter);
    define_value(BASE, "current-error-port", current_error_parameter);
    clock_start();
    hashtables_start();
    sort_start();
    reader_start();
    printer_start();
    threads_start();
    mutexes_start();
    environment_start();
    special_forms_start();
    libraries_start();
}

value features(void)
{
    static const char *const names[] = { "r7rs", "exact-closed", "ieee-float", "full-unicode", "ratios", "kont", "scheme-on-kont", "posix" };
    value list = NIL;
    for (size_t i = COUNT(names); i-- > 0;)
        list = cons(intern(names[i]), list);
    return list;
}
