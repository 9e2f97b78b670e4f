% works.pl: SWI-Prolog: engines as generators, catch and throw, and its own backtracking. `swipl -O works.pl -- WORK N`.
:- initialization(main, main).

% The wall clock has too few digits left in a double; the process's CPU clock has them.
now(Ns) :- statistics(cputime, S), Ns is S * 1.0e9.

% check(:Goal, +What)
check(Goal, _) :- call(Goal), !.
check(_, What) :- format(user_error, "wrong answer: ~w~n", [What]), halt(1).

% timed(:Goal, +N, -Figure): nanoseconds for each of the N operations that Goal does
timed(Goal, N, Figure) :-
    now(T0), call(Goal), now(T1),
    Figure is (T1 - T0) / N.

% ---- generators

drain(E, Sum0, Sum) :-
    (   engine_next(E, V)
    ->  Sum1 is Sum0 + V,
        drain(E, Sum1, Sum)
    ;   Sum = Sum0
    ).

flat(N, Figure) :-
    Last is N - 1,
    engine_create(I, between(0, Last, I), E),
    timed(drain(E, 0, Sum), N, Figure),
    check(Sum =:= N * (N - 1) // 2, "the sum of a flat generator").

% Prolog's own way to yield from depth: one node after the other, on backtracking.
node(Root, N, V) :-
    Root =< N,
    (   Left is 2 * Root, node(Left, N, V)
    ;   V = Root
    ;   Right is 2 * Root + 1, node(Right, N, V)
    ).

tree(N, Figure) :-
    engine_create(V, node(1, N, V), E),
    timed(drain(E, 0, Sum), N, Figure),
    check(Sum =:= N * (N + 1) // 2, "the sum of a tree generator").

% ---- escapes

descend(0, I, _) :- throw(out(I)).
descend(D, I, V) :- D > 0, D1 is D - 1, descend(D1, I, V1), V is V1 + 1.

raises(N, N, _, Sum, Sum) :- !.
raises(I, N, Depth, Sum0, Sum) :-
    catch(descend(Depth, I, _), out(V), true),
    Sum1 is Sum0 + V,
    I1 is I + 1,
    raises(I1, N, Depth, Sum1, Sum).

raise(Depth, N, Figure) :-
    timed(raises(0, N, Depth, 0, Sum), N, Figure),
    check(Sum =:= N * (N - 1) // 2, "the sum of n exceptions").

% ---- queens: every row chooses among all columns, and fails on an attacked one

place(N, N, _, _, _) :- !.
place(Row, N, Columns, Rising, Falling) :-
    Last is N - 1,
    between(0, Last, Column),
    C is 1 << Column, R is 1 << (Row + Column), F is 1 << (Row - Column + N),
    Columns /\ C =:= 0, Rising /\ R =:= 0, Falling /\ F =:= 0,
    Columns1 is Columns \/ C, Rising1 is Rising \/ R, Falling1 is Falling \/ F,
    Row1 is Row + 1,
    place(Row1, N, Columns1, Rising1, Falling1).

queens(Solutions, N, Figure) :-
    timed(aggregate_all(count, place(0, N, 0, 0, 0), Found), 1, Ns),
    check(Found =:= Solutions, "the number of solutions"),
    Figure is Ns / 1.0e6.

% ---- a search in which each of n calls chooses, and the first way is right

down(0, 0) :- !.
down(N, Sum) :-
    between(0, 1, C),
    N1 is N - 1,
    down(N1, Sum1),
    Sum is Sum1 + C.

search_deep(N, Figure) :-
    timed(once(down(N, Sum)), N, Figure),
    check(Sum =:= 0, "the first way down").

% ---- the command line

work(flat, flat).
work(tree, tree).
work('raise-0', raise(0)).
work('raise-1000', raise(1000)).
work('queens-8', queens(92)).
work('queens-10', queens(724)).
work('queens-12', queens(14200)).
work('search-2k', search_deep).
work('search-100k', search_deep).

% The least of up to five runs after a warm-up; a slow system makes do with two.
best(Work, N, Figure) :-
    call(Work, N, _),
    now(Start),
    call(Work, N, F),
    best(1, Start, Work, N, F, Figure).

best(Runs, Start, _, _, Figure, Figure) :-
    now(T),
    (   Runs >= 5 ; Runs >= 2, T - Start > 4.0e8   ), !.
best(Runs, Start, Work, N, Least, Figure) :-
    call(Work, N, F),
    Least1 is min(Least, F),
    Runs1 is Runs + 1,
    best(Runs1, Start, Work, N, Least1, Figure).

main([Name, Count]) :-
    check(work(Name, Work), "no such work"),
    work(Name, Work),
    atom_number(Count, N),
    best(Work, N, Figure),
    format("~4f~n", [Figure]).
