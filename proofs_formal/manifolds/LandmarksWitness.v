(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Landmarks.v, and counterexamples to false variants.  The points of          *)
(* ReachWitness.v: p = a = (0, 0) and q = b = (2, 0), tau = 1, with            *)
(* x = (-1, 0) away from q, where k = 1 and |x-q|^2 = 9, and x = (1, 0)        *)
(* towards it, where |x-q|^2 = 1.                                              *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Reach Landmarks ReachWitness.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition away := vec (- 1) 0.
Lemma one_ge0 : (0 : rat) <= 1. Proof. by []. Qed.
Lemma pairing_away : - (1 / 2%:R) * sq (sub b a) <= dot (sub away a) (sub b a). Proof. evaluate. Qed.
Lemma pairing_near : dot (sub near a) (sub b a) <= 1 / 2%:R * sq (sub b a). Proof. evaluate. Qed.
Lemma from_away : sq (sub away a) <= 1 ^+ 2. Proof. evaluate. Qed.
Lemma spacing : sq (sub b a) <= 2%:R ^+ 2. Proof. evaluate. Qed.

(* 9 = 1 + 2 4.                                                                *)
Lemma landmark_above_instance :
  sq (sub away b) <= sq (sub away a) + (1 + 1) * sq (sub b a) /\ sq (sub away b) = 9%:R.
Proof. by split; [exact: landmark_above pairing_away | evaluate]. Qed.
(* 1 = 1 + 0 4.                                                                *)
Lemma landmark_below_instance :
  sq (sub near a) + (1 - 1) * sq (sub b a) <= sq (sub near b) /\ sq (sub near b) = 1.
Proof. by split; [exact: landmark_below pairing_near | evaluate]. Qed.
(* 9 - 1 = 4 2.                                                                *)
Lemma finite_set_landmark_instance :
  sq (sub away b) - sq (sub away a) <= 2%:R ^+ 2 * (1 + 1 / 1) /\
  sq (sub away b) - sq (sub away a) = 8%:R.
Proof.
split; last by evaluate.
exact: finite_set_landmark one_gt0 one_ge0 gap from_away spacing.
Qed.

(* -- false variants ----------------------------------------------------------- *)

(* The flat law of cosines.                                                    *)
Lemma not_landmark_above_flat : ~ (sq (sub away b) <= sq (sub away a) + 1 * sq (sub b a)).
Proof. by apply/negP; evaluate. Qed.
(* Without the premise, at the end of a half-line.                             *)
Lemma not_landmark_above_any :
  ~ (forall (x p q : bool -> rat) (k : rat),
       sq (sub x q) <= sq (sub x p) + (1 + k) * sq (sub q p)).
Proof. by move=> /(_ away a b 0); apply/negP; evaluate. Qed.
Lemma not_landmark_below_flat : ~ (sq (sub near a) + 1 * sq (sub b a) <= sq (sub near b)).
Proof. by apply/negP; evaluate. Qed.
Lemma not_landmark_below_any :
  ~ (forall (x p q : bool -> rat) (k : rat),
       sq (sub x p) + (1 - k) * sq (sub q p) <= sq (sub x q)).
Proof. by move=> /(_ near a b 0); apply/negP; evaluate. Qed.
(* Points that are 1 apart with tau = 1: 4 - 1 > 1 2.                          *)
Lemma not_finite_set_landmark_any_gap :
  ~ (forall (x p q : bool -> rat) (tau delta r : rat), 0 < tau -> 0 <= delta ->
       sq (sub x p) <= delta ^+ 2 -> sq (sub q p) <= r ^+ 2 ->
       sq (sub x q) - sq (sub x p) <= r ^+ 2 * (1 + delta / tau)).
Proof.
have h : sq (sub near a) <= 1 ^+ 2 by evaluate.
by move=> /(_ away a near 1 1 1 one_gt0 one_ge0 from_away h); apply/negP; evaluate.
Qed.
Lemma not_finite_set_landmark_square :
  ~ (sq (sub away b) - sq (sub away a) <= 2%:R ^+ 2).
Proof. by apply/negP; evaluate. Qed.
