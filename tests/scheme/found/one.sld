(define-library (found one)
  (export (rename ask one))
  (import (scheme base) (found two))
  (begin (define (ask) (cons 'one (two)))))
