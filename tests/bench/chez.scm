;; chez.scm: Chez Scheme: generators and escapes by one-shot continuations, the rest by call/cc.
(import (chezscheme))

(define (now)
  (let ((t (current-time 'time-monotonic)))
    (+ (* (time-second t) 1000000000) (time-nanosecond t))))

(define (collect-all) (collect (collect-maximum-generation)))

(define (call/ec f) (call/1cc f))

(define (bit i) (fxsll 1 i))
(define (clear? set b) (fx= (fxlogand set b) 0))
(define (set-bit set b) (fxlogor set b))

;; resume: where the body goes on; return: where its caller does
(define-record-type gen (fields (mutable resume) (mutable return)))

(define (make-generator body leave)
  (letrec ((g (make-gen
                (lambda (ignored)
                  (body (lambda (v) (leave g v)))
                  (gen-resume-set! g #f)
                  ((gen-return g) #f))
                #f)))
    g))

(define (generator body)
  (make-generator body
    (lambda (g v)
      (call/1cc (lambda (k)
        (gen-resume-set! g k)
        ((gen-return g) v))))))

;; A one-shot continuation keeps its whole stack segment, 4.6 KB of it: the other kind is smaller, and slower.
(define (small-generator body)
  (make-generator body
    (lambda (g v)
      (call/cc (lambda (k)
        (gen-resume-set! g k)
        ((gen-return g) v))))))

(define (next g)
  (let ((resume (gen-resume g)))
    (and resume
         (call/1cc (lambda (k)
           (gen-return-set! g k)
           (resume #f))))))

;; Each resume returns to whoever asked for it.
(define (capture-slice bytes)
  (let ((return #f) (slice #f))
    (call/1cc (lambda (r)
      (set! return r)
      (let ((answer (descend-slice bytes (lambda () (call/cc (lambda (k) (set! slice k) (return #f)))))))
        (return answer))))
    (lambda (v) (call/1cc (lambda (r) (set! return r) (slice v))))))

(include "works.scm")

(define (exception depth)
  (define (descend d i)
    (if (= d 0)
        (raise i)
        (+ 1 (descend (- d 1) i))))
  (lambda (n)
    (let* ((sum 0)
           (ns (timed n (lambda ()
                 (let loop ((i 0))
                   (when (< i n)
                     (set! sum (+ sum (guard (v (#t v)) (+ 1 (descend depth i)))))
                     (loop (+ i 1))))))))
      (check (= sum (triangle n)) "the sum of n exceptions")
      ns)))

(bench-main (command-line-arguments)
  `((raise-0 ,(exception 0)) (raise-1000 ,(exception 1000))
    (queens-8:amb ,(queens choose-amb 92)) (queens-10:amb ,(queens choose-amb 724)) (queens-12:amb ,(queens choose-amb 14200))))
