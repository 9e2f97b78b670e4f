# A program without debug information: descriptors say all but what its own types are.
break look
run
continue
kont bt (kont_generator *)*(void **)&generator
kont frame 1
kont locals
kont print depth
