// cxx20.cc: C++20 coroutines: a generator whose body may hand over to another one, as std::generator does in C++23; one that is
// entered and left with values; tasks that await others; and C++ exceptions.
#include <coroutine>
#include <exception>
#include <utility>
#include <vector>

#include "bench.h"

namespace {

// The outermost promise of a chain keeps the innermost handle, so that next() resumes it whatever the depth; an inner one
// goes back to its parent when it ends.
class generator {
public:
    struct promise_type;
    struct hand_over;
    using handle = std::coroutine_handle<promise_type>;

    struct finish {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle h) noexcept
        {
            promise_type &p = h.promise();
            if (!p.parent)
                return std::noop_coroutine();
            p.root->innermost = p.parent;
            return p.parent;
        }
        void await_resume() noexcept {}
    };

    struct promise_type {
        promise_type *root = this;
        handle innermost = handle::from_promise(*this);
        handle parent = nullptr;
        long value = 0;

        generator get_return_object() { return generator(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        finish final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }

        std::suspend_always yield_value(long v) noexcept
        {
            root->value = v;
            return {};
        }

        inline hand_over yield_value(generator inner) noexcept;
    };

    explicit generator(handle h) : h_(h) {}
    generator(generator &&other) noexcept : h_(std::exchange(other.h_, nullptr)) {}
    ~generator()
    {
        if (h_)
            h_.destroy();
    }

    bool next()
    {
        h_.promise().innermost.resume();
        return !h_.done();
    }
    long value() const { return h_.promise().value; }

private:
    handle h_;
};

struct generator::hand_over {
    generator inner;
    bool await_ready() noexcept { return false; }
    handle await_suspend(handle h) noexcept
    {
        promise_type &p = inner.h_.promise();
        p.root = h.promise().root;
        p.parent = h;
        p.root->innermost = inner.h_;
        return inner.h_;
    }
    void await_resume() noexcept {}
};

inline generator::hand_over generator::promise_type::yield_value(generator inner) noexcept
{
    return { std::move(inner) };
}

generator count(long n)
{
    for (long i = 0; i < n; i++)
        co_yield i;
}

double flat(long n, long)
{
    generator g = count(n);
    long sum = 0;
    double start = bench_now();
    while (g.next())
        sum += g.value();
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of a flat generator");
    return ns;
}

// Looks before it hands over, so that no coroutine is made for an empty subtree.
generator walk(long node, long nodes)
{
    if (2 * node <= nodes)
        co_yield walk(2 * node, nodes);
    co_yield node;
    if (2 * node + 1 <= nodes)
        co_yield walk(2 * node + 1, nodes);
}

double tree(long n, long)
{
    generator g = walk(1, n);
    long sum = 0;
    double start = bench_now();
    while (g.next())
        sum += g.value();
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n + 1) / 2, "the sum of a tree generator");
    return ns;
}

// Entered with a value, left with a value.
struct echo {
    struct promise_type {
        long in = 0, out = 0;
        echo get_return_object() { return { std::coroutine_handle<promise_type>::from_promise(*this) }; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }

        struct leave {
            promise_type *p;
            bool await_ready() noexcept { return false; }
            void await_suspend(std::coroutine_handle<>) noexcept {}
            long await_resume() noexcept { return p->in; }
        };
        leave yield_value(long v) noexcept
        {
            out = v;
            return { this };
        }
    };
    std::coroutine_handle<promise_type> h;

    long enter(long v)
    {
        h.promise().in = v;
        h.resume();
        return h.promise().out;
    }
};

echo echoes()
{
    for (long v = 0;;)
        v = co_yield v;
}

double object(long n, long)
{
    echo e = echoes();
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += e.enter(i);
    double ns = (bench_now() - start) / (double)n;
    e.h.destroy();
    bench_check(sum == n * (n - 1) / 2, "the sum of an echo");
    return ns;
}

// A coroutine that others await; it begins where it is awaited, or run.
class task {
public:
    struct promise_type;
    using handle = std::coroutine_handle<promise_type>;

