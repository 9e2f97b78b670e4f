;; SRFI 41: streams, even: neither the head nor the tail of one is evaluated before somebody looks at it.
(define-library (srfi 41)
  (import (scheme base) (scheme lazy))
  (export stream-null stream-cons stream? stream-null? stream-pair? stream-car stream-cdr stream-lambda define-stream
          list->stream port->stream stream stream->list stream-append stream-concat stream-constant stream-drop
          stream-drop-while stream-filter stream-fold stream-for-each stream-from stream-iterate stream-length stream-let
          stream-map stream-match stream-of stream-range stream-ref stream-reverse stream-scan stream-take stream-take-while
          stream-unfold stream-unfolds stream-zip _)
  (begin
    ;; A stream is a promise, in a record, of the empty list or of a pair of promises.
    (define-record-type stream-type (make-stream promise) stream? (promise stream-promise))
    (define-record-type pare-type (make-pare head tail) pare? (head pare-head) (tail pare-tail))
    (define-syntax stream-lazy
      (syntax-rules () ((_ expression) (make-stream (delay-force (stream-promise expression))))))
    (define (stream-content s)
      (if (stream? s) (force (stream-promise s)) (error "not a stream" s)))
    (define stream-null (make-stream (delay '())))
    (define-syntax stream-cons
      (syntax-rules ()
        ((_ head tail) (make-stream (make-promise (make-pare (delay head) (stream-lazy tail)))))))
    (define (stream-null? s) (and (stream? s) (null? (stream-content s))))
    (define (stream-pair? s) (and (stream? s) (pare? (stream-content s))))
    (define (content-pare who s)
      (let ((p (stream-content s))) (if (pare? p) p (error (string-append who ": the stream has ended")))))
    (define (stream-car s) (force (pare-head (content-pare "stream-car" s))))
    (define (stream-cdr s) (pare-tail (content-pare "stream-cdr" s)))
    (define-syntax stream-lambda
      (syntax-rules () ((_ formals body0 body1 ...) (lambda formals (stream-lazy (let () body0 body1 ...))))))
    (define-syntax define-stream
      (syntax-rules () ((_ (name . formals) body0 body1 ...) (define name (stream-lambda formals body0 body1 ...)))))
    (define-syntax stream-let
      (syntax-rules ()
        ((_ name ((variable value) ...) body0 body1 ...)
         ((letrec ((name (stream-lambda (variable ...) body0 body1 ...))) name) value ...))))
    (define-syntax stream
      (syntax-rules ()
        ((_) stream-null)
        ((_ first rest ...) (stream-cons first (stream rest ...)))))

    ;; Patterns: () | (pattern ... . rest) | rest; each with a guard, or without
    (define-syntax stream-match
      (syntax-rules ()
        ((_ s clause ...)
         (let ((subject s))
           (cond ((match-clause subject clause) => car) ... (else (error "stream-match: no pattern fits")))))))
    (define-syntax match-clause
      (syntax-rules ()
        ((_ s (pattern guard expression)) (match-pattern s pattern (and guard (list expression))))
        ((_ s (pattern expression)) (match-pattern s pattern (list expression)))))
    (define-syntax match-pattern
      (syntax-rules (_)
        ((match-pattern s () result) (and (stream-null? s) result))
        ((match-pattern s (_ . rest) result)
         (and (stream-pair? s) (let ((tail (stream-cdr s))) (match-pattern tail rest result))))
        ((match-pattern s (head . rest) result)
         (and (stream-pair? s) (let ((head (stream-car s)) (tail (stream-cdr s))) (match-pattern tail rest result))))
        ((match-pattern s _ result) result)
        ((match-pattern s rest result) (let ((rest s)) result))))

    ;; (stream-of expression clause ...): (x in stream) | (x is expression) | a condition
    (define-syntax stream-of
      (syntax-rules () ((_ expression clause ...) (of-clauses expression stream-null clause ...))))
    (define-syntax of-clauses
      (syntax-rules (in is)
        ((_ expression base) (stream-cons expression base))
        ((_ expression base (x in s) clause ...)
         (stream-let loop ((rest s))
           (if (stream-null? rest)
               base
               (let ((x (stream-car rest)))
                 (of-clauses expression (loop (stream-cdr rest)) clause ...)))))
        ((_ expression base (x is e) clause ...) (let ((x e)) (of-clauses expression base clause ...)))
        ((_ expression base condition clause ...) (if condition (of-clauses expression base clause ...) base))))

    (define (some-null? streams) (and (pair? streams) (or (stream-null? (car streams)) (some-null? (cdr streams)))))
    (define-stream (list->stream l) (if (null? l) stream-null (stream-cons (car l) (list->stream (cdr l)))))
    (define-stream (port->stream . port)
      (let ((c (apply read-char port))) (if (eof-object? c) stream-null (stream-cons c (apply port->stream port)))))
    (define (stream->list first . rest)
      (let loop ((n (if (null? rest) -1 first)) (s (if (null? rest) first (car rest))) (all '()))
        (if (or (= n 0) (stream-null? s)) (reverse all) (loop (- n 1) (stream-cdr s) (cons (stream-car s) all)))))
    (define-stream (stream-append . streams)
      (cond ((null? streams) stream-null)
            ((null? (cdr streams)) (car streams))
            ((stream-null? (car streams)) (apply stream-append (cdr streams)))
            (else (stream-cons (stream-car (car streams)) (apply stream-append (stream-cdr (car streams)) (cdr streams))))))
    (define-stream (stream-concat streams)
      (if (stream-null? streams)
          stream-null
          (stream-append (stream-car streams) (stream-concat (stream-cdr streams)))))
    (define-stream (stream-constant . items) (stream-append (list->stream items) (apply stream-constant items)))
    (define-stream (stream-drop n s) (if (or (= n 0) (stream-null? s)) s (stream-drop (- n 1) (stream-cdr s))))
    (define-stream (stream-drop-while good? s)
      (if (and (stream-pair? s) (good? (stream-car s))) (stream-drop-while good? (stream-cdr s)) s))
    (define-stream (stream-filter good? s)
      (cond ((stream-null? s) stream-null)
            ((good? (stream-car s)) (stream-cons (stream-car s) (stream-filter good? (stream-cdr s))))
            (else (stream-filter good? (stream-cdr s)))))
    (define (stream-fold f start s)
      (if (stream-null? s) start (stream-fold f (f start (stream-car s)) (stream-cdr s))))
    (define (stream-for-each f first . rest)
      (let loop ((streams (cons first rest)))
        (if (not (some-null? streams))
            (begin (apply f (map stream-car streams)) (loop (map stream-cdr streams))))))
    (define-stream (stream-from n . step)
      (let ((step (if (pair? step) (car step) 1))) (stream-cons n (stream-from (+ n step) step))))
    (define-stream (stream-iterate f x) (stream-cons x (stream-iterate f (f x))))
    (define (stream-length s) (stream-fold (lambda (n x) (+ n 1)) 0 s))
    (define-stream (stream-map f . streams)
      (if (some-null? streams)
          stream-null
          (stream-cons (apply f (map stream-car streams)) (apply stream-map f (map stream-cdr streams)))))
    (define-stream (stream-range first past . step)
      (let ((step (cond ((pair? step) (car step)) ((< first past) 1) (else -1))))
        (if (if (< 0 step) (< first past) (> first past))
            (stream-cons first (stream-range (+ first step) past step))
            stream-null)))
    (define (stream-ref s n) (if (= n 0) (stream-car s) (stream-ref (stream-cdr s) (- n 1))))
    (define-stream (stream-reverse s)
      (let loop ((s s) (all stream-null)) (if (stream-null? s) all (loop (stream-cdr s) (stream-cons (stream-car s) all)))))
    (define-stream (stream-scan f start s)
      (if (stream-null? s) (stream start) (stream-cons start (stream-scan f (f start (stream-car s)) (stream-cdr s)))))
    (define-stream (stream-take n s)
      (if (or (= n 0) (stream-null? s)) stream-null (stream-cons (stream-car s) (stream-take (- n 1) (stream-cdr s)))))
    (define-stream (stream-take-while good? s)
      (if (and (stream-pair? s) (good? (stream-car s)))
          (stream-cons (stream-car s) (stream-take-while good? (stream-cdr s)))
          stream-null))
    (define-stream (stream-unfold value more? next seed)
      (if (more? seed) (stream-cons (value seed) (stream-unfold value more? next (next seed))) stream-null))
    ;; (step seed) gives the next seed and, for each stream, a list of one element, #f for none now, or () where it ends.
    (define (stream-unfolds step seed)
      (define-stream (results seed)
        (call-with-values (lambda () (step seed))
          (lambda (next . items) (stream-cons items (results next)))))
      (define-stream (nth i all)
        (let ((item (list-ref (stream-car all) i)))
          (cond ((pair? item) (stream-cons (car item) (nth i (stream-cdr all))))
                ((null? item) stream-null)
                (else (nth i (stream-cdr all))))))
      (let ((all (results seed)))
        (apply values
               (let loop ((i (- (length (stream-car all)) 1)) (streams '()))
                 (if (< i 0) streams (loop (- i 1) (cons (nth i all) streams)))))))
    (define-stream (stream-zip . streams)
      (if (some-null? streams)
          stream-null
          (stream-cons (map stream-car streams) (apply stream-zip (map stream-cdr streams)))))))
