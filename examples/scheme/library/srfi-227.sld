;; SRFI 227: optional arguments. Defaults see what is around the form and the required parameters; in opt*-lambda also the optional ones before.
(define-library (srfi 227)
  (import (scheme base))
  (export opt-lambda opt*-lambda let-optionals let-optionals* define-optional define-optional*)
  (begin
    (define-syntax opt-lambda
      (syntax-rules ()
        ((_ formals body ...) (%split %outer formals () (body ...)))))
    (define-syntax opt*-lambda
      (syntax-rules ()
        ((_ formals body ...) (%split %inner formals () (body ...)))))
    ;; The required parameters, before those with defaults.
    (define-syntax %split
      (syntax-rules ()
        ((_ bind ((x default) . more) (required ...) body)
         (lambda (required ... . given) (bind given ((x default) . more) () body)))
        ((_ bind (x . more) (required ...) body) (%split bind more (required ... x) body))
        ((_ bind rest (required ...) (form ...)) (lambda (required ... . rest) form ...))))
    ;; Each value gets a name of its own, and all variables are bound at the end.
    (define-syntax %outer
      (syntax-rules ()
        ((_ given ((x default) . more) (bound ...) body)
         (let-values (((value left) (%take given default))) (%outer left more (bound ... (x value)) body)))
        ((_ given () (bound ...) (form ...)) (begin (%none-left given) (let (bound ...) form ...)))
        ((_ given rest (bound ...) (form ...)) (let (bound ... (rest given)) form ...))))
    (define-syntax %inner
      (syntax-rules ()
        ((_ given ((x default) . more) () body)
         (let-values (((x left) (%take given default))) (%inner left more () body)))
        ((_ given () () (form ...)) (begin (%none-left given) (let () form ...)))
        ((_ given rest () (form ...)) (let ((rest given)) form ...))))
    (define-syntax %take
      (syntax-rules ()
        ((_ given default) (if (pair? given) (values (car given) (cdr given)) (values default '())))))
    (define (%none-left given)
      (if (pair? given) (error "too many arguments" given)))
    (define-syntax let-optionals
      (syntax-rules () ((_ list formals body ...) (apply (opt-lambda formals body ...) list))))
    (define-syntax let-optionals*
      (syntax-rules () ((_ list formals body ...) (apply (opt*-lambda formals body ...) list))))
    (define-syntax define-optional
      (syntax-rules () ((_ (name . formals) body ...) (define name (opt-lambda formals body ...)))))
    (define-syntax define-optional*
      (syntax-rules () ((_ (name . formals) body ...) (define name (opt*-lambda formals body ...)))))))
