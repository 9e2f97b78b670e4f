;; programs.scm: classical programs, for the Schemes. Who includes it defines before it:
;;
;;   (now)     nanoseconds on a clock that only goes forward
;;
;; and calls (run name n) after it: prints how many milliseconds a run of the program takes, the least of n.

;; ---- Takeuchi's function, four ways

(define (tak x y z)
  (if (not (< y x))
      z
      (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))

;; Each call has its continuation captured, and returns by it.
(define (ctak x y z)
  (call-with-current-continuation (lambda (k) (ctak-to k x y z))))

(define (ctak-to k x y z)
  (if (not (< y x))
      (k z)
      (ctak-to k
               (call-with-current-continuation (lambda (k) (ctak-to k (- x 1) y z)))
               (call-with-current-continuation (lambda (k) (ctak-to k (- y 1) z x)))
               (call-with-current-continuation (lambda (k) (ctak-to k (- z 1) x y))))))

;; Continuations are closures.
(define (cpstak x y z)
  (define (go x y z k)
    (if (not (< y x))
        (k z)
        (go (- x 1) y z
            (lambda (a)
              (go (- y 1) z x
                  (lambda (b)
                    (go (- z 1) x y
                        (lambda (c) (go a b c k)))))))))
  (go x y z (lambda (v) v)))

;; ---- Fibonacci's numbers, plainly and by continuations

(define (fib n)
  (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(define (add-to x y k)
  (if (= y 0) (k x) (add-to (+ x 1) (- y 1) k)))

(define (fibc n k)
  (cond ((= n 0) (k 0))
        ((= n 1) (k 1))
        (else (add-to (call-with-current-continuation (lambda (k) (fibc (- n 1) k)))
                      (call-with-current-continuation (lambda (k) (fibc (- n 2) k)))
                      k))))

;; ---- Queens: how many ways, by lists

(define (one-to n)
  (let loop ((i n) (l '()))
    (if (= i 0) l (loop (- i 1) (cons i l)))))

(define (nqueens n)
  (define (safe? row distance placed)
    (or (null? placed)
        (and (not (= (car placed) (+ row distance)))
             (not (= (car placed) (- row distance)))
             (safe? row (+ distance 1) (cdr placed)))))
  (define (count candidates rest placed)
    (if (null? candidates)
        (if (null? rest) 1 0)
        (+ (if (safe? (car candidates) 1 placed)
               (count (append (cdr candidates) rest) '() (cons (car candidates) placed))
               0)
           (count (cdr candidates) (cons (car candidates) rest) placed))))
  (count (one-to n) '() '()))

;; ---- Derivatives of expressions

(define (deriv a)
  (if (not (pair? a))
      (if (eq? a 'x) 1 0)
      (case (car a)
        ((+ -) (cons (car a) (map deriv (cdr a))))
        ((*) (list '* a (cons '+ (map (lambda (b) (list '/ (deriv b) b)) (cdr a)))))
        ((/) (list '- (list '/ (deriv (cadr a)) (caddr a))
                   (list '/ (cadr a) (list '* (caddr a) (caddr a) (deriv (caddr a))))))
        (else (vector-ref a 0)))))

(define (derivs n)
  (let loop ((i 1) (d #f))
    (if (> i n) d (loop (+ i 1) (deriv '(+ (* 3 x x) (* a x x) (* b x) 5))))))

;; ---- A box of 5 by 5 by 5 filled with pieces of four classes, tried in order (after Baskett's puzzle). Cells are those of a cube
;; of 8 by 8 by 8, so that what stands out of the box is taken already. Answers how many boxes were looked at: 2005, as the original.

(define size 511)

(define (cell i j k) (+ i (* 8 (+ j (* 8 k)))))

(define (piece-of class a b c)
  (let ((p (make-vector (+ size 1) #f)) (last 0))
    (do ((i 0 (+ i 1))) ((= i a))
      (do ((j 0 (+ j 1))) ((= j b))
        (do ((k 0 (+ k 1))) ((= k c))
          (vector-set! p (cell i j k) #t)
          (when (> (cell i j k) last) (set! last (cell i j k))))))
    (vector class last p)))

(define pieces
  (vector (piece-of 0 4 2 1) (piece-of 0 2 1 4) (piece-of 0 1 4 2) (piece-of 0 2 4 1) (piece-of 0 4 1 2) (piece-of 0 1 2 4)
          (piece-of 1 3 1 1) (piece-of 1 1 3 1) (piece-of 1 1 1 3)
          (piece-of 2 2 2 1) (piece-of 2 2 1 2) (piece-of 2 1 2 2)
          (piece-of 3 2 2 2)))

(define (puzzle)
  (define left (vector 13 3 1 1))
  (define box (make-vector (+ size 1) #t))
  (define tries 0)
  (define (fits? piece at)
    (let ((last (vector-ref piece 1)) (p (vector-ref piece 2)))
      (let loop ((k 0))
        (cond ((> k last) #t)
              ((and (vector-ref p k) (vector-ref box (+ at k))) #f)
              (else (loop (+ k 1)))))))
  (define (put! piece at taken)
    (let ((last (vector-ref piece 1)) (p (vector-ref piece 2)) (class (vector-ref piece 0)))
      (do ((k 0 (+ k 1))) ((> k last))
        (when (vector-ref p k) (vector-set! box (+ at k) taken)))
      (vector-set! left class (+ (vector-ref left class) (if taken -1 1)))))
  (define (next-free at)
    (cond ((> at size) #f)
          ((vector-ref box at) (next-free (+ at 1)))
          (else at)))
  (define (fill at)
    (let ((at (next-free at)))
      (or (not at)
          (begin
            (set! tries (+ tries 1))
            (fill-with 0 at)))))
  (define (fill-with i at)
    (and (< i (vector-length pieces))
         (let ((piece (vector-ref pieces i)))
           (or (and (> (vector-ref left (vector-ref piece 0)) 0)
                    (fits? piece at)
                    (begin
                      (put! piece at #t)
                      (or (fill at)
                          (begin (put! piece at #f) #f))))
               (fill-with (+ i 1) at)))))
  (do ((i 1 (+ i 1))) ((> i 5))
    (do ((j 1 (+ j 1))) ((> j 5))
      (do ((k 1 (+ k 1))) ((> k 5))
        (vector-set! box (cell i j k) #f))))
  (and (fill 0) tries))

;; ---- Measuring

(define (program name)
  (cond ((string=? name "tak") (lambda () (tak 18 12 6)))
        ((string=? name "ctak") (lambda () (ctak 18 12 6)))
        ((string=? name "cpstak") (lambda () (cpstak 18 12 6)))
        ((string=? name "fib") (lambda () (fib 25)))
        ((string=? name "fibc") (lambda () (fibc 18 (lambda (v) v))))
        ((string=? name "nqueens") (lambda () (nqueens 8)))
        ((string=? name "deriv") (lambda () (car (derivs 20000))))
        ((string=? name "puzzle") puzzle)
        (else #f)))

(define answers
  '(("tak" . 7) ("ctak" . 7) ("cpstak" . 7) ("fib" . 75025) ("fibc" . 2584) ("nqueens" . 92) ("deriv" . +) ("puzzle" . 2005)))

;; name: "scheme-tak", say.
(define (run name n)
  (let* ((name (substring name 7 (string-length name))) (go (program name)))
    (let loop ((i 0) (least #f))
      (if (< i n)
          (let* ((start (now)) (answer (go)) (ms (/ (- (now) start) 1e6)))
            (when (not (eqv? answer (cdr (assoc name answers))))
              (display "wrong answer: ")
              (write answer)
              (newline)
              (exit 1))
            (loop (+ i 1) (if (and least (< least ms)) least ms)))
          (begin (display (exact->inexact least)) (newline))))))
