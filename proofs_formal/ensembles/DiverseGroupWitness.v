(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* DiverseGroup.v, and counterexamples to false variants.                      *)
(*   Solutions: None, Some false, Some true, of value 0, 1/2, 1; every start   *)
(* has the weight 1/3.  The first agent moves from None to the top Some true   *)
(* and is stuck at Some false; the second moves from Some false to the top.    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import DiverseGroup.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition V (x : option bool) : rat :=
  match x with None => 0 | Some false => 1 / 2%:R | Some true => 1 end.
Definition first (x : option bool) := if x is None then Some true else x.
Definition second (x : option bool) := if x is Some false then Some true else x.
Definition pool := [:: first; second].
Definition nu (x : option bool) : rat := 1 / 3%:R.

Lemma pool_improving : improving V pool.
Proof. by move=> [|[|k]] [[]|] //= _; first [by left | by right]. Qed.
Lemma pool_diverse : diverse pool (Some true).
Proof. by move=> [[]|] // _; [exists 1%N | exists 0%N]. Qed.
Lemma sumE (F : option bool -> rat) : \sum_x F x = F None + (F (Some false) + F (Some true)).
Proof.
rewrite (bigD1 None) //= (bigD1 (Some false)) //= (bigD1 (Some true)) //=.
by rewrite big1 ?addr0 // => -[[]|].
Qed.
Lemma card3 : #|{: option bool}| = 3%N. Proof. by rewrite card_option card_bool. Qed.

(* Two rounds are enough for three solutions.                                  *)
Lemma pool_reaches_top_instance x : iter 2 (round pool) x = Some true.
Proof. by apply: (pool_reaches_top x pool_improving pool_diverse); rewrite card3. Qed.

(* Copies of the first agent reach 5/6 < 1.                                    *)
Lemma clones_below_top_instance :
  performance V nu (iter 3 first) = 5%:R / 6%:R /\ performance V nu (iter 3 first) < 1.
Proof.
split; first by rewrite /performance sumE; apply/eqP; vm_compute.
rewrite -card3; apply: (clones_below_top (z := Some false) pool_improving pool_diverse) => //.
- by rewrite sumE; apply/eqP; vm_compute.
- by rewrite card3.
Qed.

(* -- false variants: two solutions, the top is true ---------------------------- *)
Definition W (x : bool) : rat := if x then 1 else 0.
Definition up (_ : bool) := true.

Lemma up_improving : improving W [:: up].
Proof. by move=> [|k] [] //= _; first [by left | by right]. Qed.
Lemma up_diverse : diverse [:: up] true.
Proof. by move=> [] // _; exists 0%N. Qed.

(* Moves that do not improve: an agent that goes to and fro.                   *)
Lemma not_pool_any_moves :
  ~ (forall (A : seq (bool -> bool)) top x k,
       diverse A top -> (#|{: bool}|.-1 <= k)%N -> iter k (round A) x = top).
Proof.
have d : diverse [:: negb] true by move=> [] // _; exists 0%N.
by move=> /(_ _ true true 1%N d); rewrite card_bool => /(_ isT).
Qed.

(* No agent moves.                                                             *)
Lemma not_pool_without_diversity :
  ~ (forall (A : seq (bool -> bool)) top x k,
       improving W A -> (#|{: bool}|.-1 <= k)%N -> iter k (round A) x = top).
Proof.
have i : improving W [::] by move=> [] x; left.
by move=> /(_ _ true false 1%N i); rewrite card_bool => /(_ isT).
Qed.

(* A round less.                                                               *)
Lemma not_pool_a_round_less :
  ~ (forall (A : seq (bool -> bool)) top x k, improving W A -> diverse A top ->
       (#|{: bool}|.-2 <= k)%N -> iter k (round A) x = top).
Proof. by move=> /(_ _ true false 0%N up_improving up_diverse); rewrite card_bool => /(_ isT). Qed.

Lemma performance2 (m : bool -> rat) e : performance W m e = m true * W (e true) + m false * W (e false).
Proof. exact: big_bool. Qed.
Definition half (_ : bool) : rat := 1 / 2%:R.
Definition at_top (x : bool) : rat := if x then 1 else 0.

(* An agent that is not stuck.                                                 *)
Lemma not_clones_of_any_agent :
  ~ (forall (a : bool -> bool) (m : bool -> rat), (forall x, 0 < m x) -> \sum_x m x = 1 ->
       performance W m (iter #|{: bool}| a) < W true).
Proof.
have m1 : \sum_x half x = 1 by rewrite big_bool; apply/eqP; vm_compute.
by move=> /(_ up half (fun=> isT) m1); rewrite card_bool performance2.
Qed.

(* A start of weight 0.                                                        *)
Lemma not_clones_without_that_start :
  ~ (forall (a : bool -> bool) (m : bool -> rat) z, (forall x, 0 <= m x) -> \sum_x m x = 1 ->
       iter #|{: bool}| a z != true -> performance W m (iter #|{: bool}| a) < W true).
Proof.
have m0 x : 0 <= at_top x by case: x.
have m1 : \sum_x at_top x = 1 by rewrite big_bool; apply/eqP; vm_compute.
by move=> /(_ id at_top false m0 m1); rewrite card_bool performance2 => /(_ isT).
Qed.
