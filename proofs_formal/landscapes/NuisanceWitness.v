(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Nuisance.v, and counterexamples to false variants.                          *)
(* A variable is a set of fair independent bits, and the entropy of a set of   *)
(* variables, in bits, is the number of bits in their union. Variables are     *)
(* pairs of booleans: y = (0, 0), n = (0, 1), x = (1, 0), z = (1, 1).          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Nuisance.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition y : bool * bool := (false, false).
Definition n : bool * bool := (false, true).
Definition x : bool * bool := (true, false).
Definition z : bool * bool := (true, true).

Section Bits.
Variable bits : bool * bool -> {set bool}.
Definition union (A : {set bool * bool}) : {set bool} := \bigcup_(i in A) bits i.
Definition entropy (A : {set bool * bool}) : rat := #|union A|%:R.
Lemma unionU A B : union (A :|: B) = union A :|: union B.
Proof. exact: bigcup_setU. Qed.
Lemma union1 i : union [set i] = bits i.
Proof. exact: big_set1. Qed.
Lemma union0 : union set0 = set0.
Proof. exact: big_set0. Qed.
Lemma entropy0 : entropy set0 = 0.
Proof. by rewrite /entropy union0 cards0. Qed.
Lemma entropy_submodular : submodular entropy.
Proof.
move=> A B C; rewrite /info /entropy !unionU -addrA -opprD subr_ge0 -!natrD ler_nat.
set a := union A; set b := union B; set c := union C.
have -> : a :|: b :|: c = (a :|: c) :|: (b :|: c) by rewrite setUACA setUid.
rewrite -(cardsUI (a :|: c) (b :|: c)) leq_add2l; apply: subset_leq_card.
by rewrite subsetI !subsetUr.
Qed.
End Bits.

(* Sets of bits are counted.                                                   *)
Lemma card_bits (A : {set bool}) : #|A| = ((true \in A) + (false \in A))%N.
Proof. by rewrite -sum1_card big_mkcond big_bool. Qed.
Ltac count := rewrite /info /entropy ?setU0 ?unionU ?union1 ?union0 ?card_bits !inE /=; first [by [] | by vm_compute | by apply/eqP; vm_compute].

(* x = z = (y, n): the leak is one bit, and so is the surplus.                 *)
Definition whole (i : bool * bool) : {set bool} :=
  if i == y then [set true] else if i == n then [set false] else [set: bool].
Lemma nuisance_bound_instance : info (entropy whole) [set z] [set n] set0 = 1 /\
  info (entropy whole) [set z] [set n] set0 <=
  info (entropy whole) [set z] [set x] set0 - info (entropy whole) [set z] [set y] set0.
Proof.
split; first by count.
by apply: nuisance_bound; [exact: entropy_submodular | exact: entropy0 | count | count].
Qed.
(* z = (y, n), and the second representation x forgets n.                      *)
Definition forgets (i : bool * bool) : {set bool} :=
  if i == n then [set false] else if i == z then [set: bool] else [set true].
Lemma stacking_instance :
  info (entropy forgets) [set x] [set n] set0 = 0 /\ info (entropy forgets) [set z] [set n] set0 = 1 /\
  info (entropy forgets) [set x] [set n] set0 <= info (entropy forgets) [set z] [set n] set0.
Proof.
split; [by count | split; first by count].
by apply: stacking; [exact: entropy_submodular | exact: entropy0 | count].
Qed.

(* y = n = x = z, one bit.                                                     *)
Definition same (i : bool * bool) : {set bool} := [set true].
Lemma not_nuisance_bound_dependent : ~ (submodular (entropy same) -> entropy same set0 = 0 ->
  info (entropy same) [set y; n] [set z] [set x] = 0 ->
  info (entropy same) [set z] [set n] set0 <=
  info (entropy same) [set z] [set x] set0 - info (entropy same) [set z] [set y] set0).
Proof.
move=> /(_ (@entropy_submodular same) (entropy0 same)) H.
have /H : info (entropy same) [set y; n] [set z] [set x] = 0 by count.
by apply/negP; count.
Qed.
(* x = y, and the code z sees the nuisance.                                    *)
Definition peeks (i : bool * bool) : {set bool} :=
  if i == n then [set false] else if i == z then [set: bool] else [set true].
Lemma not_nuisance_bound_peeking : ~ (submodular (entropy peeks) -> entropy peeks set0 = 0 ->
  info (entropy peeks) [set y] [set n] set0 = 0 ->
  info (entropy peeks) [set z] [set n] set0 <=
  info (entropy peeks) [set z] [set x] set0 - info (entropy peeks) [set z] [set y] set0).
Proof.
move=> /(_ (@entropy_submodular peeks) (entropy0 peeks)) H.
have /H : info (entropy peeks) [set y] [set n] set0 = 0 by count.
by apply/negP; count.
Qed.
(* The second representation x is the nuisance, the first one is the task.     *)
Definition sees (i : bool * bool) : {set bool} :=
  if (i == n) || (i == x) then [set false] else [set true].
Lemma not_stacking_seeing : ~ (submodular (entropy sees) -> entropy sees set0 = 0 ->
  info (entropy sees) [set x] [set n] set0 <= info (entropy sees) [set z] [set n] set0).
Proof.
move=> /(_ (@entropy_submodular sees) (entropy0 sees)).
by apply/negP; count.
Qed.
(* Reversed: z knows the nuisance, x does not.                                 *)
Lemma not_stacking_reversed : ~ (submodular (entropy forgets) -> entropy forgets set0 = 0 ->
  info (entropy forgets) [set n] [set x] [set z] = 0 ->
  info (entropy forgets) [set z] [set n] set0 <= info (entropy forgets) [set x] [set n] set0).
Proof.
move=> /(_ (@entropy_submodular forgets) (entropy0 forgets)) H.
have /H : info (entropy forgets) [set n] [set x] [set z] = 0 by count.
by apply/negP; count.
Qed.