    struct finish {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle h) noexcept { return h.promise().parent; }
        void await_resume() noexcept {}
    };

    struct promise_type {
        std::coroutine_handle<> parent = std::noop_coroutine();
        long value = 0;
        task get_return_object() { return task(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        finish final_suspend() noexcept { return {}; }
        void return_value(long v) noexcept { value = v; }
        void unhandled_exception() { std::terminate(); }
    };

    explicit task(handle h) : h_(h) {}
    task(task &&other) noexcept : h_(std::exchange(other.h_, nullptr)) {}
    ~task()
    {
        if (h_)
            h_.destroy();
    }

    bool await_ready() noexcept { return false; }
    handle await_suspend(std::coroutine_handle<> parent) noexcept
    {
        h_.promise().parent = parent;
        return h_;
    }
    long await_resume() noexcept { return h_.promise().value; }

    long run()
    {
        h_.resume();
        return h_.promise().value;
    }

private:
    handle h_;
};

task give_back(long v)
{
    co_return v;
}

double prompt(long n, long)
{
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += give_back(i).run();
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n coroutines");
    return ns;
}

task fibonacci(long n)
{
    if (n < 2)
        co_return n;
    long a = co_await fibonacci(n - 1), b = co_await fibonacci(n - 2);
    co_return a + b;
}

double fib(long n, long)
{
    double start = bench_now();
    long value = fibonacci(n).run();
    double ns = bench_now() - start;
    bench_check(value == bench_fib(n), "fib");
    return ns / (double)(2 * bench_fib(n + 1) - 1);
}

task down(long depth)
{
    if (depth == 0)
        co_return 0;
    co_return co_await down(depth - 1) + 1;
}

double deep(long n, long)
{
    double start = bench_now();
    long value = down(n).run();
    double ns = (bench_now() - start) / (double)n;
    bench_check(value == n, "the depth of a recursion");
    return ns;
}

// Where the innermost task waits, and what it waits for.
struct bottom {
    std::coroutine_handle<> h;
    bool again = true;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { h = waiting; }
    void await_resume() noexcept {}
};

task wait_below(long calls, bottom *b)
{
    if (calls == 0) {
        while (b->again)
            co_await *b;
        co_return 0;
    }
    co_return co_await wait_below(calls - 1, b) + 1;
}

double depth(long n, long calls)
{
    bottom b;
    task t = wait_below(calls, &b);
    t.run();
    double start = bench_now();
    for (long i = 0; i < n; i++)
        b.h.resume();
    double ns = (bench_now() - start) / (double)n;
    b.again = false;
    b.h.resume();
    bench_check(t.await_resume() == calls, "the depth of a suspension");
    return ns;
}

__attribute__((noinline)) long descend(long depth, long value)
{
    if (depth == 0)
        throw value;
    long v = descend(depth - 1, value);
    __asm__ volatile("" : "+r"(v));
    return v;
}

double raise(long n, long depth)
{
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        try {
            descend(depth, i);
        } catch (long v) {
            sum += v;
        }
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n exceptions");
    return ns;
}

std::vector<generator> hold(long n)
{
    std::vector<generator> all;
    all.reserve((size_t)n);
    for (long i = 0; i < n; i++) {
        all.push_back(count(2 + i % 2));
        bench_check(all.back().next() && all.back().value() == 0, "a generator's first value");
    }
    return all;
}

double hold_time(long n, long)
{
    double start = bench_now();
    std::vector<generator> all = hold(n);
    return (bench_now() - start) / (double)n;
}

double growth(long n, const char *field)
{
    double before = bench_status(field);
    std::vector<generator> all = hold(n);
    return (bench_status(field) - before) / (double)n;
}

// Without the list that keeps them.
double hold_bytes(long n, long)
{
    return growth(n, "VmRSS:") - sizeof(generator);
}

double hold_tables(long n, long)
{
    return growth(n, "VmPTE:");
}

const bench_work works[] = {
    { "flat", flat, 0, false },
    { "tree", tree, 0, false },
    { "prompt", prompt, 0, false },
    { "object", object, 0, false },
    { "fib", fib, 0, false },
    { "deep", deep, 0, false },
    { "depth-10", depth, 10, false },
    { "depth-100", depth, 100, false },
    { "depth-1k", depth, 1000, false },
    { "depth-10k", depth, 10000, false },
    { "depth-100k", depth, 100000, false },
    { "raise-0", raise, 0, false },
    { "raise-1000", raise, 1000, false },
    { "hold-time", hold_time, 0, true },
    { "hold-bytes", hold_bytes, 0, true },
    { "hold-tables", hold_tables, 0, true },
    { "many-time", hold_time, 0, true },
    { "many-bytes", hold_bytes, 0, true },
    { nullptr, nullptr, 0, false }
};

} // namespace

int main(int argc, char **argv)
{
    return bench_main(works, argc, argv);
}
