(define-library (found about)
  (import (found round)))
