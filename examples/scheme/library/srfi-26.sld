;; SRFI 26: cut and cute, procedures with slots: (cut list 1 <> 3 <...>).
(define-library (srfi 26)
  (import (scheme base))
  (export cut cute <> <...>)
  (begin
    (define-syntax <> (syntax-rules ()))
    (define-syntax <...> (syntax-rules ()))
    ;; (cut-on (slot ...) (part ...) rest ...)
    (define-syntax cut-on
      (syntax-rules (<> <...>)
        ((_ (slot ...) (f part ...)) (lambda (slot ...) ((begin f) part ...)))
        ((_ (slot ...) (f part ...) <...>) (lambda (slot ... . more) (apply f part ... more)))
        ((_ (slot ...) (part ...) <> . rest) (cut-on (slot ... x) (part ... x) . rest))
        ((_ slots (part ...) fixed . rest) (cut-on slots (part ... fixed) . rest))))
    (define-syntax cut
      (syntax-rules ()
        ((_ . parts) (cut-on () () . parts))))
    ;; The same, but what is in no slot is evaluated once: (cute-on (slot ...) (binding ...) (part ...) rest ...)
    (define-syntax cute-on
      (syntax-rules (<> <...>)
        ((_ (slot ...) bindings (f part ...)) (let bindings (lambda (slot ...) (f part ...))))
        ((_ (slot ...) bindings (f part ...) <...>) (let bindings (lambda (slot ... . more) (apply f part ... more))))
        ((_ (slot ...) bindings (part ...) <> . rest) (cute-on (slot ... x) bindings (part ... x) . rest))
        ((_ slots (binding ...) (part ...) fixed . rest) (cute-on slots (binding ... (x fixed)) (part ... x) . rest))))
    (define-syntax cute
      (syntax-rules ()
        ((_ . parts) (cute-on () () () . parts))))))
