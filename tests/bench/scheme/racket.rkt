;; racket.rkt: Racket, compiled when it is loaded.
#lang racket/base
(require racket/include)

(define (now) (* (current-inexact-monotonic-milliseconds) 1e6))

(include "programs.scm")

(let ((arguments (vector->list (current-command-line-arguments))))
  (run (car arguments) (string->number (cadr arguments))))
