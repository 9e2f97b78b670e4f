/* kont.c: the kont program's table of works; all of them run under kont_run. */
#include "kont_works.h"

#include "effects.h"
#include "puzzles.h"

static const struct bench_work works[] = {
    { "flat", flat, 0, false },
    { "tree", tree, 0, false },
    { "delegate-1", delegate, 1, false },
    { "delegate-10", delegate, 10, false },
    { "delegate-10:1", delegate, 1, false },
    { "delegate-100", delegate, 100, false },
    { "delegate-100:1", delegate, 1, false },
    { "delegate-1000", delegate, 1000, false },
    { "delegate-1000:1", delegate, 1, false },
    { "prompt", prompt, 0, false },
    { "object", object, 0, false },
    { "abort-0", escape_abort, 0, false },
    { "abort-1000", escape_abort, 1000, false },
    { "callec-0", escape_callec, 0, false },
    { "callec-1000", escape_callec, 1000, false },
    { "raise-0", escape_raise, 0, false },
    { "raise-1000", escape_raise, 1000, false },
    { "resume-once-0", resume_once, 0, false },
    { "resume-once-256", resume_once, 256, false },
    { "resume-once-1k", resume_once, 1024, false },
    { "resume-once-4k", resume_once, 4096, false },
    { "resume-once-64k", resume_once, 65536, false },
    { "resume-multi-0", resume_multi, 0, false },
    { "resume-multi-256", resume_multi, 256, false },
    { "resume-multi-1k", resume_multi, 1024, false },
    { "resume-multi-4k", resume_multi, 4096, false },
    { "resume-multi-64k", resume_multi, 65536, false },
    { "depth-10", depth, 10, false },
    { "depth-100", depth, 100, false },
    { "depth-1k", depth, 1000, false },
    { "depth-10k", depth, 10000, false },
    { "depth-100k", depth, 100000, false },
    { "callcc-capture", callcc_capture, 0, false },
    { "callcc-reenter", callcc_reenter, 0, false },
    { "callcc-ctak", callcc_ctak, 0, false },
    { "queens-8", queens, 92, false },
    { "queens-10", queens, 724, false },
    { "queens-12", queens, 14200, false },
    { "search-2k", search_deep, 0, false },
    { "search-100k", search_deep, 0, false },
    { "fair", fair, false, false },
    { "fair:plain", fair, true, false },
    { "sudoku", sudoku, 0, false },
    { "pipeline-10", pipeline, 0, false },
    { "fib", fib, 0, false },
    { "deep", deep, 0, false },
    { "hold-time", hold_time, 0, true },
    { "hold-bytes", hold_bytes, 0, true },
    { "hold-tables", hold_tables, 0, true },
    { "hold-count", hold_count, 0, true },
    { "compact-bytes", compact_bytes, 0, true },
    { "compact-next", compact_next, 1000, false },
    { "many-time", hold_time, 0, true },
    { "many-bytes", hold_bytes, 0, true },
    { "many-count", hold_count, 0, true },
    { "collect", collect, 0, true },
    { "effects-countdown", effects, COUNTDOWN, false },
    { "effects-fibonacci", effects, FIBONACCI, false },
    { "effects-product", effects, PRODUCT, false },
    { "effects-iterator", effects, ITERATOR, false },
    { "effects-nqueens", effects, QUEENS, false },
    { "effects-generator", effects, GENERATOR, false },
    { "effects-explore", effects, EXPLORE, false },
    { "effects-triples", effects, TRIPLES, false },
    { "effects-dollars", effects, DOLLARS, false },
    { "effects-nontail", effects, NONTAIL, false },
    { "effects-sieve", effects, SIEVE, false },
    { NULL, NULL, 0, false }
};

struct command {
    int argc;
    char **argv;
};

static KONT void *run(void *arg)
{
    struct command *c = arg;
    return kont_int(bench_main(works, c->argc, c->argv));
}

int main(int argc, char **argv)
{
    struct command c = { argc, argv };
    return (int)kont_to_int(kont_run(run, &c));
}
