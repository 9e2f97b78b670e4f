# What is said where nothing can be shown.
kont bt
kont next
break @look
run
kont bt sink
kont bt (kont *)0
kont frame 99
kont print unheard_of
kont bt (
