(define-library (found round)
  (import (found about)))
