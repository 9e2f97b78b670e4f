/* kont_resumes.c: capture and resume by the size of the captured slice.
 *
 * The slice is made of frames that hold 1 KiB each (one of 256 bytes for the smallest); each reads one of its words when
 * control comes back through it, so that all of it has to be there. */
#include "kont_works.h"

static const kont_tag tag = KONT_TAG("slice");

struct slice {
    long bytes;
    KONT long (*bottom)(void);
};

static KONT long descend(const struct slice *s, long bytes);

static __attribute__((noinline)) void fill(volatile long *words, long n)
{
    for (long i = 0; i < n; i++)
        words[i] = 1;
}

static KONT __attribute__((noinline)) long frame_1k(const struct slice *s, long bytes)
{
    long words[128];
    fill(words, 128);
    long v = descend(s, bytes - 1024);
    return v + words[v & 127];
}

static KONT __attribute__((noinline)) long frame_256(const struct slice *s)
{
    long words[32];
    fill(words, 32);
    long v = descend(s, 0);
    return v + words[v & 31];
}

static KONT long descend(const struct slice *s, long bytes)
{
    if (bytes >= 1024)
        return frame_1k(s, bytes);
    if (bytes >= 256)
        return frame_256(s);
    return s->bottom();
}

/* What the frames add to the bottom's value. */
static long frames(long bytes)
{
    return bytes >= 1024 ? bytes / 1024 : bytes / 256;
}

static KONT void *body(void *arg)
{
    const struct slice *s = arg;
    return kont_int(descend(s, s->bytes));
}

static KONT void *give(kont *k, void *arg)
{
    (void)arg;
    return k;
}

/* Captured and resumed over and over, until it is told to stop. */
static KONT long bottom_once(void)
{
    while (kont_shift0_once(&tag, give, NULL) != NULL)
        continue;
    return 0;
}

KONT double resume_once(long n, long bytes)
{
    struct slice s = { bytes, bottom_once };
    kont *k = kont_prompt(&tag, body, &s);
    double start = bench_now();
    for (long i = 0; i < n; i++)
        k = kont_resume(k, &s);
    double ns = (bench_now() - start) / (double)n;
    bench_check(kont_to_int(kont_resume(k, NULL)) == frames(bytes), "the frames of a one-shot slice");
    return ns;
}

static KONT long bottom_multi(void)
{
    return kont_to_int(kont_shift0_at(&tag, give, NULL));
}

/* The first resume, which takes the picture, is not measured. */
KONT double resume_multi(long n, long bytes)
{
    struct slice s = { bytes, bottom_multi };
    kont *k = kont_prompt(&tag, body, &s);
    long sum = kont_to_int(kont_resume(k, kont_int(0)));
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += kont_to_int(kont_resume(k, kont_int(i & 7)));
    double ns = (bench_now() - start) / (double)n;
    long bottoms = n / 8 * 28 + (n & 7) * ((n & 7) - 1) / 2;
    bench_check(sum == (n + 1) * frames(bytes) + bottoms, "the sum of n resumes");
    return ns;
}
