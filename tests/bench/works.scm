;; works.scm: the works that Guile and Chez Scheme share, included by guile.scm and chez.scm. They define before it:
;;
;;   (now)               nanoseconds on the monotonic clock
;;   (generator body)    a generator; (body yield) is what it runs
;;   (small-generator body)    one that is small rather than fast
;;   (next g)            its next value, or #f at its end
;;   (capture-slice n)   a procedure that resumes a slice of n bytes with a value, any number of times, and returns its answer
;;   (collect-all)       a full collection
;;   (call/ec f)         call/cc for escapes only, in the system's cheapest form
;;   (bit i) (clear? set b) (set-bit set b)    small sets of bits

(define (check right what)
  (unless right
    (display "wrong answer: " (current-error-port))
    (display what (current-error-port))
    (newline (current-error-port))
    (exit 1)))

;; Nanoseconds per operation of a thunk that does n.
(define (timed n thunk)
  (let ((start (now)))
    (thunk)
    (/ (- (now) start) (exact->inexact n))))

(define (triangle n) (quotient (* n (- n 1)) 2))

;; ---- generators

(define (drain g)
  (let loop ((sum 0))
    (let ((v (next g)))
      (if v (loop (+ sum v)) sum))))

(define (count n)
  (lambda (yield)
    (let loop ((i 0))
      (when (< i n) (yield i) (loop (+ i 1))))))

(define (flat n)
  (let ((g (generator (count n))) (sum 0))
    (let ((ns (timed n (lambda () (set! sum (drain g))))))
      (check (= sum (triangle n)) "the sum of a flat generator")
      ns)))

(define (tree n)
  (define (walk yield node)
    (when (<= node n)
      (walk yield (* 2 node))
      (yield node)
      (walk yield (+ (* 2 node) 1))))
  (let ((g (generator (lambda (yield) (walk yield 1)))) (sum 0))
    (let ((ns (timed n (lambda () (set! sum (drain g))))))
      (check (= sum (triangle (+ n 1))) "the sum of a tree generator")
      ns)))

