;; What the tests here are written with: (test expected expression) says where they differ, (finish) how many there were.
(define tests-passed 0)
(define tests-failed 0)
(define (check expected actual same expression)
  (cond ((same expected actual) (set! tests-passed (+ tests-passed 1)))
        (else (set! tests-failed (+ tests-failed 1))
              (display "FAILED ") (write expression) (newline)
              (display "  expected ") (write expected) (newline)
              (display "  found    ") (write actual) (newline))))
(define-syntax test
  (syntax-rules ()
    ((_ expected expression) (check expected (catch-all (lambda () expression)) equal? 'expression))))
;; An escape: a continuation of call/cc would replace no more than what is inside of a reset.
(define (catch-all thunk)
  (guard (e ((error-object? e) (list 'raised (error-object-message e) (error-object-irritants e)))
            (#t (list 'raised e)))
    (thunk)))
;; That an expression raises an error object.
(define-syntax test-error
  (syntax-rules ()
    ((_ expression)
     (check 'error (guard (e ((error-object? e) 'error) (#t (list 'raised e))) expression) equal? 'expression))))
(define (finish)
  (write tests-passed) (display " passed, ") (write tests-failed) (display " failed") (newline))
