;; Type inference after Hindley and Milner, for a small language: lambda, let with polymorphism, letrec, if, literals, lists and pairs.
;; Types: a variable (a record with a level), or a constructor with its arguments: (-> (list a) int).
(include "test.scm")

;; ---- Types ----

(define-record-type type-variable (make-variable number binding level) type-variable?
  (number variable-number)
  (binding variable-binding set-variable-binding!)      ; #f: unknown so far
  (level variable-level set-variable-level!))           ; of the let that it belongs to; generic: of no let any more
(define generic 1000000)
(define next-number 0)
(define (fresh level)
  (set! next-number (+ next-number 1))
  (make-variable next-number #f level))

(define (function-type from to) (list '-> from to))
(define (list-type of) (list 'list of))
(define (pair-type a b) (list 'pair a b))

;; What a type stands for, with chains of bound variables made short.
(define (resolve t)
  (if (and (type-variable? t) (variable-binding t))
      (let ((r (resolve (variable-binding t)))) (set-variable-binding! t r) r)
      t))

;; ---- Printing: variables are named a, b, ... in the order in which they are met ----

(define (show-type type)
  (let ((names '()))
    (define (name-of v)
      (let ((known (assq v names)))
        (cond (known (cdr known))
              (else (let ((name (string->symbol (string (integer->char (+ (char->integer #\a) (length names)))))))
                      (set! names (cons (cons v name) names))
                      name)))))
    (define (show t)
      (let ((t (resolve t)))
        (cond ((type-variable? t) (name-of t))
              ((pair? t) (let loop ((parts (cdr t)) (shown (list (car t))))
                           (if (null? parts) (reverse shown) (loop (cdr parts) (cons (show (car parts)) shown)))))
              (else t))))
    (show type)))

;; ---- Unification ----

;; The variable must not be inside of the type; what the type has inside belongs to the variable's let from now on.
(define (check-occurrence! v t)
  (let ((t (resolve t)))
    (cond ((eq? v t) (error "infinite type" (show-type v)))
          ((type-variable? t) (if (> (variable-level t) (variable-level v)) (set-variable-level! t (variable-level v))))
          ((pair? t) (for-each (lambda (part) (check-occurrence! v part)) (cdr t))))))

(define (unify! a b)
  (let ((a (resolve a)) (b (resolve b)))
    (cond ((eq? a b) 'same)
          ((type-variable? a) (check-occurrence! a b) (set-variable-binding! a b))
          ((type-variable? b) (unify! b a))
          ((and (pair? a) (pair? b) (eq? (car a) (car b)) (= (length a) (length b))) (for-each unify! (cdr a) (cdr b)))
          (else (error "types differ" (show-type a) (show-type b))))))

;; ---- Polymorphism ----

(define (generalize! t level)
  (let ((t (resolve t)))
    (cond ((type-variable? t) (if (> (variable-level t) level) (set-variable-level! t generic)))
          ((pair? t) (for-each (lambda (part) (generalize! part level)) (cdr t))))))

(define (instantiate t level)
  (let ((copies '()))
    (let copy ((t t))
      (let ((t (resolve t)))
        (cond ((and (type-variable? t) (= (variable-level t) generic))
               (let ((known (assq t copies)))
                 (if known
                     (cdr known)
                     (let ((v (fresh level))) (set! copies (cons (cons t v) copies)) v))))
              ((pair? t) (cons (car t) (map copy (cdr t))))
              (else t))))))

;; ---- Inference ----

(define (infer x environment level)
  (cond ((number? x) 'int)
        ((boolean? x) 'bool)
        ((string? x) 'string)
        ((symbol? x)
         (let ((found (assq x environment)))
           (if found (instantiate (cdr found) level) (error "unbound variable" x))))
        (else
         (case (car x)
           ((lambda) (infer-lambda (cadr x) (caddr x) environment level))
           ((let) (infer-let (caadr x) (caddr x) environment level))
           ((letrec) (infer-letrec (cadr x) (caddr x) environment level))
           ((if) (infer-if (cdr x) environment level))
           (else (infer-call (infer (car x) environment level) (cdr x) environment level))))))

(define (infer-lambda parameters body environment level)
  (if (null? parameters)
      (infer body environment level)
      (let ((v (fresh level)))
        (function-type v (infer-lambda (cdr parameters) body (cons (cons (car parameters) v) environment) level)))))

(define (infer-let binding body environment level)
  (let ((t (infer (cadr binding) environment (+ level 1))))
    (generalize! t level)
    (infer body (cons (cons (car binding) t) environment) level)))

(define (infer-letrec bindings body environment level)
  (let* ((types (map (lambda (b) (fresh (+ level 1))) bindings))
         (inner (append (map (lambda (b t) (cons (car b) t)) bindings types) environment)))
    (for-each (lambda (b t) (unify! t (infer (cadr b) inner (+ level 1)))) bindings types)
    (for-each (lambda (t) (generalize! t level)) types)
    (infer body inner level)))

(define (infer-if parts environment level)
  (unify! (infer (car parts) environment level) 'bool)
  (let ((t (infer (cadr parts) environment level)))
    (unify! t (infer (caddr parts) environment level))
    t))

(define (infer-call f arguments environment level)
  (if (null? arguments)
      f
      (let ((argument (infer (car arguments) environment level)) (result (fresh level)))
        (unify! f (function-type argument result))
        (infer-call result (cdr arguments) environment level))))

;; ---- The standard environment: types are read from a notation with one-letter variables ----

(define (read-type t)
  (let ((variables '()))
    (let read ((t t))
      (cond ((pair? t) (if (= (length t) 3)
                           (if (eq? (car t) '->) (function-type (read (cadr t)) (read (caddr t))) (pair-type (read (cadr t)) (read (caddr t))))
                           (list-type (read (cadr t)))))
            ((memq t '(int bool string)) t)
            ((assq t variables) => cdr)
            (else (let ((v (fresh generic))) (set! variables (cons (cons t v) variables)) v))))))

(define standard
  (map (lambda (entry) (cons (car entry) (read-type (cadr entry))))
       '((+ (-> int (-> int int))) (- (-> int (-> int int))) (* (-> int (-> int int))) (= (-> int (-> int bool)))
         (not (-> bool bool)) (length-of (-> string int))
         (nil (list a)) (cons (-> a (-> (list a) (list a)))) (head (-> (list a) a)) (tail (-> (list a) (list a))) (empty? (-> (list a) bool))
         (pair (-> a (-> b (pair a b)))) (first (-> (pair a b) a)) (second (-> (pair a b) b)))))

(define (type-of x) (show-type (infer x standard 0)))
(define (type-error x)
  (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e))))
    (type-of x)))

;; ---- Expressions ----

(test 'int (type-of '(+ 1 2)))
(test '(-> int int) (type-of '(+ 1)))
(test '(-> a a) (type-of '(lambda (x) x)))
(test '(-> a (-> b a)) (type-of '(lambda (x y) x)))
(test '(-> (-> a b) (-> (-> c a) (-> c b))) (type-of '(lambda (f g x) (f (g x)))))
(test '(-> (-> a (-> b c)) (-> (-> a b) (-> a c))) (type-of '(lambda (x y z) (x z (y z)))))
(test '(pair int bool) (type-of '(let ((id (lambda (x) x))) (pair (id 1) (id #t)))))
(test '(-> a (pair a a)) (type-of '(lambda (x) (let ((y x)) (pair y y)))))
(test '(-> a (-> b (pair a b))) (type-of '(lambda (x y) (let ((p (lambda (z) x))) (pair (p 1) y)))))
(test 'int (type-of '(letrec ((f (lambda (n) (if (= n 0) 1 (* n (f (- n 1))))))) (f 5))))
(test '(-> (-> a b) (-> (list a) (list b)))
      (type-of '(letrec ((map (lambda (f l) (if (empty? l) nil (cons (f (head l)) (map f (tail l))))))) map)))
(test '(-> (-> a (-> b b)) (-> b (-> (list a) b)))
      (type-of '(letrec ((fold (lambda (f start l) (if (empty? l) start (f (head l) (fold f start (tail l))))))) fold)))
(test '(-> (list a) int)
      (type-of '(letrec ((fold (lambda (f start l) (if (empty? l) start (f (head l) (fold f start (tail l)))))))
                  (let ((length (fold (lambda (x n) (+ n 1)) 0))) (lambda (l) (length l))))))
(test '(pair (list int) (list string))
      (type-of '(letrec ((map (lambda (f l) (if (empty? l) nil (cons (f (head l)) (map f (tail l)))))))
                  (pair (map (lambda (s) (length-of s)) (cons "a" nil)) (map (lambda (n) (if (= n 0) "zero" "more")) (cons 1 nil))))))
(test '(-> int bool)
      (type-of '(letrec ((even? (lambda (n) (if (= n 0) #t (odd? (- n 1))))) (odd? (lambda (n) (if (= n 0) #f (even? (- n 1)))))) even?)))
(test '(list (-> int int)) (type-of '(cons (+ 1) (cons (lambda (x) x) nil))))
(test '(-> (pair a (pair b c)) (pair (pair a b) c))
      (type-of '(lambda (p) (pair (pair (first p) (first (second p))) (second (second p))))))
;; Church numerals
(test '(-> (-> a b) (-> (-> b c) (-> a c)))
      (type-of '(let ((zero (lambda (f x) x))) (let ((succ (lambda (n f x) (f (n f x))))) (lambda (f g x) (g (f x)))))))
(test '(-> (-> a a) (-> a a))
      (type-of '(let ((two (lambda (f x) (f (f x))))) (let ((times (lambda (m n f) (m (n f))))) (times two two)))))
;; Types double with each let: 2 to the 6th leaves
(test 64 (let count ((t (type-of '(let ((f (lambda (x) (pair x x)))) (let ((g (lambda (x) (f (f x))))) (let ((h (lambda (x) (g (g x))))) (h (f (f 1)))))))))
           (if (pair? t) (+ (count (cadr t)) (count (caddr t))) 1)))

;; ---- What has no type ----

(test '("types differ" int bool) (type-error '(+ 1 #t)))
(test '("types differ" int string) (type-error '(if #t 1 "one")))
(test '("types differ" int bool) (type-error '(if 1 2 3)))
(test '("unbound variable" y) (type-error '(lambda (x) y)))
(test '("infinite type" a) (type-error '(lambda (x) (x x))))
(test '("types differ" int (-> int a)) (type-error '(1 2)))
(test '("types differ" int bool) (type-error '(lambda (f) (pair (f 1) (f #t)))))
(test '("types differ" int string) (type-error '(cons 1 (cons "two" nil))))
(test '("types differ" (list a) int) (type-error '(letrec ((f (lambda (l) (if (empty? l) l (+ 1 (f (tail l))))))) f)))
(finish)
