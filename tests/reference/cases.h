/* cases.h: programs with the answers that their papers give. */
#ifndef CASES_H
#define CASES_H

/* Runs the cases of a file, each on the reference and on kont; prints what fails. Lines are `PROGRAM => ANSWER`, or begin
 * with `;`. False where the file cannot be read. */
struct cases_result {
    int passed, failed;
};
_Bool cases_run(const char *path, struct cases_result *result);

#endif
