;; Libraries in files, and files that are included.
(include "test.scm")
(define (evaluate form) (eval form (interaction-environment)))
(define-syntax said (syntax-rules () ((_ form) (guard (e ((error-object? e) (error-object-message e))) (evaluate 'form)))))
;; They find each other beside the program
(evaluate '(import (found one)))
(test '(one two) (evaluate '(one)))
;; One with an error in it can be imported again, and fails again
(test '("argument 1: expected pair" "argument 1: expected pair") (let ((first (said (import (found broken))))) (list first (said (import (found broken))))))
(test "libraries import each other" (said (import (found round))))
(test "libraries import each other" (said (import (found round))))
(test "there is no such library" (said (import ("found" one))))
(test "there is no such library" (said (import (found none))))
;; Exports
(test "expected a name or (rename name other-name)" (said (define-library (x) (export (as y z)) (import (scheme base)) (begin (define y 1)))))
(test "expected an identifier" (said (define-library (x) (export (rename 5 6)))))
;; Files
(test "files include each other without end" (said (include "found/itself.scm")))
(test "No such file or directory" (said (include "found/none.scm")))
(finish)
