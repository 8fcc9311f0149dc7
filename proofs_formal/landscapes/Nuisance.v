(******************************************************************************)
(* What a representation leaks about a nuisance is at most what it knows of    *)
(* the input less what it knows of the task. Achille and Soatto, Emergence of  *)
(* invariance and disentanglement in deep representations (2018), Proposition  *)
(* 3.1, for every submodular function of sets of variables; the entropy of     *)
(* random variables is one.                                                    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Nuisance.
Variables (R : realFieldType) (V : finType) (H : {set V} -> R).
Implicit Types A B C : {set V}.

(* The information I(A;B|C) of two sets of variables given a third one.        *)
Definition info A B C : R := H (A :|: C) + H (B :|: C) - H (A :|: B :|: C) - H C.
Definition submodular : Prop := forall A B C, 0 <= info A B C.

Theorem nuisance_bound y n x z : submodular -> H set0 = 0 ->
  info [set y] [set n] set0 = 0 -> info [set y; n] [set z] [set x] = 0 ->
  info [set z] [set n] set0 <= info [set z] [set x] set0 - info [set z] [set y] set0.
Proof.
move=> sub empty yn markov; rewrite -subr_ge0.
rewrite [X in 0 <= X](_ : _ = info [set y] [set n] [set z] + info [set x] [set z] [set y; n]
   - info [set y; n] [set z] [set x] - info [set y] [set n] set0).
  by rewrite yn markov !subr0 addr_ge0.
rewrite /info !setU0 empty.
have sets A B : A =i B -> H A = H B by move/setP ->.
have -> : H ([set y; n] :|: [set x]) = H ([set x] :|: [set y; n]) by rewrite setUC.
have -> : H ([set y; n] :|: [set z] :|: [set x]) = H ([set x] :|: [set z] :|: [set y; n]).
  by apply: sets => u; rewrite !inE; case: (u == y); case: (u == n); case: (u == x); case: (u == z).
have -> : H ([set z] :|: [set y; n]) = H ([set y] :|: [set n] :|: [set z]) by rewrite setUC.
have -> : H ([set z] :|: [set n]) = H ([set n] :|: [set z]) by rewrite setUC.
have -> : H ([set z] :|: [set y]) = H ([set y] :|: [set z]) by rewrite setUC.
by ring.
Qed.

(* A second representation leaks no more than the one it is made of.           *)
Theorem stacking n z w : submodular -> H set0 = 0 ->
  info [set n] [set w] [set z] = 0 ->
  info [set w] [set n] set0 <= info [set z] [set n] set0.
Proof.
move=> sub empty chain; rewrite -subr_ge0.
rewrite [X in 0 <= X](_ : _ = info [set z] [set n] [set w] - info [set n] [set w] [set z]).
  by rewrite chain subr0.
rewrite /info !setU0 empty.
have -> : [set n] :|: [set w] :|: [set z] = [set z] :|: [set n] :|: [set w].
  by apply/setP => u; rewrite !inE; case: (u == n); case: (u == w); case: (u == z).
have -> : [set w] :|: [set z] = [set z] :|: [set w] by rewrite setUC.
have -> : [set w] :|: [set n] = [set n] :|: [set w] by rewrite setUC.
have -> : [set n] :|: [set z] = [set z] :|: [set n] by rewrite setUC.
by ring.
Qed.
End Nuisance.
