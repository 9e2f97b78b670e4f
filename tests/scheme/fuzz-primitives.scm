;; Random arguments to every procedure of numbers, characters, strings, bytevectors and ports: each call gives a value or raises an error object.
(include "test.scm")
(define procedures
  (list + - * / = < > <= >= max min zero? positive? negative? abs square quotient remainder modulo floor-quotient floor-remainder
    truncate-quotient truncate-remainder floor/ truncate/ even? odd? gcd lcm exact-integer-sqrt bitwise-and bitwise-ior bitwise-xor
    bitwise-not arithmetic-shift integer-length bit-count number? real? rational? integer? exact-integer? exact? inexact? finite? infinite?
    nan? exact inexact floor ceiling truncate round numerator denominator rationalize expt sqrt exp log sin cos tan asin acos atan
    make-rectangular make-polar real-part imag-part magnitude angle number->string string->number
    char-alphabetic? char-numeric? char-whitespace? char-upper-case? char-lower-case? digit-value char->integer integer->char char-upcase
    char-downcase char-foldcase char=? char<? char>? char<=? char>=? char-ci=? char-ci<? char-ci>? char-ci<=? char-ci>=?
    make-string string string-append string-length string-ref string-set! substring string-copy string-copy! string-fill! string->list
    list->string string->vector vector->string symbol->string string->symbol string-map string-for-each string-upcase string-downcase
    string-foldcase string=? string<? string>? string<=? string>=? string-ci=? string-ci<? string-ci>? string-ci<=? string-ci>=?
    make-bytevector bytevector bytevector-length bytevector-u8-ref bytevector-u8-set! bytevector-copy bytevector-copy! bytevector-append
    bytevector-fill! utf8->string string->utf8
    open-input-string open-input-bytevector get-output-string get-output-bytevector close-port close-input-port close-output-port
    input-port-open? output-port-open? read-char peek-char read-line read-string read-u8 peek-u8 read-bytevector read-bytevector!
    char-ready? u8-ready? newline write-char write-string write-u8 write-bytevector flush-output-port call-with-port
    call-with-output-string open-input-file file-exists?))
(define seed 20240607)
(define (random n)
  (set! seed (modulo (+ (* seed 1103515245) 12345) 2147483648))
  (modulo (quotient seed 65536) n))
(define (pick v) (vector-ref v (random (vector-length v))))
(define (closed-port) (let ((p (open-input-string "gone"))) (close-port p) p))
;; Makers of arguments: what can be changed is made anew. Half of the calls take all arguments from one maker.
(define makers
  (vector (lambda () (pick '#(0 1 -1 2 3 7 -8 10 16 63 64 100 255 256 1000 4611686018427387903 -4611686018427387904 9223372036854775808)))
          (lambda () (pick '#(123456789012345678901234567890 -98765432109876543210 1/2 -3/4 22/7 1/123456789012345678901)))
          (lambda () (pick '#(0.0 -0.0 1.5 -2.0 3.0 1e21 1e308 5e-324 +inf.0 -inf.0 +nan.0 0.1)))
          (lambda () (pick '#(+i 1+2i 1/2-3/4i 1.5+2.5i +inf.0-nan.0i)))
          (lambda () (pick '#(#t #f () sym || #\a #\x0 #\λ #\Σ #\ß #\x10ffff)))
          (lambda () (pick (vector car values (lambda () 1) (lambda (x) x) (eof-object) (if #f #f))))
          (lambda () (pick '#("" "hello" "Straße ΣΑΣ" "12e3" "#x1F/3" "-1.5e-3+2i" "1@2" "no/file")))
          (lambda () (string-copy "mutable"))
          (lambda () (bytevector 1 206 187 255))
          (lambda () (pick '#(#u8() #u8(1 2 3) #(#\a #\b) #(1) (#\a #\b) (1 2) (1 . 2))))
          (lambda () (open-input-string "a λ\nb"))
          (lambda () (open-input-bytevector #u8(1 2 3)))
          open-output-string open-output-bytevector closed-port))
(define (arguments)
  (let ((one (and (= 0 (random 2)) (pick makers))))
    (let loop ((n (pick '#(0 1 1 1 1 2 2 2 3 4))) (all '()))
      (if (= n 0) all (loop (- n 1) (cons ((or one (pick makers))) all))))))
(define values-seen 0)
(define errors-seen 0)
(define table (list->vector procedures))
(define (try n)
  (when (> n 0)
    (let ((f (pick table)) (given (arguments)))
      (guard (e ((error-object? e) (set! errors-seen (+ errors-seen 1)))
                (#t (display "no error object: ") (write (cons f given)) (newline)))
        (call-with-values (lambda () (apply f given)) list)
        (set! values-seen (+ values-seen 1))))
    (try (- n 1))))
(parameterize ((current-output-port (open-output-string)) (current-input-port (open-input-string "input"))) (try 8000))
(test 8000 (+ values-seen errors-seen))
(test #t (and (> values-seen 500) (> errors-seen 500)))
(finish)
