;; guile.scm: Guile, compiled.
(define (now) (* (get-internal-real-time) (quotient 1000000000 internal-time-units-per-second)))

(include "programs.scm")

(let ((arguments (cdr (command-line))))
  (run (car arguments) (string->number (cadr arguments))))
