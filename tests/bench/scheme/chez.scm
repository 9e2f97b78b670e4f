;; chez.scm: Chez Scheme, compiled.
(import (chezscheme))

(define (now)
  (let ((t (current-time 'time-monotonic)))
    (+ (* 1000000000 (time-second t)) (time-nanosecond t))))

(include "programs.scm")

(let ((arguments (command-line-arguments)))
  (run (car arguments) (string->number (cadr arguments))))
