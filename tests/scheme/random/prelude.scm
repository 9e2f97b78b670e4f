;; What random programs are written with. (program N THUNK) runs one: it prints its number, what it traces, and its value or the condition that it
;; ends with. Each trace and each jump burns fuel; where none is left, the program is given up, so that each one ends. A jump burns more, and a
;; composable continuation much more: what is captured in its own copy doubles.
(define t1 (make-continuation-prompt-tag 'one))
(define t2 (make-continuation-prompt-tag 'two))
(define p1 (make-parameter 1))
(define p2 (make-parameter 2 (lambda (x) (if (number? x) (* 2 x) x))))
(define tank (make-continuation-prompt-tag 'tank))
(define fuel 0)
(define (burn much)
  (set! fuel (- fuel much))
  (if (< fuel 0) (abort-current-continuation tank)))

(define (show x) (show-to 4 x))
(define (show-to depth x)
  (cond ((= depth 0) (display "..."))
        ((pair? x) (display "(") (show-to (- depth 1) (car x)) (display " . ") (show-to (- depth 1) (cdr x)) (display ")"))
        ((vector? x) (display "#") (show-to depth (vector->list x)))
        ((procedure? x) (display "procedure"))
        ((error-object? x)
         (display "condition ") (write (error-object-message x)) (show-to depth (error-object-irritants x)) (write (error-object-code x)))
        (else (write x))))
(define (t x) (burn 1) (show x) (display " ") x)
(define (jump k . items) (burn 4) (if (procedure? k) (apply k items) (t 'nowhere)))
(define (deep n thunk) (if (= n 0) (thunk) (let ((x (deep (- n 1) thunk))) (if (number? x) (+ 1 x) x))))

;; A generator: (body yield) between two continuations that replace each other.
(define (make-generator body)
  (define back #f)
  (define on (lambda (ignored) (body yield) (set! on (lambda (ignored) (back 'over))) (back 'over)))
  (define (yield x) (call/cc (lambda (k) (set! on k) (back x))))
  (lambda () (burn 4) (call/cc (lambda (k) (set! back k) (on #f)))))

(define (program n thunk)
  (newline) (display "== ") (display n) (newline) (flush-output-port)
  (set! fuel 120)
  (call-with-continuation-prompt
    (lambda () (let ((x (guard (e (#t (list 'raised e))) (thunk)))) (display "=> ") (show x)))
    tank
    (lambda () (display "fuel"))))
