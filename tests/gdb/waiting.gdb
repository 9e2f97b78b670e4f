# What waits: generators, prompt objects, continuations, a search. @NAME is the line with that remark.
break @look
run
kont bt generator
kont bt task
kont bt saved
kont bt search
continue
kont bt generator
kont frame 1
kont locals
kont print t->key + depth
continue
kont bt task
kont frame 0
kont locals
kont print total
kont print total = 100
kont bt (kont_object *)generator
continue
kont bt task
continue
continue
kont bt search
