;; SRFI 121, generators: the names that it shares with SRFI 158
(import (scheme base) (scheme write) (srfi 121))
(include "test.scm")
(test '(a b 0 1 2) (generator->list (gcons* 'a 'b (make-range-generator 0 3))))
(test '(1 2 3) (generator->list (make-for-each-generator vector-for-each #(1 2 3))))
(test 6 (generator-fold + 0 (gfilter even? (make-iota-generator 5))))
(finish)
