;; Earley's parser (1970): any context-free grammar, ambiguous or not, with empty rules; all parses of a sentence, and where it goes wrong.
(include "test.scm")

;; ---- Grammars: ((symbol (part ...) ...) ...); the first symbol is the start. A part that is no grammar's symbol is a word. ----

(define-record-type rule (make-rule left parts number) rule?
  (left rule-left) (parts rule-parts) (number rule-number))     ; parts: a vector

(define-record-type grammar (make-grammar start rules table) grammar?
  (start grammar-start) (rules grammar-rules)
  (table grammar-table))                                        ; symbol -> its rules

(define (read-grammar description)
  (let ((table (make-hash-table eq?)) (number 0) (all '()))
    (for-each
      (lambda (entry)
        (let ((rules (map (lambda (parts)
                            (set! number (+ number 1))
                            (make-rule (car entry) (list->vector parts) number))
                          (cdr entry))))
          (set! all (append all rules))
          (hash-table-set! table (car entry) rules)))
      description)
    (make-grammar (caar description) all table)))

(define (rules-of g symbol) (hash-table-ref/default (grammar-table g) symbol #f))

;; The symbols that derive the empty sentence: a fixed point.
(define (empty-symbols g)
  (let again ((known '()))
    (let loop ((rules (grammar-rules g)) (found known))
      (cond ((null? rules) (if (eq? found known) known (again found)))
            ((and (not (memq (rule-left (car rules)) found))
                  (let all-empty ((parts (vector->list (rule-parts (car rules)))))
                    (or (null? parts) (and (memq (car parts) found) (all-empty (cdr parts))))))
             (loop (cdr rules) (cons (rule-left (car rules)) found)))
            (else (loop (cdr rules) found))))))

;; ---- Items: how far a rule has been read (dot), and where that began. A set holds each once, in the order in which they came. ----

(define-record-type item (make-item rule dot origin) item?
  (rule item-rule) (dot item-dot) (origin item-origin))

(define-record-type item-set (make-item-set known first last) item-set?
  (known set-known) (first set-first set-first!) (last set-last set-last!))

(define (new-set) (make-item-set (make-hash-table) '() '()))

(define (add! set rule dot origin)
  (let ((key (list (rule-number rule) dot origin)))
    (if (not (hash-table-exists? (set-known set) key))
        (let ((cell (list (make-item rule dot origin))))
          (hash-table-set! (set-known set) key #t)
          (if (null? (set-first set)) (set-first! set cell) (set-cdr! (set-last set) cell))
          (set-last! set cell)))))

(define (next-part item)
  (let ((parts (rule-parts (item-rule item))))
    (and (< (item-dot item) (vector-length parts)) (vector-ref parts (item-dot item)))))

(define (complete? item) (not (next-part item)))

;; ---- The three steps ----

(define (predict! g set position symbol)
  (for-each (lambda (rule) (add! set rule 0 position)) (rules-of g symbol)))

(define (scan! item word next)
  (if (and next (eq? (next-part item) word))
      (add! next (item-rule item) (+ (item-dot item) 1) (item-origin item))))

(define (advance-over! set waiting symbol)
  (if (eq? (next-part waiting) symbol)
      (add! set (item-rule waiting) (+ (item-dot waiting) 1) (item-origin waiting))))

(define (complete! sets set item)
  (let loop ((cell (set-first (vector-ref sets (item-origin item)))))
    (if (pair? cell)
        (begin (advance-over! set (car cell) (rule-left (item-rule item)))
               (loop (cdr cell))))))

(define (recognize g words)
  (let* ((n (length words)) (sets (make-vector (+ n 1) #f)) (empty (empty-symbols g)))
    (let fill ((i 0)) (if (<= i n) (begin (vector-set! sets i (new-set)) (fill (+ i 1)))))
    (predict! g (vector-ref sets 0) 0 (grammar-start g))
    (let each-position ((i 0) (rest words))
      (let ((set (vector-ref sets i)) (next (and (< i n) (vector-ref sets (+ i 1)))))
        (let each-item ((cell (set-first set)))
          (if (pair? cell)
              (let* ((item (car cell)) (part (next-part item)))
                (cond ((not part) (complete! sets set item))
                      ((rules-of g part)
                       (predict! g set i part)
                       (if (memq part empty) (advance-over! set item part)))
                      ((pair? rest) (scan! item (car rest) next)))
                (each-item (cdr cell)))))
        (if (pair? rest) (each-position (+ i 1) (cdr rest)))))
    sets))

;; ---- Parses: from the sets, which say what was complete from where to where ----

;; symbol, from, to -> the rules by which it was found there
(define (completed sets)
  (let ((table (make-hash-table)))
    (let loop ((to 0))
      (if (< to (vector-length sets))
          (begin
            (for-each
              (lambda (item)
                (if (complete? item)
                    (hash-table-update!/default table (list (rule-left (item-rule item)) (item-origin item) to)
                      (lambda (rules) (cons (item-rule item) rules)) '())))
              (set-first (vector-ref sets to)))
            (loop (+ to 1)))))
    table))

;; All trees of a symbol over words[from .. to-1]. Where a symbol derives itself over the same words, trees would have no end: such are left out.
(define (trees g table words symbol from to open)
  (let ((key (list symbol from to)))
    (if (member key open)
        '()
        (append-all
          (map (lambda (rule)
                 (map (lambda (children) (cons symbol children))
                      (sequences g table words (vector->list (rule-parts rule)) from to (cons key open))))
               (reverse (hash-table-ref/default table key '())))))))

(define (append-all lists) (apply append lists))

(define (sequences g table words parts from to open)
  (cond ((null? parts) (if (= from to) '(()) '()))
        ((not (rules-of g (car parts)))
         (if (and (< from to) (eq? (vector-ref words from) (car parts)))
             (map (lambda (rest) (cons (car parts) rest)) (sequences g table words (cdr parts) (+ from 1) to open))
             '()))
        (else
         (let each-end ((middle from) (found '()))
           (if (> middle to)
               (append-all (reverse found))
               (let ((firsts (if (hash-table-exists? table (list (car parts) from middle))
                                 (trees g table words (car parts) from middle (if (= middle from) open (if (= middle to) open '())))
                                 '())))
                 (each-end (+ middle 1)
                           (if (null? firsts)
                               found
                               (cons (append-all
                                       (map (lambda (rest) (map (lambda (first) (cons first rest)) firsts))
                                            (sequences g table words (cdr parts) middle to (if (= middle from) open '()))))
                                     found)))))))))

(define (parses g words)
  (trees g (completed (recognize g words)) (list->vector words) (grammar-start g) 0 (length words) '()))

(define (accepts? g words)
  (let ((sets (recognize g words)))
    (hash-table-exists? (completed sets) (list (grammar-start g) 0 (length words)))))

;; Where a sentence goes wrong: how many words were read, and the words that could have come next.
(define (expected g words)
  (let ((sets (recognize g words)))
    (let loop ((i (length words)))
      (if (null? (set-first (vector-ref sets i)))
          (loop (- i 1))
          (let collect ((items (set-first (vector-ref sets i))) (next '()))
            (if (null? items)
                (list i (sort next (lambda (a b) (string<? (symbol->string a) (symbol->string b)))))
                (let ((part (next-part (car items))))
                  (collect (cdr items) (if (and part (not (rules-of g part)) (not (memq part next))) (cons part next) next)))))))))

;; A tree as the words in it, with brackets where there is something to tell apart.
(define (bracket tree)
  (cond ((not (pair? tree)) tree)
        ((null? (cdr tree)) '())
        ((null? (cddr tree)) (bracket (cadr tree)))
        (else (map bracket (cdr tree)))))

;; ---- Arithmetic, without ambiguity: the tree can be evaluated ----

;; Words are symbols: digits too.
(define (words-of text)
  (map (lambda (c) (string->symbol (string c))) (string->list text)))
(define arithmetic
  (read-grammar
    (map (lambda (entry)
           (cons (car entry)
                 (map (lambda (parts) (map (lambda (p) (if (number? p) (string->symbol (number->string p)) p)) parts)) (cdr entry))))
         '((sum (sum + product) (sum - product) (product))
           (product (product * factor) (factor))
           (factor (< sum >) (number))
           (number (digit) (number digit))
           (digit (0) (1) (2) (3) (4) (5) (6) (7) (8) (9))))))

(define (evaluate tree)
  (case (car tree)
    ((sum product)
     (if (null? (cddr tree))
         (evaluate (cadr tree))
         ((case (caddr tree) ((+) +) ((-) -) (else *)) (evaluate (cadr tree)) (evaluate (cadddr tree)))))
    ((factor) (evaluate (if (eq? (cadr tree) '<) (caddr tree) (cadr tree))))
    ((number) (if (null? (cddr tree)) (evaluate (cadr tree)) (+ (* 10 (evaluate (cadr tree))) (evaluate (caddr tree)))))
    (else (string->number (symbol->string (cadr tree))))))
(define (value-of text)
  (let ((all (parses arithmetic (words-of text))))
    (if (= (length all) 1) (evaluate (car all)) (list 'parses (length all)))))

(test 7 (value-of "7"))
(test 14 (value-of "2+3*4"))
(test 20 (value-of "<2+3>*4"))
(test -4 (value-of "1-2-3"))
(test 2024 (value-of "44*46"))
(test '(parses 0) (value-of "2+"))
(test '(2 (0 1 2 3 4 5 6 7 8 9 <)) (let ((e (expected arithmetic (words-of "2+*3"))))
  (list (car e) (map (lambda (s) (or (string->number (symbol->string s)) s)) (cadr e)))))
(test #f (accepts? arithmetic '()))

;; ---- Ambiguity: as many parses of x + x + ... as there are binary trees (Catalan's numbers) ----

(define ambiguous (read-grammar '((e (e + e) (e * e) (x)))))
(define (sums n) (if (= n 1) '(x) (append '(x +) (sums (- n 1)))))
(test '(1 1 2 5 14 42) (map (lambda (n) (length (parses ambiguous (sums n)))) '(1 2 3 4 5 6)))
(test '(((x + x) * x) (x + (x * x))) (map bracket (parses ambiguous '(x + x * x))))

;; ---- A sentence of two meanings ----

(define english
  (read-grammar
    '((sentence (noun-phrase verb-phrase))
      (noun-phrase (I) (article noun) (noun-phrase with-phrase))
      (verb-phrase (verb noun-phrase) (verb-phrase with-phrase))
      (with-phrase (with noun-phrase))
      (article (the) (a)) (noun (man) (telescope) (park)) (verb (saw)))))
(test '((I ((saw (the man)) (with (a telescope)))) (I (saw ((the man) (with (a telescope))))))
      (map bracket (parses english '(I saw the man with a telescope))))
(test '(3 (man park telescope)) (expected english '(I saw the with a telescope)))
(test '(4 (with)) (expected english '(I saw the man man)))

;; ---- Empty rules, and symbols that derive themselves ----

(define nested (read-grammar '((s (< s > s) ()))))
(define (brackets text) (map (lambda (c) (string->symbol (string c))) (string->list text)))
(test '(#t #t #t #f #f) (map (lambda (text) (accepts? nested (brackets text))) '("" "<>" "<<>><>" "<" "><")))
(test 1 (length (parses nested (brackets "<<>><>"))))
(test '(s) (empty-symbols nested))
(define blanks (read-grammar '((s (a b c)) (a () (x)) (b () (x)) (c () (x)))))
(test '(1 3 3 1 0) (map (lambda (words) (length (parses blanks words))) '(() (x) (x x) (x x x) (x x x x))))
(define circular (read-grammar '((s (s) (x)))))
(test '((s x)) (parses circular '(x)))

;; ---- Left and right recursion; long sentences ----

(define left (read-grammar '((l (l x) (x)))))
(define right (read-grammar '((r (x r) (x)))))
(define many (make-list 60 'x))
(test '(#t #t) (list (accepts? left many) (accepts? right many)))
(test '(((x x) x) (x (x x))) (list (bracket (car (parses left '(x x x)))) (bracket (car (parses right '(x x x))))))
(finish)
