;; Programs on delimited continuations, after the papers that brought them.
(include "test.scm")

;; ---- All prefixes of a list (Danvy and Filinski 1990; Biernacka, Biernacki and Danvy 2005) ----

;; The continuation of the visit is a copy of the list so far.
(define (prefixes l)
  (define (visit l)
    (if (null? l)
        (shift k '())
        (cons (car l)
              (shift k (cons (k '()) (reset (k (visit (cdr l)))))))))
  (reset (visit l)))
(test '((1) (1 2) (1 2 3)) (prefixes '(1 2 3)))

;; ---- A list's append as a continuation (Asai and Kameyama 2007) ----

(define (appender l)
  (reset (let walk ((l l)) (if (null? l) (shift k k) (cons (car l) (walk (cdr l)))))))
(test '(1 2 3 4 5) ((appender '(1 2 3)) '(4 5)))
(test '((1 x) (1 y z)) (let ((a (appender '(1)))) (list (a '(x)) (a '(y z)))))

;; ---- printf without parsing (Danvy 1998; Asai 2009): a hole in the text asks for an argument ----

(define (hole show) (shift k (lambda (x) (k (show x)))))
(define-syntax text (syntax-rules () ((_ part ...) (reset (string-append part ...)))))
(test "3 is odd" ((text (hole number->string) " is odd") 3))
(test "x = 3, y = four" (((text "x = " (hole number->string) ", y = " (hole values)) 3) "four"))
(test "no holes" (text "no" " " "holes"))

;; ---- A-normal form (Asai and Kiselyov 2011): each call gets a name, in the order of evaluation ----

(define (normalize expression)
  (define count 0)
  (define (new-name) (set! count (+ count 1)) (string->symbol (string-append "t" (number->string count))))
  (define (normal x)
    (cond ((not (pair? x)) x)
          ((eq? (car x) 'lambda) (list 'lambda (cadr x) (reset (normal (caddr x)))))
          (else
           (let* ((f (normal (car x))) (argument (normal (cadr x))) (name (new-name)))
             (shift k (list 'let (list (list name (list f argument))) (k name)))))))
  (reset (normal expression)))
(test '(let ((t1 (g x))) (let ((t2 (f t1))) t2)) (normalize '(f (g x))))
(test '(lambda (x) (let ((t1 (g x))) (let ((t2 (f t1))) t2))) (normalize '(lambda (x) (f (g x)))))
(test '(let ((t1 (f x))) (let ((t2 (g y))) (let ((t3 (t1 t2))) t3))) (normalize '((f x) (g y))))

;; ---- Monads represented (Filinski 1994): reflect and reify for any monad ----

(define-syntax with-monad
  (syntax-rules () ((_ unit expression) (reset (unit expression)))))
(define (reflect bind m) (shift k (bind m k)))
(define (append-all lists) (apply append lists))
(define (list-bind m f) (append-all (map f m)))
(define-syntax collect (syntax-rules () ((_ expression) (with-monad list expression))))
(define (each . items) (reflect list-bind items))
(test '((1 a) (1 b) (2 a) (2 b)) (collect (list (each 1 2) (each 'a 'b))))
(test '(4 6 5 7) (collect (+ (each 1 2) (each 3 5))))
(test '() (collect (+ 1 (each))))
(test '((3 4 5) (6 8 10))
      (collect (let* ((a (apply each '(1 2 3 4 5 6))) (b (apply each '(1 2 3 4 5 6 7 8))) (c (apply each '(5 10))))
                 (if (and (< a b) (= (+ (* a a) (* b b)) (* c c))) (list a b c) (each)))))
;; state: state -> (value . state)
(define (state-unit x) (lambda (s) (cons x s)))
(define (state-bind m f) (lambda (s) (let ((r (m s))) ((f (car r)) (cdr r)))))
(define (tick) (reflect state-bind (lambda (s) (cons s (+ s 1)))))
(test '((0 1 2) . 3) ((with-monad state-unit (let* ((a (tick)) (b (tick)) (c (tick))) (list a b c))) 0))
(test '((f (leaf 10) (f (leaf 11) (leaf 12))) . 13)
      ((with-monad state-unit
         (let label ((tree '(f x (f y z))))
           (if (pair? tree) (let* ((a (label (cadr tree))) (b (label (caddr tree)))) (list 'f a b)) (list 'leaf (tick)))))
       10))
;; exceptions: (ok value) or (failed reason)
(define (ok x) (list 'ok x))
(define (ok-bind m f) (if (eq? (car m) 'ok) (f (cadr m)) m))
(define (throw reason) (reflect ok-bind (list 'failed reason)))
(define (divide a b) (if (= b 0) (throw 'division) (/ a b)))
(test '((ok 6) (failed division)) (list (with-monad ok (+ 1 (divide 10 2))) (with-monad ok (+ 1 (divide 10 0)))))

;; ---- Zippers (Kiselyov 2005): a traversal, stopped at each node, is a cursor into an updated copy ----

;; visit says of each leaf: what stands in its place.
(define (map-leaves visit tree)
  (cond ((pair? tree) (let* ((a (map-leaves visit (car tree))) (b (map-leaves visit (cdr tree)))) (cons a b)))
        ((null? tree) '())
        (else (visit tree))))
(define (zipper tree) (reset (list 'end (map-leaves (lambda (leaf) (shift k (list 'at leaf k))) tree))))
(define (current z) (cadr z))
(define (move z) ((caddr z) (cadr z)))
(define (replace z leaf) ((caddr z) leaf))
(define (close z) (if (eq? (car z) 'end) (cadr z) (close (move z))))
(define z0 (zipper '(1 (2 3) 4)))
(test '(1 2 3) (list (current z0) (current (move z0)) (current (move (move z0)))))
(test '(1 (2 3) 4) (close z0))
(test '(1 (two 3) 4) (close (replace (move z0) 'two)))
(test '((1 (a 3) 4) (1 (b 3) 4)) (let ((z (move z0))) (list (close (replace z 'a)) (close (replace z 'b)))))

;; ---- run and fcontrol (Sitaram 1993): a raise brings its continuation to the handler ----

(define fcontrol-tag (make-continuation-prompt-tag 'fcontrol))
(define (fcontrol v)
  (call-with-composable-continuation (lambda (k) (abort-current-continuation fcontrol-tag v k)) fcontrol-tag))
(define-syntax run
  (syntax-rules () ((_ expression handler) (call-with-continuation-prompt (lambda () expression) fcontrol-tag handler))))
(test 7 (run (+ 3 4) (lambda (v k) 'not-called)))
(test 4 (run (+ 3 (fcontrol 4)) (lambda (v k) v)))
(test 7 (run (+ 3 (fcontrol 4)) (lambda (v k) (k v))))
(test 10 (run (+ 3 (fcontrol 4)) (lambda (v k) (k (k v)))))
;; a product that stops at a zero
(test '(24 0) (map (lambda (l)
                     (run (let product ((l l)) (cond ((null? l) 1) ((= (car l) 0) (fcontrol 0)) (else (* (car l) (product (cdr l))))))
                          (lambda (v k) v)))
                   '((1 2 3 4) (1 0 x))))
;; the fringes of two trees, compared leaf by leaf: k is the rest of the walk
(define (next-leaf start) (run (begin (start) (list 'end)) (lambda (leaf k) (list leaf (lambda () (k 'go-on))))))
(define (walk tree)
  (cond ((null? tree) 'skip) ((pair? tree) (walk (car tree)) (walk (cdr tree))) (else (fcontrol tree))))
(define (same-fringe? a b)
  (let loop ((a (next-leaf (lambda () (walk a)))) (b (next-leaf (lambda () (walk b)))))
    (and (eqv? (car a) (car b)) (or (eq? (car a) 'end) (loop (next-leaf (cadr a)) (next-leaf (cadr b)))))))
(test '(#t #f #f) (list (same-fringe? '(1 (2 3)) '((1 2) 3)) (same-fringe? '(1 2 3) '(1 3 2)) (same-fringe? '(1 2) '(1 2 3))))

;; ---- Effects handled: a handler for reading, for state, for choice (Plotkin and Pretnar 2009), by fcontrol ----

(define (perform operation . arguments) (fcontrol (cons operation arguments)))
(define (handle-state thunk)
  ((let loop ((thunk (lambda () (let ((v (thunk))) (lambda (s) (list v s))))))
     (run (thunk)
          (lambda (request k)
            (case (car request)
              ((get) (lambda (s) ((loop (lambda () (k s))) s)))
              ((put) (lambda (s) ((loop (lambda () (k 'ok))) (cadr request))))
              (else (error "no handler" request))))))
   0))
(define (increase by) (perform 'put (+ (perform 'get) by)))
(test '(30 15) (handle-state (lambda () (increase 5) (increase 10) (* 2 (perform 'get)))))
(define (handle-choice thunk)
  (let loop ((thunk (lambda () (list (thunk)))))
    (run (thunk) (lambda (request k) (append (loop (lambda () (k #t))) (loop (lambda () (k #f))))))))
(test '((#t #t) (#t #f) (#f #t) (#f #f)) (handle-choice (lambda () (let* ((a (perform 'flip)) (b (perform 'flip))) (list a b)))))

;; ---- A prompt's tag keeps two languages apart: generators inside of a search ----

(define generator-tag (make-continuation-prompt-tag 'generator))
(define (yield x) (shift-at generator-tag k (cons x (k 'go-on))))
(define-syntax items-of (syntax-rules () ((_ body ...) (reset-at generator-tag body ... '()))))
(test '((1 3) (1 4) (2 3) (2 4)) (collect (items-of (yield (each 1 2)) (yield (each 3 4)))))
(test '(1 (a b) 2) (items-of (yield 1) (yield (items-of (yield 'a) (yield 'b))) (yield 2)))
(finish)
