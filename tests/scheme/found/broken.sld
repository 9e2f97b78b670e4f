(define-library (found broken)
  (export x)
  (import (scheme base))
  (begin (define x (car 'no-pair))))
