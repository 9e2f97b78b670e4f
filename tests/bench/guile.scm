;; guile.scm: Guile 3: generators, escapes and slices by prompts, which are what it has them for; search and loops by call/cc.
(use-modules (ice-9 control) (srfi srfi-9))

(define (now) (* (get-internal-real-time) (quotient 1000000000 internal-time-units-per-second)))

(define (collect-all) (gc))

(define (bit i) (ash 1 i))
(define (clear? set b) (not (logtest set b)))
(define (set-bit set b) (logior set b))

(define tag (make-prompt-tag "generator"))

;; resume: a thunk that goes on with the body, #f when it has ended
(define-record-type gen (make-gen resume) gen? (resume gen-resume set-gen-resume!))

(define (generator body)
  (make-gen (lambda () (body (lambda (v) (abort-to-prompt tag v))) #f)))

(define small-generator generator)

(define (next g)
  (let ((resume (gen-resume g)))
    (and resume
         (begin
           (set-gen-resume! g #f)
           (call-with-prompt tag resume
             (lambda (k v)
               (set-gen-resume! g k)
               v))))))

(define (capture-slice bytes)
  (call-with-prompt tag
    (lambda () (descend-slice bytes (lambda () (abort-to-prompt tag))))
    (lambda (k) k)))

(include "works.scm")

(define (prompt n)
  (let* ((sum 0)
         (ns (timed n (lambda ()
               (let loop ((i 0))
                 (when (< i n)
                   (set! sum (+ sum (call-with-prompt tag (lambda () (same i)) (lambda (k v) v))))
                   (loop (+ i 1))))))))
    (check (= sum (triangle n)) "the sum of n prompts")
    ns))

;; The body is not for the compiler to see through.
(define same (vector-ref (vector (lambda (v) v)) 0))

;; The continuation is not used, so the handler costs no capture.
(define (abort depth)
  (define (descend d i)
    (if (= d 0)
        (abort-to-prompt tag i)
        (+ 1 (descend (- d 1) i))))
  (lambda (n)
    (let* ((sum 0)
           (ns (timed n (lambda ()
                 (let loop ((i 0))
                   (when (< i n)
                     (set! sum (+ sum (call-with-prompt tag (lambda () (+ 1 (descend depth i))) (lambda (k v) v))))
                     (loop (+ i 1))))))))
      (check (= sum (triangle n)) "the sum of n aborts")
      ns)))

(define (raise depth)
  (define (descend d i)
    (if (= d 0)
        (throw 'out i)
        (+ 1 (descend (- d 1) i))))
  (lambda (n)
    (let* ((sum 0)
           (ns (timed n (lambda ()
                 (let loop ((i 0))
                   (when (< i n)
                     (set! sum (+ sum (catch 'out (lambda () (+ 1 (descend depth i))) (lambda (key v) v))))
                     (loop (+ i 1))))))))
      (check (= sum (triangle n)) "the sum of n exceptions")
      ns)))

(bench-main (cdr (command-line))
  `((prompt ,prompt) (abort-0 ,(abort 0)) (abort-1000 ,(abort 1000)) (raise-0 ,(raise 0)) (raise-1000 ,(raise 1000))))
