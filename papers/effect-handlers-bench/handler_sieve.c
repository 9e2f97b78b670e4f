/* handler_sieve.c: the sum of the primes below n. Each prime found becomes a handler of `prime` inside of the others, which asks the next outer one
 * where it does not divide. */
#include "suite.h"

KONT_EFFECT(sieve, prime);
KONT_OPERATION(sieve, prime, bool, long)

static KONT void *no_divisor(kont_handle *h, void *number)
{
    (void)h, (void)number;
    return kont_int(true);
}

static KONT void *divides_or_asks(kont_handle *h, void *number)
{
    long p = kont_to_int(h->local), n = kont_to_int(number);
    return kont_int(n % p != 0 && sieve_prime(n));
}

static const kont_clauses outermost = { .effect = &sieve, .on = { [sieve_prime_op] = KONT_OP_LEAF(no_divisor) } };
static const kont_clauses inner = { .effect = &sieve, .on = { [sieve_prime_op] = KONT_OP_TAIL(divides_or_asks) } };

struct progress {
    long next, end, sum;
};

/* Goes on under a handler for each prime that is found. */
static KONT void *find(void *progress)
{
    struct progress *p = progress;
    while (p->next < p->end) {
        long n = p->next++;
        if (sieve_prime(n)) {
            p->sum += n;
            return kont_with_effect(&inner, kont_int(n), find, p);
        }
    }
    return NULL;
}

KONT long handler_sieve(long n)
{
    static struct progress p;
    p = (struct progress){ 2, n, 0 };
    kont_with_effect(&outermost, NULL, find, &p);
    return p.sum;
}
