#!/usr/bin/env gsi-script
;; gambit.scm: Gambit's interpreter. The first line makes it keep its hands off the arguments.
(define (now) (* (real-time) 1e9))

(include "programs.scm")

(let ((arguments (cdr (command-line))))
  (run (car arguments) (string->number (cadr arguments))))
