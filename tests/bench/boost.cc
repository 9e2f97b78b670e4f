// boost.cc: boost.context's fibers, used as its documentation uses them, without the coroutine layer above.
#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>

#include <memory>
#include <utility>
#include <vector>

#include "bench.h"

namespace ctx = boost::context;

namespace {

// The least that makes a generator: where the body is suspended, what it yielded, whether it is over.
struct generator {
    ctx::fiber body;
    ctx::fiber caller;
    long value = 0;
    bool done = false;

    template <class Stack, class Fn>
    generator(Stack stack, Fn fn)
        : body(std::allocator_arg, stack, [this, fn](ctx::fiber &&c) {
              caller = std::move(c);
              fn(*this);
              done = true;
              return std::move(caller);
          })
    {
    }

    bool next()
    {
        body = std::move(body).resume();
        return !done;
    }

    void yield(long v)
    {
        value = v;
        caller = std::move(caller).resume();
    }
};

void count(generator &g, long n)
{
    for (long i = 0; i < n; i++)
        g.yield(i);
}

double flat(long n, long)
{
    generator g(ctx::fixedsize_stack(), [n](generator &self) { count(self, n); });
    long sum = 0;
    double start = bench_now();
    while (g.next())
        sum += g.value;
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of a flat generator");
    return ns;
}

void walk(generator &g, long node, long nodes)
{
    if (node > nodes)
        return;
    walk(g, 2 * node, nodes);
    g.yield(node);
    walk(g, 2 * node + 1, nodes);
}

double tree(long n, long)
{
    generator g(ctx::fixedsize_stack(), [n](generator &self) { walk(self, 1, n); });
    long sum = 0;
    double start = bench_now();
    while (g.next())
        sum += g.value;
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n + 1) / 2, "the sum of a tree generator");
    return ns;
}

// A body run to its end on a stack of its own, from a pool: what comes nearest to a prompt.
double prompt(long n, long)
{
    ctx::pooled_fixedsize_stack pool;
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        ctx::fiber f(std::allocator_arg, pool, [&sum, i](ctx::fiber &&c) {
            sum += i;
            return std::move(c);
        });
        f = std::move(f).resume();
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n bodies");
    return ns;
}

double object(long n, long)
{
    long in = 0, out = 0, sum = 0;
    ctx::fiber f([&in, &out](ctx::fiber &&c) {
        for (;;) {
            out = in;
            c = std::move(c).resume();
        }
        return std::move(c);
    });
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        in = i;
        f = std::move(f).resume();
        sum += out;
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of a fiber");
    return ns;
}

// The slice, made as in kont_resumes.c.
__attribute__((noinline)) void fill(volatile long *words, long n)
{
    for (long i = 0; i < n; i++)
        words[i] = 1;
}

long bottom(generator &g, const bool &stop)
{
    while (!stop)
        g.yield(0);
    return 0;
}

long descend(generator &g, const bool &stop, long bytes);

__attribute__((noinline)) long frame_1k(generator &g, const bool &stop, long bytes)
{
    long words[128];
    fill(words, 128);
    long v = descend(g, stop, bytes - 1024);
    return v + words[v & 127];
}

__attribute__((noinline)) long frame_256(generator &g, const bool &stop)
{
    long words[32];
    fill(words, 32);
    long v = descend(g, stop, 0);
    return v + words[v & 31];
}

long descend(generator &g, const bool &stop, long bytes)
{
    if (bytes >= 1024)
        return frame_1k(g, stop, bytes);
    if (bytes >= 256)
        return frame_256(g, stop);
    return bottom(g, stop);
}

double resume_once(long n, long bytes)
{
    bool stop = false;
    long answer = 0;
    generator g(ctx::fixedsize_stack(), [&](generator &self) { answer = descend(self, stop, bytes); });
    g.next();
    double start = bench_now();
    for (long i = 0; i < n; i++)
        g.next();
    double ns = (bench_now() - start) / (double)n;
    stop = true;
    g.next();
    bench_check(answer == (bytes >= 1024 ? bytes / 1024 : bytes / 256), "the frames of a slice");
    return ns;
}

// Small stacks: of the default size, the kernel's limit on mappings ends it at about 65,000.
using held = std::vector<std::unique_ptr<generator>>;

held hold(long n)
{
    held all;
    all.reserve((size_t)n);
    for (long i = 0; i < n; i++) {
        long m = 2 + i % 2;
        all.push_back(std::make_unique<generator>(ctx::fixedsize_stack(16384), [m](generator &self) { count(self, m); }));
        bench_check(all.back()->next() && all.back()->value == 0, "a generator's first value");
    }
    return all;
}

double hold_time(long n, long)
{
    double start = bench_now();
    held all = hold(n);
    return (bench_now() - start) / (double)n;
}

double growth(long n, const char *field)
{
    double before = bench_status(field);
    held all = hold(n);
    return (bench_status(field) - before) / (double)n;
}

// Without the list that keeps them.
double hold_bytes(long n, long)
{
    return growth(n, "VmRSS:") - sizeof(held::value_type);
}

double hold_tables(long n, long)
{
    return growth(n, "VmPTE:");
}

const bench_work works[] = {
    { "flat", flat, 0, false },
    { "tree", tree, 0, false },
    { "prompt", prompt, 0, false },
    { "prompt:next", flat, 0, false },
    { "object", object, 0, false },
    { "resume-once-0", resume_once, 0, false },
    { "resume-once-256", resume_once, 256, false },
    { "resume-once-1k", resume_once, 1024, false },
    { "resume-once-4k", resume_once, 4096, false },
    { "resume-once-64k", resume_once, 65536, false },
    { "hold-time", hold_time, 0, true },
    { "hold-bytes", hold_bytes, 0, true },
    { "hold-tables", hold_tables, 0, true },
    { nullptr, nullptr, 0, false }
};

} // namespace

int main(int argc, char **argv)
{
    return bench_main(works, argc, argv);
}
