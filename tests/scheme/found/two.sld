(define-library (found two)
  (export two)
  (import (scheme base))
  (begin (define (two) '(two))))
