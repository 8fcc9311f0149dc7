(******************************************************************************)
(* A pool of two agents on three solutions of the values 0, 1, 2, neither of   *)
(* which succeeds alone, and counterexamples to false variants of Pools.v.     *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Pools.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition o0 : 'I_3 := Ordinal (isT : (0 < 3)%N).
Definition o1 : 'I_3 := Ordinal (isT : (1 < 3)%N).
Definition o2 : 'I_3 := Ordinal (isT : (2 < 3)%N).
Definition value (x : 'I_3) : rat := (val x)%:R.
(* The first agent moves from 0, the second from 1, both to 2.                 *)
Definition agents : seq ('I_3 -> 'I_3) :=
  [:: fun x => if x == o0 then o2 else x; fun x => if x == o1 then o2 else x].

Lemma value_le x : value x <= value o2.
Proof. by rewrite /value ler_nat -ltnS ltn_ord. Qed.

Lemma agents_improve : improving value agents.
Proof.
by move=> [|[|//]] [[|[|[|//]]] i] _ /=; first [by left; exact: val_inj | by right; rewrite /value ltr_nat].
Qed.

Lemma agents_diverse : diverse agents o2.
Proof.
move=> [[|[|[|//]]] i] x2; [exists 0%N => // | exists 1%N => // | by case/eqP: x2; exact: val_inj].
Qed.

Theorem pool_instance :
  [/\ forall x, value x <= value o2, improving value agents, diverse agents o2,
      (forall x, iter 3%N (round agents) x = o2) & forall k, (k < 2)%N -> exists2 x, x != o2 & nth id agents k x = x].
Proof.
split; [exact: value_le | exact: agents_improve | exact: agents_diverse | |].
  by have := pool_reaches_top value_le agents_improve agents_diverse; rewrite card_ord.
by move=> [|[|//]] _; [exists o1 | exists o0].
Qed.

(* Agents that move to solutions of equal value may go round for ever.         *)
Lemma not_pool_any_move :
  ~ (forall (V : bool -> rat) A top, (forall x, V x <= V top) -> diverse A top -> forall x, iter #|{: bool}| (round A) x = top).
Proof.
move=> /(_ (fun=> 0) [:: negb] true (fun=> lexx _)) H.
have /H/(_ false) : diverse [:: negb] true by move=> [] // _; exists 0%N.
by rewrite card_bool.
Qed.

(* Without agents nobody moves.                                                *)
Lemma not_pool_nobody :
  ~ (forall (V : bool -> rat) A top, (forall x, V x <= V top) -> improving V A -> forall x, iter #|{: bool}| (round A) x = top).
Proof.
move=> /(_ (fun=> 0) [::] true (fun=> lexx _)) H.
have /H/(_ false) : improving (fun=> 0 : rat) ([::] : seq (bool -> bool)) by [].
by rewrite card_bool.
Qed.

(* One round need not suffice.                                                 *)
Definition climber : seq ('I_3 -> 'I_3) := [:: fun x => if x == o0 then o1 else o2].

Lemma not_pool_one_round :
  ~ (forall (V : 'I_3 -> rat) A top, (forall x, V x <= V top) -> improving V A -> diverse A top -> forall x, round A x = top).
Proof.
move=> /(_ value climber o2 value_le) H.
have i : improving value climber.
  by by move=> [|//] [[|[|[|//]]] i] _ /=; first [by left; exact: val_inj | by right; rewrite /value ltr_nat].
have d : diverse climber o2.
  by move=> [[|[|[|//]]] j] x2; [exists 0%N | exists 0%N | case/eqP: x2; exact: val_inj].
by have := H i d o0.
Qed.

(* Copies of the first agent, which is stuck at 1: its mean value is below 2.  *)
Lemma clones_instance :
  \sum_x 1 / 3%:R * value (iter 3%N (nth id agents 0) x) = 5%:R / 3%:R /\
  \sum_x 1 / 3%:R * value (iter 3%N (nth id agents 0) x) < value o2.
Proof.
split; first by rewrite !big_ord_recl big_ord0; apply/eqP; vm_compute.
have top x : x != o2 -> value x < value o2.
  by rewrite /value ltr_nat -val_eqE /= ltn_neqAle => ->; rewrite -ltnS ltn_ord.
have := @clones_below_top _ _ value o2 (nth id agents 0) (fun=> 1 / 3%:R) o1 top.
rewrite card_ord => /(_ (fun=> isT)); apply => //.
by rewrite !big_ord_recl big_ord0; apply/eqP; vm_compute.
Qed.

(* Two solutions, of the values 0 and 1.                                       *)
Definition two (x : bool) : rat := if x then 1 else 0.
Lemma two_top x : x != true -> two x < two true. Proof. by case: x. Qed.

(* An agent that is not stuck.                                                 *)
Lemma not_clones_of_any_agent :
  ~ (forall (a : bool -> bool) (nu : bool -> rat), (forall x, 0 < nu x) -> \sum_x nu x = 1 ->
       \sum_x nu x * two (iter #|{: bool}| a x) < two true).
Proof.
move=> /(_ (fun=> true) (fun=> 1 / 2%:R) (fun=> isT)); rewrite !big_bool card_bool => H.
by have : false by apply: (H _); apply/eqP; vm_compute.
Qed.

(* A start of weight 0.                                                        *)
Lemma not_clones_without_that_start :
  ~ (forall (a : bool -> bool) (nu : bool -> rat) z, (forall x, 0 <= nu x) -> \sum_x nu x = 1 ->
       iter #|{: bool}| a z != true -> \sum_x nu x * two (iter #|{: bool}| a x) < two true).
Proof.
have nonneg x : 0 <= two x by case: x.
have one : \sum_x two x = 1 by rewrite big_bool; apply/eqP; vm_compute.
by move=> /(_ id two false nonneg one); rewrite big_bool card_bool => /(_ isT).
Qed.
