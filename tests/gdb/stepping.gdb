# Breakpoints and steps in rewritten code, and what a computation looks like before and after a resume.
break @yield
run
print twice
print t->key
kont bt
next
info source
kont next
kont next
kont step
kont step
delete
break @resumed
continue
print twice
print depth
kont bt
kont frame 1
kont locals
next
info source
next
info source
delete
break @inner
continue
kont bt
kont frame 0
kont print total
kont print total_before + total
kont print (int)(long)key
delete
kont next
kont next
kont step
kont next
kont bt
kont break keys
