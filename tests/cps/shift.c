/* shift.c: continuations that are used twice, through an intermediate function; captured with a handler in them that itself waits; and resumed
 * in tail position. Twice: as written, and as kontc would rewrite what is marked. */
#include <kont/control.h>

#include <stdio.h>

static const kont_tag outer_tag = KONT_TAG("outer");

static KONT void *keep(kont *k, void *kept)
{
    *(kont **)kept = k;
    return kont_int(1);
}

static KONT void *answer(kont *k, void *arg)
{
    return kont_resume_tail(k, arg);
}

#if !defined(KONT_FOR_CPS)

static KONT void *twice(kont *k, void *arg)
{
    (void)arg;
    return kont_int(kont_to_int(kont_resume(k, kont_int(3))) + kont_to_int(kont_resume(k, kont_int(4))));
}

static KONT void *again(kont *k, void *arg)
{
    (void)arg;
    long x = kont_to_int(kont_resume(k, kont_int(100)));
    long y = kont_to_int(kont_resume_last(k, kont_int(200)));
    printf("%ld and %ld\n", x, y);
    return kont_int(x + y);
}

static KONT void *body(void *arg)
{
    (void)arg;
    return kont_int(2 * kont_to_int(kont_shift(twice, NULL)) + 1);
}

static KONT long ask(long weight)
{
    long n = kont_to_int(kont_shift(twice, NULL));
    return weight * n;
}

static KONT void *digits(void *arg)
{
    (void)arg;
    long tens = ask(10);
    long ones = ask(1);
    printf("%ld\n", tens + ones);
    return kont_int(tens + ones);
}

/* What it captures the second time holds `twice`, which waits for its first or second kont_resume. */
static KONT void *hundreds(void *arg)
{
    (void)arg;
    long tens = ask(10);
    long n = kont_to_int(kont_shift0_at(&outer_tag, again, NULL));
    return kont_int(n + tens);
}

static KONT void *count(void *arg)
{
    long n = kont_to_int(arg), sum = 0;
    for (long i = 0; i < n; i++)
        sum += kont_to_int(kont_shift(answer, kont_int(i)));
    return kont_int(sum);
}

static KONT void *kept_in_the_middle(void *kept)
{
    return kont_int(100 + kont_to_int(kont_callcc_composable(kont_default_tag, keep, kept)));
}

#else

struct twice_frame {
    kont__frame frame;
    kont *k;
    void *first;
};

static void *twice_again(const kont__frame *frame, void *v);
static const kont__site twice_sites[] = { { twice_again, 0 }, { twice_again, 1 } };

static KONT void *twice(kont *k, void *arg)
{
    (void)arg;
    void *first = kont_resume(k, kont_int(3));
    if (kont__capturing())
        return KONT__SAVE(struct twice_frame, &twice_sites[0], k, NULL);
    void *second = kont_resume(k, kont_int(4));
    if (kont__capturing())
        return KONT__SAVE(struct twice_frame, &twice_sites[1], NULL, first);
    return kont_int(kont_to_int(first) + kont_to_int(second));
}

static void *twice_again(const kont__frame *frame, void *v)
{
    const struct twice_frame *f = (const struct twice_frame *)frame;
    void *first = f->first, *second = v;
    if (frame->site->state == 0) {
        first = v;
        second = kont_resume(f->k, kont_int(4));
        if (kont__capturing())
            return KONT__SAVE(struct twice_frame, &twice_sites[1], NULL, first);
    }
    return kont_int(kont_to_int(first) + kont_to_int(second));
}

struct again_frame {
    kont__frame frame;
    kont *k;
    long x;
};

static void *again_again(const kont__frame *frame, void *v);
static const kont__site again_sites[] = { { again_again, 0 }, { again_again, 1 } };

static KONT void *again(kont *k, void *arg)
{
    (void)arg;
    long x = kont_to_int(kont_resume(k, kont_int(100)));
    if (kont__capturing())
        return KONT__SAVE(struct again_frame, &again_sites[0], k, 0);
    long y = kont_to_int(kont_resume_last(k, kont_int(200)));
    if (kont__capturing())
        return KONT__SAVE(struct again_frame, &again_sites[1], NULL, x);
    printf("%ld and %ld\n", x, y);
    return kont_int(x + y);
}

static void *again_again(const kont__frame *frame, void *v)
{
    const struct again_frame *f = (const struct again_frame *)frame;
    long x = f->x, y = kont_to_int(v);
    if (frame->site->state == 0) {
        x = kont_to_int(v);
        y = kont_to_int(kont_resume_last(f->k, kont_int(200)));
        if (kont__capturing())
            return KONT__SAVE(struct again_frame, &again_sites[1], NULL, x);
    }
    printf("%ld and %ld\n", x, y);
    return kont_int(x + y);
}

static void *body_again(const kont__frame *f, void *v)
{
    (void)f;
    return kont_int(2 * kont_to_int(v) + 1);
}
static const kont__site body_site = { body_again, 0 };

static KONT void *body(void *arg)
{
    (void)arg;
    void *v = kont_shift(twice, NULL);
    if (kont__capturing())
        return kont__save_bare(&body_site);
    return kont_int(2 * kont_to_int(v) + 1);
}

/* A result that is no pointer goes through the frames as one. */
struct ask_frame {
    kont__frame frame;
    long weight;
};

