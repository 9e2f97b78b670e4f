;; SRFI 45: its own examples.
(import (scheme base) (scheme write) (srfi 45))
(include "test.scm")
;; what is forced is done once
(define said 0)
(define (say x) (set! said (+ said 1)) x)
(define s (delay (say 1)))
(test '(1 1 1) (list (force s) (force s) said))
(define r (delay (say 2)))
(define l (lazy r))
(test '(2 2 2) (list (force l) (force r) said))
;; a promise that is forced while it is forced: the first value stays
(define q
  (let ((count 5))
    (delay (if (<= count 0) count (begin (set! count (- count 1)) (force q) (set! count (+ count 2)) count)))))
(test '(0 0) (list (force q) (force q)))
(define f (let ((first? #t)) (delay (if first? (begin (set! first? #f) (force f)) 'second))))
(test 'second (force f))
;; eager: no second step; also of a promise
(test 3 (force (eager (+ 1 2))))
(test #t (promise? (eager 1)))
(test #t (promise? (force (eager (eager 1)))))
;; a loop of lazies takes no space
(define (loop n) (if (= n 0) (lazy (delay 'end)) (lazy (loop (- n 1)))))
(test 'end (force (loop 20000)))
(define (from n) (delay (cons n (from (+ n 1)))))
(define (item s n) (lazy (if (= n 0) (delay (car (force s))) (item (cdr (force s)) (- n 1)))))
(test 5000 (force (item (from 0) 5000)))
(finish)
