;; What is written is read back as the same; delimiters, folded case, labels.
(include "test.scm")
(define (written x) (let ((p (open-output-string))) (write x p) (get-output-string p)))
(define (all-of text)
  (let ((p (open-input-string text)))
    (let next ((x (read p)) (l '())) (if (eof-object? x) (reverse l) (next (read p) (cons x l))))))
(define (back x) (all-of (written x)))
;; Delimiters are single characters of ASCII: not others whose number ends in the same byte
(test '("aĨb" "x一y" "aЀ" "Тх" "ħ") (map symbol->string '(aĨb x一y aЀ Тх ħ)))
(define 一 1)
(test 2 (+ 一 一))
(test '("a\x0;b") (map symbol->string (all-of "a\x0;b")))
(test '(a (quote b) (unquote c) (quasiquote d) (e unquote f)) (all-of "a'b,c`d(e .,f)"))
;; Symbols
(define odd-names
  '("" "." ".." "+" "-" "+i" "-I" "1" "+.1" "1e5" "-.e5" "#" "#%a" "#!eof" "a b" "a|b" "a\\b" "a,b" "a`b" "'a" "(" "\x0;" "\x7f;" "a\n" "\xa0;"
    "\x2003;x" "\x3000;" "\xfeff;" "+inf.0" "+NaN.0x" "é\x301;" "λ" "Ĩ" "ABC"))
(test odd-names (map (lambda (name) (let ((l (back (string->symbol name)))) (if (= (length l) 1) (symbol->string (car l)) l))) odd-names))
(define (from-to first past) (if (= first past) '() (cons first (from-to (+ first 1) past))))
(define characters (map integer->char (append (from-to 0 1100) (from-to #x1ff0 #x2070) '(#x3000 #xfeff #xfffd #xffff #x10000 #x10ffff))))
(define (lost what) (let next ((l characters)) (cond ((null? l) '()) ((equal? (back (what (car l))) (list (what (car l)))) (next (cdr l))) (else (cons (car l) (next (cdr l)))))))
(test '() (lost values))
(test '() (lost string))
(test '() (lost (lambda (c) (string->symbol (string #\a c #\b)))))
;; Folded case is that of string-foldcase
(test '(straße ΛΆΜΔΑ strasse λάμδα άσοσ #\Λ "ΛΑ" |ΛΑ| λ) (all-of "straße ΛΆΜΔΑ #!fold-case Straße ΛΆΜΔΑ Άσος #\\Λ \"ΛΑ\" |ΛΑ| Λ"))
;; Labels: as many as there are
(define (pairs-twice n) (if (= n 0) '() (let ((x (list n))) (cons x (cons x (pairs-twice (- n 1)))))))
(define (labelled x) (let ((p (open-output-string))) (write-shared x p) (get-output-string p)))
(define many (car (all-of (labelled (pairs-twice 2000)))))
(test '(4000 #t #t) (list (length many) (equal? many (pairs-twice 2000)) (eq? (list-ref many 998) (list-ref many 999))))
(test #t (let ((x (car (all-of "#0=(#1=(#0# . #1#) #2=#(#1# #2#))")))) (and (eq? x (caar x)) (eq? (car x) (cdar x)) (eq? (cadr x) (vector-ref (cadr x) 1)))))
(finish)
