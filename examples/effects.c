/* effects.c: effect handlers, as a language runtime would make them: a program asks, and who runs it decides what asking means.
 *
 * Asking captures the rest of the program and hands it to the runner together with the question. One runner answers each question
 * once; the other takes both answers, one after the other, from the same captured rest. */
#include <kont/control.h>

#include <gc.h>
#include <stdio.h>

static const kont_tag effect = KONT_TAG("effect");

struct question {
    const char *text;
    kont *rest;                                         /* of the program, which waits for the answer */
};

/* What kont_prompt, or the resume before, returns to the runner. */
static KONT void *hand_over(kont *rest, void *arg)
{
    struct question *q = arg;
    q->rest = rest;
    return q;
}

static KONT bool ask(const char *text)
{
    struct question *q = GC_MALLOC(sizeof *q);
    q->text = text;
    return kont_to_int(kont_shift0_at(&effect, hand_over, q)) != 0;
}

/* The program. Null, its value, is no question: so the runner knows that it has ended. */
static KONT void *dinner(void *arg)
{
    (void)arg;
    const char *first = ask("Soup?") ? "soup" : "salad";
    const char *second = ask("Fish?") ? "fish" : "nut roast";
    printf("  %s, %s\n", first, second);
    return NULL;
}

/* Nothing is kept of a rest that is resumed for the last time. */
static KONT void always_yes(void)
{
    struct question *q = kont_prompt(&effect, dinner, NULL);
    while (q != NULL) {
        printf("  %s Yes.\n", q->text);
        q = kont_resume_last(q->rest, kont_int(true));
    }
}

static KONT void both(struct question *q)
{
    if (q == NULL)
        return;
    both(kont_resume(q->rest, kont_int(true)));
    both(kont_resume_last(q->rest, kont_int(false)));
}

int main(void)
{
    puts("a guest who says yes");
    always_yes();
    puts("all dinners");
    both(kont_prompt(&effect, dinner, NULL));
    return 0;
}
