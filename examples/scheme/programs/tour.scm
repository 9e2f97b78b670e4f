;; What the Scheme of this folder shows of kont: make demo runs it.
(import (scheme base) (scheme write) (kont control))

(define (show name value) (display name) (display ": ") (write value) (newline))

;; Backtracking by call/cc: a Pythagorean triple.
(define choices '())
(define (fail) (let ((k (car choices))) (set! choices (cdr choices)) (k #f)))
(define (amb low high)
  (cond ((> low high) (fail))
        ((call/cc (lambda (k) (set! choices (cons k choices)) #t)) low)
        (else (amb (+ low 1) high))))
(show "a triple"
  (let* ((a (amb 1 20)) (b (amb a 20)) (c (amb b 20)))
    (if (not (= (+ (* a a) (* b b)) (* c c))) (fail))
    (if (< c 14) (fail))
    (list a b c)))

;; A generator by shift: the leaves of a tree, one after the other.
(define (leaves tree)
  (reset (let walk ((t tree))
           (cond ((null? t) #f)
                 ((pair? t) (walk (car t)) (walk (cdr t)))
                 (else (shift k (cons t k)))))
         '()))
(define (collect generator)
  (if (null? generator) '() (cons (car generator) (collect ((cdr generator) #f)))))
(show "leaves" (collect (leaves '((oak (elm)) (ash birch) . yew))))

;; Exceptions, winders, parameters.
(define depth (make-parameter 0))
(show "handled"
  (guard (e ((string? e) (list e (depth))))
    (dynamic-wind
      (lambda () (display "[in]"))
      (lambda () (parameterize ((depth 1)) (raise "too deep")))
      (lambda () (display "[out]")))))

;; Recursion as deep as memory allows; integers of any size.
(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(show "calls" (count 1000000))
(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))
(show "30!" (factorial 30))
