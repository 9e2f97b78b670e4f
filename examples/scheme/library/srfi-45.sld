;; SRFI 45: lazy algorithms that iterate in bounded space. Its lazy became R7RS's delay-force; its eager makes a promise of any value, of a promise too.
(define-library (srfi 45)
  (import (scheme base) (scheme lazy))
  (export (rename delay-force lazy) eager delay force promise?)
  (begin
    (define (eager x) (delay x))))
