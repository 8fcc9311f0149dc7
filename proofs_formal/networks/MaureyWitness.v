(******************************************************************************)
(* A concrete instance, over the rational numbers, of the theorems of          *)
(* Maurey.v, and counterexamples to false variants.                            *)
(*   One datum, the dictionary g = (-1, 1) with the probabilities 1/2: the     *)
(*   mean is 0 and the spread 1.                                               *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Maurey.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition p (i : bool) : rat := 1 / 2%:R.
Definition g (i : bool) (x : unit) : rat := if i then 1 else -1.
Definition mu (x : unit) : rat := 1.

Lemma big_boolE (F : bool -> rat) : \sum_i F i = F true + F false.
Proof. exact: big_bool. Qed.
Lemma big_unitE (F : unit -> rat) : \sum_x F x = F tt.
Proof.
rewrite (eq_bigl (pred1 tt)); first exact: big_pred1_eq.
by case.
Qed.
Ltac evaluate := rewrite ?/spread ?/normsq ?/target ?big_unitE ?big_boolE ?/mu; first [by vm_compute | by apply/eqP; vm_compute].

Lemma p_ge0 i : 0 <= p i. Proof. by []. Qed.
Lemma p_sum : \sum_i p i = 1. Proof. evaluate. Qed.
Lemma spread1 : spread p mu g = 1.
Proof. rewrite /spread big_boolE /normsq !big_unitE /target !big_boolE; by vm_compute. Qed.

Lemma maurey_instance : (exists2 s : seq bool, size s = 2%N &
    normsq mu (fun x => target p g x - (\sum_(i <- s) g i x) / 2%:R) <= spread p mu g / 2%:R) /\ spread p mu g = 1.
Proof. by split; [exact: (@maurey _ _ _ p mu g p_sum 2 p_ge0 isT) | exact: spread1]. Qed.

Lemma maurey_sum_instance : (exists2 s : seq bool, size s = 3%N &
    normsq mu (error p g s) <= 3%:R * spread p mu g) /\ spread p mu g = 1.
Proof. by split; [exact: (@maurey_sum _ _ _ p mu g p_sum 3 p_ge0) | exact: spread1]. Qed.

Lemma spread_le_instance : spread p mu g <= 1 - normsq mu (target p g).
Proof.
apply: (@spread_le _ _ _ p mu g p_sum 1 p_ge0) => i.
by rewrite /normsq big_unitE; case: i; vm_compute.
Qed.

(* With one element the square of the error is 1, so that spread / 2 is too     *)
(* little.                                                                      *)
Lemma not_maurey_next : ~ (exists2 s : seq bool, size s = 1%N &
    normsq mu (fun x => target p g x - (\sum_(i <- s) g i x) / 1%:R) <= spread p mu g / 2%:R).
Proof.
case=> [[//|i [|//]] _]; rewrite spread1 /normsq big_unitE /target big_boolE big_seq1.
by case: i; vm_compute.
Qed.

(* Probabilities 2 and -1: the target 3 is far from -1 and from 1, and the      *)
(* spread is negative.                                                          *)
Definition q (i : bool) : rat := if i then 2%:R else -1.
Lemma not_maurey_signed : \sum_i q i = 1 /\ ~ (exists2 s : seq bool, size s = 1%N &
    normsq mu (fun x => target q g x - (\sum_(i <- s) g i x) / 1%:R) <= spread q mu g / 1%:R).
Proof.
split; first by rewrite big_boolE; apply/eqP; vm_compute.
case=> [[//|i [|//]] _]; rewrite /spread big_boolE /normsq !big_unitE /target !big_boolE big_seq1.
by case: i; vm_compute.
Qed.

(* After one step the error is not 0.                                           *)
Lemma not_maurey_sum_last : ~ (exists2 s : seq bool, size s = 1%N & normsq mu (error p g s) <= 0%:R * spread p mu g).
Proof.
case=> [[//|i [|//]] _]; rewrite spread1 /normsq big_unitE /= /target big_boolE.
by case: i; vm_compute.
Qed.

(* One element 1 with probability 1 and the bound 1: the spread is 0, not less. *)
Lemma not_spread_le_twice : (forall i : unit, normsq mu (fun=> 1 : rat) <= 1) /\
  ~ (spread (fun _ : unit => 1 : rat) mu (fun _ => fun=> 1) <= 1 - normsq mu (target (fun _ : unit => 1 : rat) (fun _ => fun=> 1)) *+ 2).
Proof.
split=> [i|]; first by rewrite /normsq big_unitE; vm_compute.
by rewrite /spread /normsq /target !big_unitE; vm_compute.
Qed.

(* Without a bound on the elements: the spread 1 is above 0 - 0.               *)
Lemma not_spread_le_free : ~ (spread p mu g <= 0 - normsq mu (target p g)).
Proof. by rewrite spread1 /normsq big_unitE /target big_boolE; vm_compute. Qed.