(define (hold n)
  (let ((all (make-vector n #f)))
    (let loop ((i 0))
      (when (< i n)
        (let ((g (small-generator (count (+ 2 (modulo i 2))))))
          (check (eqv? (next g) 0) "a generator's first value")
          (vector-set! all i g)
          (loop (+ i 1)))))
    all))

(define (check-held all)
  (let loop ((i 0))
    (when (< i (vector-length all))
      (check (eqv? (next (vector-ref all i)) 1) "a held generator's second value")
      (loop (+ i 1000)))))

(define (hold-time n)
  (let* ((all #f) (ns (timed n (lambda () (set! all (hold n))))))
    (check-held all)
    ns))

;; A field of /proc/self/status, which is given in KiB, in bytes.
(define (status field)
  (call-with-input-file "/proc/self/status"
    (lambda (port)
      (let loop ((word (read port)))
        (if (eq? word field) (* 1024 (read port)) (loop (read port)))))))

(define (growth field)
  (lambda (n)
    (let* ((before (status field)) (all (hold n)) (after (status field)))
      (check-held all)
      (/ (- after before) (exact->inexact n)))))

(define (collection n)
  (let ((all (hold n)))
    (let loop ((i 0) (best #f))
      (if (= i 6)
          (begin (check-held all) best)
          (let ((ms (/ (timed 1 collect-all) 1e6)))
            (loop (+ i 1) (if (and best (< best ms)) best ms)))))))

;; ---- escapes

(define (escape depth)
  (define (descend k d i)
    (if (= d 0)
        (k i)
        (+ 1 (descend k (- d 1) i))))
  (lambda (n)
    (let* ((sum 0)
           (ns (timed n (lambda ()
                 (let loop ((i 0))
                   (when (< i n)
                     (set! sum (+ sum (call/ec (lambda (k) (+ 1 (descend k depth i))))))
                     (loop (+ i 1))))))))
      (check (= sum (triangle n)) "the sum of n escapes")
      ns)))

;; ---- slices: frames that hold 1 KiB each, or one of 256 bytes, as in kont_resumes.c; each needs one of its words when
;; control comes back through it, and the compiler cannot know which.

(define-syntax frame
  (syntax-rules ()
    ((_ below (word ...))
     (let* ((word ((vector-ref cell 0))) ...)
       (let ((v below))
         (if (negative? v) (vector word ...) (+ v (frame-first word ...))))))))

(define-syntax frame-first
  (syntax-rules ()
    ((_ word others ...) word)))

;; An unknown procedure's value: the compiler can neither compute it again instead of keeping it, nor keep one for all.
(define cell (vector (lambda () 1)))

(define (frame-256 below)
  (frame (below)
         (a0 a1 a2 a3 a4 a5 a6 a7 b0 b1 b2 b3 b4 b5 b6 b7 c0 c1 c2 c3 c4 c5 c6 c7 d0 d1 d2 d3 d4 d5 d6 d7)))

(define (frame-1k below)
  (frame (below)
         (a0 a1 a2 a3 a4 a5 a6 a7 b0 b1 b2 b3 b4 b5 b6 b7 c0 c1 c2 c3 c4 c5 c6 c7 d0 d1 d2 d3 d4 d5 d6 d7
          e0 e1 e2 e3 e4 e5 e6 e7 f0 f1 f2 f3 f4 f5 f6 f7 g0 g1 g2 g3 g4 g5 g6 g7 h0 h1 h2 h3 h4 h5 h6 h7
          i0 i1 i2 i3 i4 i5 i6 i7 j0 j1 j2 j3 j4 j5 j6 j7 k0 k1 k2 k3 k4 k5 k6 k7 l0 l1 l2 l3 l4 l5 l6 l7
          m0 m1 m2 m3 m4 m5 m6 m7 n0 n1 n2 n3 n4 n5 n6 n7 o0 o1 o2 o3 o4 o5 o6 o7 p0 p1 p2 p3 p4 p5 p6 p7)))

(define (descend-slice bytes bottom)
  (cond ((>= bytes 1024) (frame-1k (lambda () (descend-slice (- bytes 1024) bottom))))
        ((>= bytes 256) (frame-256 bottom))
        (else (bottom))))

(define (frames bytes)
  (if (>= bytes 1024) (quotient bytes 1024) (quotient bytes 256)))

(define (resume-once bytes)
  (lambda (n)
    (let* ((stop #f) (answer #f)
           (g (generator (lambda (yield)
                (set! answer
                  (descend-slice bytes (lambda () (let loop () (if stop 0 (begin (yield 0) (loop))))))))))
           (first (next g))
           (ns (timed n (lambda () (let loop ((i 0)) (when (< i n) (next g) (loop (+ i 1))))))))
      (set! stop #t)
      (next g)
      (check (= answer (frames bytes)) "the frames of a one-shot slice")
      ns)))

(define (resume-multi bytes)
  (lambda (n)
    (let* ((resume (capture-slice bytes))
           (sum (resume 0))
           (ns (timed n (lambda ()
                 (let loop ((i 0))
                   (when (< i n)
                     (set! sum (+ sum (resume (modulo i 8))))
                     (loop (+ i 1))))))))
      (check (= sum (+ (* (+ n 1) (frames bytes)) (* (quotient n 8) 28) (triangle (modulo n 8)))) "the sum of n resumes")
      ns)))

;; ---- recursion; kont_depth.c has the same

(define (fibonacci n)
  (if (< n 2) n (+ (fibonacci (- n 1)) (fibonacci (- n 2)))))

(define (fib n)
  (let* ((value #f)
         (ns (timed 1 (lambda () (set! value (fibonacci n)))))
         (calls (let loop ((i 0) (a 0) (b 1)) (if (= i n) (begin (check (= value a) "fib") (- (* 2 b) 1)) (loop (+ i 1) b (+ a b))))))
    (/ ns calls)))

(define (down depth)
  (if (= depth 0) 0 (+ 1 (down (- depth 1)))))

(define (deep n)
  (let* ((value #f) (ns (timed n (lambda () (set! value (down n))))))
    (check (= value n) "the depth of a recursion")
    ns))

(define (depth calls)
  (lambda (n)
    (let* ((stop #f) (answer #f)
           (g (generator (lambda (yield)
                (let below ((calls calls))
                  (if (= calls 0)
                      (begin (let loop () (unless stop (yield 0) (loop))) 0)
                      (let ((v (+ 1 (below (- calls 1))))) (set! answer v) v))))))
           (first (next g))
           (ns (timed n (lambda () (let loop ((i 0)) (when (< i n) (next g) (loop (+ i 1))))))))
      (set! stop #t)
      (next g)
      (check (= answer calls) "the depth of a capture")
      ns)))

;; ---- loops of call/cc

(define (callcc-capture n)
  (let* ((sum 0)
         (ns (timed n (lambda ()
               (let loop ((i 0))
                 (when (< i n)
                   (set! sum (+ sum (call/cc (lambda (k) (set-last! k) i))))
                   (loop (+ i 1))))))))
    (check (= sum (triangle n)) "the sum of n call/cc")
    ns))

;; The continuation is stored: a compiler may see that nobody uses it otherwise.
(define last-k (vector #f))
(define (set-last! k) (vector-set! last-k 0 k))

(define (callcc-reenter n)
  (let* ((left n) (turns 0) (again #f)
         (ns (timed n (lambda ()
               (call/cc (lambda (k) (set! again k)))
               (set! turns (+ turns 1))
               (set! left (- left 1))
               (when (>= left 0) (again #f))))))
    (check (= turns (+ n 1)) "the turns of a call/cc loop")
    ns))

(define (ctak x y z)
  (call/cc (lambda (k) (ctak-aux k x y z))))

(define (ctak-aux k x y z)
  (if (not (< y x))
      (k z)
      (ctak-aux k
        (call/cc (lambda (k) (ctak-aux k (- x 1) y z)))
        (call/cc (lambda (k) (ctak-aux k (- y 1) z x)))
        (call/cc (lambda (k) (ctak-aux k (- z 1) x y))))))

;; ctak(18, 12, 6) makes 47707 continuations and applies each once.
(define (callcc-ctak n)
  (let* ((sum 0)
         (ns (timed (* n 47707) (lambda ()
               (let loop ((i 0))
                 (when (< i n)
                   (set! sum (+ sum (ctak 18 12 6)))
                   (loop (+ i 1))))))))
    (check (= sum (* 7 n)) "ctak(18, 12, 6)")
    ns))

;; ---- queens: every row chooses among all columns, and fails on an attacked one

(define fail #f)

;; One capture for each choice, one application for each further alternative: as kont's search does it.
(define (choose low high)
  (let* ((outer fail) (k+i (call/cc (lambda (k) (cons k low)))) (k (car k+i)) (i (cdr k+i)))
    (set! fail (if (< i high) (lambda () (k (cons k (+ i 1)))) outer))
    i))

;; The text book's amb: one capture for each alternative, and one for the choice.
(define (choose-amb low high)
  (let ((outer fail))
    (call/cc (lambda (chosen)
      (let try ((i low))
        (when (<= i high)
          (call/cc (lambda (k)
            (set! fail (lambda () (k #f)))
            (chosen i)))
          (try (+ i 1))))
      (set! fail outer)
      (fail)))))

(define (place choose n)
  (let loop ((row 0) (columns 0) (rising 0) (falling 0))
    (when (< row n)
      (let* ((column (choose 0 (- n 1)))
             (c (bit column)) (r (bit (+ row column))) (f (bit (+ (- row column) n))))
        (if (and (clear? columns c) (clear? rising r) (clear? falling f))
            (loop (+ row 1) (set-bit columns c) (set-bit rising r) (set-bit falling f))
            (fail))))))

(define (queens choose solutions)
  (lambda (n)
    (let* ((found 0)
           (ns (timed 1 (lambda ()
                 (call/cc (lambda (done)
                   (set! fail (lambda () (done #f)))
                   (place choose n)
                   (set! found (+ found 1))
                   (fail)))))))
      (check (= found solutions) "the number of solutions")
      (/ ns 1e6))))

;; ---- a search in which each of n calls chooses, and the first way is right

(define (search-deep n)
  (define (down n)
    (if (= n 0)
        0
        (let ((c (choose 0 1)))
          (+ c (down (- n 1))))))
  (set! fail #f)
  (let* ((found #f) (ns (timed n (lambda () (set! found (down n))))))
    (check (eqv? found 0) "the first way down")
    ns))

;; ---- the command line

;; The least of up to five runs after a warm-up; a slow system makes do with two.
(define (best run n)
  (run n)
  (let ((start (now)))
    (let loop ((i 0) (least #f))
      (if (or (= i 5) (and (>= i 2) (> (- (now) start) 4e8)))
          least
          (let ((figure (run n)))
            (loop (+ i 1) (if (and least (< least figure)) least figure)))))))

(define works
  `((flat ,flat) (tree ,tree)
    (abort-0 ,(escape 0)) (abort-1000 ,(escape 1000))
    (callec-0 ,(escape 0)) (callec-1000 ,(escape 1000))
    (resume-once-0 ,(resume-once 0)) (resume-once-256 ,(resume-once 256)) (resume-once-1k ,(resume-once 1024))
    (resume-once-4k ,(resume-once 4096)) (resume-once-64k ,(resume-once 65536))
    (resume-multi-0 ,(resume-multi 0)) (resume-multi-256 ,(resume-multi 256)) (resume-multi-1k ,(resume-multi 1024))
    (resume-multi-4k ,(resume-multi 4096)) (resume-multi-64k ,(resume-multi 65536))
    (fib ,fib) (deep ,deep)
    (depth-10 ,(depth 10)) (depth-100 ,(depth 100)) (depth-1k ,(depth 1000)) (depth-10k ,(depth 10000)) (depth-100k ,(depth 100000))
    (callcc-capture ,callcc-capture) (callcc-reenter ,callcc-reenter) (callcc-ctak ,callcc-ctak)
    (queens-8 ,(queens choose 92)) (queens-10 ,(queens choose 724)) (queens-12 ,(queens choose 14200))
    (search-2k ,search-deep) (search-100k ,search-deep)))

(define once
  `((hold-time ,hold-time) (hold-bytes ,(growth 'VmRSS:)) (hold-tables ,(growth 'VmPTE:)) (collect ,collection)))

(define (bench-main arguments own)
  (let* ((name (string->symbol (car arguments)))
         (n (string->number (cadr arguments)))
         (repeated (or (assq name own) (assq name works)))
         (single (assq name once)))
    (check (or repeated single) "no such work")
    (display (if repeated (best (cadr repeated) n) ((cadr single) n)))
    (newline)))
