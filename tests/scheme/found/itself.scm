(include "itself.scm")
