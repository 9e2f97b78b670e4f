;; kont.scm: kont's own Scheme.
(import (scheme base) (scheme write) (scheme time) (scheme inexact) (scheme cxr) (scheme process-context))

(define (now) (* (current-jiffy) (quotient 1000000000 (jiffies-per-second))))
(define exact->inexact inexact)

(include "programs.scm")

(run (list-ref (command-line) 1) (string->number (list-ref (command-line) 2)))