static void *ask_again(const kont__frame *frame, void *v)
{
    long n = kont_to_int(v);
    return kont_int(((const struct ask_frame *)frame)->weight * n);
}
static const kont__site ask_site = { ask_again, 0 };

static KONT long ask(long weight)
{
    long n = kont_to_int(kont_shift(twice, NULL));
    if (kont__capturing())
        return (long)kont_to_int(KONT__SAVE(struct ask_frame, &ask_site, weight));
    return weight * n;
}

struct tens_frame {
    kont__frame frame;
    long tens;
};

static void *digits_again(const kont__frame *frame, void *v);
static const kont__site digits_sites[] = { { digits_again, 0 }, { digits_again, 1 } };

static KONT void *digits(void *arg)
{
    (void)arg;
    long tens = ask(10);
    if (kont__capturing())
        return KONT__SAVE(struct tens_frame, &digits_sites[0], 0);
    long ones = ask(1);
    if (kont__capturing())
        return KONT__SAVE(struct tens_frame, &digits_sites[1], tens);
    printf("%ld\n", tens + ones);
    return kont_int(tens + ones);
}

static void *digits_again(const kont__frame *frame, void *v)
{
    long tens = ((const struct tens_frame *)frame)->tens, ones = kont_to_int(v);
    if (frame->site->state == 0) {
        tens = kont_to_int(v);
        ones = ask(1);
        if (kont__capturing())
            return KONT__SAVE(struct tens_frame, &digits_sites[1], tens);
    }
    printf("%ld\n", tens + ones);
    return kont_int(tens + ones);
}

static void *hundreds_again(const kont__frame *frame, void *v);
static const kont__site hundreds_sites[] = { { hundreds_again, 0 }, { hundreds_again, 1 } };

static KONT void *hundreds(void *arg)
{
    (void)arg;
    long tens = ask(10);
    if (kont__capturing())
        return KONT__SAVE(struct tens_frame, &hundreds_sites[0], 0);
    long n = kont_to_int(kont_shift0_at(&outer_tag, again, NULL));
    if (kont__capturing())
        return KONT__SAVE(struct tens_frame, &hundreds_sites[1], tens);
    return kont_int(n + tens);
}

static void *hundreds_again(const kont__frame *frame, void *v)
{
    long tens = ((const struct tens_frame *)frame)->tens, n = kont_to_int(v);
    if (frame->site->state == 0) {
        tens = kont_to_int(v);
        n = kont_to_int(kont_shift0_at(&outer_tag, again, NULL));
        if (kont__capturing())
            return KONT__SAVE(struct tens_frame, &hundreds_sites[1], tens);
    }
    return kont_int(n + tens);
}

struct count_frame {
    kont__frame frame;
    long n, sum, i;
};

static void *count_again(const kont__frame *frame, void *v);
static const kont__site count_site = { count_again, 0 };

static KONT void *count(void *arg)
{
    long n = kont_to_int(arg), sum = 0;
    for (long i = 0; i < n; i++) {
        long x = kont_to_int(kont_shift(answer, kont_int(i)));
        if (kont__capturing())
            return KONT__SAVE(struct count_frame, &count_site, n, sum, i);
        sum += x;
    }
    return kont_int(sum);
}

static void *count_again(const kont__frame *frame, void *v)
{
    const struct count_frame *f = (const struct count_frame *)frame;
    long n = f->n, sum = f->sum + kont_to_int(v);
    for (long i = f->i + 1; i < n; i++) {
        long x = kont_to_int(kont_shift(answer, kont_int(i)));
        if (kont__capturing())
            return KONT__SAVE(struct count_frame, &count_site, n, sum, i);
        sum += x;
    }
    return kont_int(sum);
}

static void *kept_again(const kont__frame *frame, void *v)
{
    (void)frame;
    return kont_int(100 + kont_to_int(v));
}
static const kont__site kept_site = { kept_again, 0 };

static KONT void *kept_in_the_middle(void *kept)
{
    void *v = kont_callcc_composable(kont_default_tag, keep, kept);
    if (kont__capturing())
        return kont__save_bare(&kept_site);
    return kont_int(100 + kont_to_int(v));
}

#endif

/* What a thunk does inside a continuation: it gives up, or brings a value. */
static KONT void *forty(void *arg)
{
    kont_abort(kont_default_tag, arg);
}

static KONT void *resume_with_forty(void *k)
{
    return kont_resume_thunk(k, forty, kont_int(40));
}

static KONT void *four(void *arg)
{
    return arg;
}

static KONT void *reset_hundreds(void *arg)
{
    return kont_reset(hundreds, arg);
}

static void print(void *n)
{
    printf("= %ld\n", (long)kont_to_int(n));
}

int main(void)
{
    static kont *kept;
    print(kont_reset(body, NULL));
    print(kont_reset(digits, NULL));
    print(kont_prompt(&outer_tag, reset_hundreds, NULL));
    print(kont_reset(count, kont_int(100000)));
    print(kont_reset(kept_in_the_middle, &kept));
    print(kont_resume(kept, kont_int(2)));
    print(kont_resume(kept, kont_int(3)));
    print(kont_resume_thunk(kept, four, kont_int(4)));
    print(kont_reset(resume_with_forty, kept));
    return 0;
}
