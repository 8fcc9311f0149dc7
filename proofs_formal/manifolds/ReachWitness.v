(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of Reach.v,  *)
(* and counterexamples to false variants.                                      *)
(*   The plane: vectors are functions on bool (false, true).  The set has the  *)
(*   points a = (0, 0) and b = (2, 0), so that tau = 1; x = (1/2, 0) and       *)
(*   y = (3/2, 0) are 1/2 away from them.  Both sides are then equal.          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Reach.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition vec (s t : rat) (i : bool) : rat := if i then t else s.
Definition a := vec 0 0.
Definition b := vec 2%:R 0.
Definition x := vec (1 / 2%:R) 0.
Definition y := vec (3%:R / 2%:R) 0.
Definition near := vec 1 0.                        (* at the distance 1 from a *)
Definition half : rat := 1 / 2%:R.

Lemma big_boolE (F : bool -> rat) : \sum_i F i = F true + F false.
Proof. exact: big_bool. Qed.
Ltac evaluate := rewrite ?/sq ?/dot ?/sub; do ?[rewrite !big_boolE];
  first [by vm_compute | by apply/eqP; vm_compute].

Lemma half_ge0 : 0 <= half. Proof. by []. Qed.
Lemma half_lt1 : half < 1. Proof. by []. Qed.
Lemma one_gt0 : (0 : rat) < 1. Proof. by []. Qed.
Lemma gap : (2%:R * 1) ^+ 2 <= sq (sub b a). Proof. evaluate. Qed.
Lemma near_x : sq (sub x a) <= half ^+ 2. Proof. evaluate. Qed.
Lemma near_y : sq (sub y b) <= half ^+ 2. Proof. evaluate. Qed.
Lemma normal_x : dot (sub x a) (sub b a) <= half / 2%:R * sq (sub b a). Proof. evaluate. Qed.
Lemma normal_y : dot (sub y b) (sub a b) <= half / 2%:R * sq (sub b a). Proof. evaluate. Qed.

(* <x-a,b-a>^2 = 1 = |x-a|^2 |b-a|^2.                                          *)
Lemma cauchy_schwarz_instance :
  dot (sub x a) (sub b a) ^+ 2 <= sq (sub x a) * sq (sub b a) /\ dot (sub x a) (sub b a) = 1.
Proof. by split; [exact: cauchy_schwarz | evaluate]. Qed.

(* 4 = (1/4) 16.                                                               *)
Lemma finite_set_normal_instance :
  dot (sub x a) (sub b a) ^+ 2 * (2%:R * 1) ^+ 2 <= sq (sub x a) * sq (sub b a) ^+ 2 /\
  sq (sub x a) * sq (sub b a) ^+ 2 = 4%:R.
Proof. by split; [exact: finite_set_normal one_gt0 gap | evaluate]. Qed.

(* (1/2)^2 4 = 1 = |x-y|^2.                                                    *)
Lemma two_distances_instance :
  (1 - (half + half) / 2%:R) ^+ 2 * sq (sub b a) <= sq (sub x y) /\ sq (sub x y) = 1.
Proof.
have k : (half + half) / 2%:R < 1 by evaluate.
by split; [exact: two_distances k normal_x normal_y | evaluate].
Qed.
Lemma projection_lipschitz_instance :
  (1 - half) ^+ 2 * sq (sub b a) <= sq (sub x y) /\ (1 - half) ^+ 2 * sq (sub b a) = 1.
Proof. by split; [exact: projection_lipschitz half_lt1 normal_x normal_y | evaluate]. Qed.
Lemma finite_set_lipschitz_instance :
  (1 - half) ^+ 2 * sq (sub b a) <= 1 ^+ 2 * sq (sub x y) /\ sq (sub b a) = 4%:R.
Proof. by split; [exact: finite_set_lipschitz half_ge0 half_lt1 gap near_x near_y | evaluate]. Qed.

(* -- false variants ----------------------------------------------------------- *)

Lemma not_cauchy_schwarz_strict :
  ~ (forall u v : bool -> rat, dot u v ^+ 2 < sq u * sq v).
Proof. by move=> /(_ b b); apply/negP; evaluate. Qed.
Lemma not_cauchy_schwarz_one_factor :
  ~ (forall u v : bool -> rat, dot u v ^+ 2 <= sq u).
Proof. by move=> /(_ near b); apply/negP; evaluate. Qed.

(* Points that are 1 apart, with tau = 1.                                      *)
Lemma not_finite_set_normal_any_gap :
  ~ (forall x a b : bool -> rat,
       dot (sub x a) (sub b a) ^+ 2 * (2%:R * 1) ^+ 2 <= sq (sub x a) * sq (sub b a) ^+ 2).
Proof. by move=> /(_ near a near); apply/negP; evaluate. Qed.
(* Without the factor 1/2.                                                     *)
Lemma not_finite_set_normal_half :
  ~ (dot (sub x a) (sub b a) ^+ 2 * (4%:R * 1) ^+ 2 <= sq (sub x a) * sq (sub b a) ^+ 2).
Proof. by apply/negP; evaluate. Qed.

(* The sum in place of the mean is weaker; a quarter of it is too little.      *)
Lemma not_two_distances_quarter :
  ~ ((1 - (half + half) / 4%:R) ^+ 2 * sq (sub b a) <= sq (sub x y)).
Proof. by apply/negP; evaluate. Qed.
(* Beyond the reach two points in one place may have different nearest points. *)
Lemma not_two_distances_far :
  ~ (forall (x y a b : bool -> rat) (k1 k2 : rat),
       dot (sub x a) (sub b a) <= k1 / 2%:R * sq (sub b a) ->
       dot (sub y b) (sub a b) <= k2 / 2%:R * sq (sub b a) ->
       (1 - (k1 + k2) / 2%:R) ^+ 2 * sq (sub b a) <= sq (sub x y)).
Proof.
have h1 : dot (sub near a) (sub b a) <= 3%:R / 2%:R * sq (sub b a) by evaluate.
have h2 : dot (sub near b) (sub a b) <= 3%:R / 2%:R * sq (sub b a) by evaluate.
by move=> /(_ near near a b 3%:R 3%:R h1 h2); apply/negP; evaluate.
Qed.
Lemma not_projection_lipschitz_far :
  ~ (forall (x y a b : bool -> rat) (k : rat),
       dot (sub x a) (sub b a) <= k / 2%:R * sq (sub b a) ->
       dot (sub y b) (sub a b) <= k / 2%:R * sq (sub b a) ->
       (1 - k) ^+ 2 * sq (sub b a) <= sq (sub x y)).
Proof.
have h1 : dot (sub near a) (sub b a) <= 3%:R / 2%:R * sq (sub b a) by evaluate.
have h2 : dot (sub near b) (sub a b) <= 3%:R / 2%:R * sq (sub b a) by evaluate.
by move=> /(_ near near a b 3%:R h1 h2); apply/negP; evaluate.
Qed.
(* Nothing is known of y.                                                      *)
Lemma not_projection_lipschitz_one_premise :
  ~ (forall (x y a b : bool -> rat) (k : rat), k < 1 ->
       dot (sub x a) (sub b a) <= k / 2%:R * sq (sub b a) ->
       (1 - k) ^+ 2 * sq (sub b a) <= sq (sub x y)).
Proof.
have h : dot (sub a a) (sub b a) <= half / 2%:R * sq (sub b a) by evaluate.
by move=> /(_ a a a b half half_lt1 h); apply/negP; evaluate.
Qed.
(* Points that are 1 apart, with tau = 1, r = 1/2 and x = y in the middle.     *)
Lemma not_finite_set_lipschitz_any_gap :
  ~ (forall (x y a b : bool -> rat) (tau r : rat), 0 <= r -> r < tau ->
       sq (sub x a) <= r ^+ 2 -> sq (sub y b) <= r ^+ 2 ->
       (tau - r) ^+ 2 * sq (sub b a) <= tau ^+ 2 * sq (sub x y)).
Proof.
have h1 : sq (sub x a) <= half ^+ 2 by evaluate.
have h2 : sq (sub x near) <= half ^+ 2 by evaluate.
by move=> /(_ x x a near 1 half half_ge0 half_lt1 h1 h2); apply/negP; evaluate.
Qed.
Lemma not_finite_set_lipschitz_far :
  ~ (forall (x y a b : bool -> rat) (tau r : rat), 0 <= r -> r < tau ->
       (2%:R * tau) ^+ 2 <= sq (sub b a) -> sq (sub x a) <= r ^+ 2 ->
       (tau - r) ^+ 2 * sq (sub b a) <= tau ^+ 2 * sq (sub x y)).
Proof.
have h : sq (sub a a) <= half ^+ 2 by evaluate.
by move=> /(_ a a a b 1 half half_ge0 half_lt1 gap h); apply/negP; evaluate.
Qed.
