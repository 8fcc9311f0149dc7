(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* RidgeRegression.v, and counterexamples to false variants.                   *)
(*   Two data with two features, X = ((2, 1), (1, 2)) on (false, true), the    *)
(*   targets y = (1, 2) and the penalty 1: the ridge weights are (1/5, 7/10).  *)
(*   With w = (0, 1):  J(w) = 1 and J(w_1) = 7/10.                             *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import RidgeRegression.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition X (i j : bool) : rat := if i == j then 2%:R else 1.
Definition y (i : bool) : rat := if i then 2%:R else 1.
Definition best (j : bool) : rat := if j then 7%:R / 10%:R else 1 / 5%:R.
Definition w (j : bool) : rat := if j then 1 else 0.

Lemma big_boolE (F : bool -> rat) : \sum_x F x = F true + F false.
Proof. exact: big_bool. Qed.
Lemma big_unitE (F : unit -> rat) : \sum_x F x = F tt.
Proof. by rewrite (bigD1 tt) //= big1 ?addr0 // => [[]]. Qed.
Ltac evaluate :=
  rewrite ?/objective ?/sqnorm ?/inner ?/minus ?/fit;
  do ?[rewrite !big_boolE | rewrite !big_unitE | rewrite ?/inner ?/minus ?/fit];
  first [by vm_compute | by apply/eqP; vm_compute].

Lemma best_normal : ridge_weights X y 1 best.
Proof. by case; evaluate. Qed.

Lemma ridge_minimum_instance :
  objective X y 1 w =
    objective X y 1 best + sqnorm (fit X (minus w best)) + 1 * sqnorm (minus w best) /\
  objective X y 1 w = 1.
Proof. by split; [exact: ridge_minimum best_normal | evaluate]. Qed.

Lemma ridge_best_instance :
  objective X y 1 best <= objective X y 1 w /\ objective X y 1 best = 7%:R / 10%:R.
Proof. by split; [exact: ridge_best ler01 best_normal | evaluate]. Qed.

Lemma ridge_bound_instance :
  4%:R * 1 * sqnorm best <= sqnorm y /\ sqnorm y = 5%:R.
Proof. by split; [exact: ridge_bound best_normal | evaluate]. Qed.

(* Two weights: true has the loss 1 and the penalty 0, false the other way     *)
(* round.  For the strength 1/2 the best is false, for 2 it is true.           *)
Definition loss (x : bool) : rat := if x then 1 else 0.
Definition pen (x : bool) : rat := if x then 0 else 1.
Lemma small : minimiser loss pen (1 / 2%:R) false. Proof. by case; vm_compute. Qed.
Lemma large : minimiser loss pen 2%:R true. Proof. by case; vm_compute. Qed.
Lemma order : 1 / 2%:R < 2%:R :> rat. Proof. by vm_compute. Qed.

Lemma penalty_decreases_instance : pen true <= pen false /\ pen false = 1.
Proof. by split; [exact: penalty_decreases order small large | by []]. Qed.

Lemma loss_increases_instance : loss false <= loss true /\ loss true = 1.
Proof. by split; [apply: loss_increases order small large; vm_compute | by []]. Qed.

(* -- false variants ----------------------------------------------------------- *)

(* The distance without the penalty.                                           *)
Lemma not_ridge_minimum_unpenalised :
  ~ (objective X y 1 w = objective X y 1 best + sqnorm (fit X (minus w best))).
Proof. by apply/eqP; evaluate. Qed.

(* Any weights in the place of the ridge weights.                              *)
Lemma not_ridge_minimum_anywhere :
  ~ (objective X y 1 best =
       objective X y 1 w + sqnorm (fit X (minus best w)) + 1 * sqnorm (minus best w)).
Proof. by apply/eqP; evaluate. Qed.

(* One datum and one feature that is 0, with a reward for long weights.        *)
Definition nothing (i j : unit) : rat := 0.
Definition one (i : unit) : rat := 1.
Definition zero (i : unit) : rat := 0.
Lemma zero_normal : ridge_weights nothing one (- 1) zero.
Proof. by case; evaluate. Qed.
Lemma not_ridge_best_reward :
  ~ (objective nothing one (- 1) zero <= objective nothing one (- 1) one).
Proof. by apply/negP; evaluate. Qed.
Lemma not_ridge_best_strict : ~ (objective X y 1 best < objective X y 1 best).
Proof. by apply/negP; rewrite ltxx. Qed.

(* One datum with one feature, both 1, and the penalty 1: the weight 1/2       *)
(* reaches the cap.                                                            *)
Definition feature (i j : unit) : rat := 1.
Definition half (i : unit) : rat := 1 / 2%:R.
Lemma half_normal : ridge_weights feature one 1 half.
Proof. by case; evaluate. Qed.
Lemma not_ridge_bound_five : ~ (5%:R * 1 * sqnorm half <= sqnorm one).
Proof. by apply/negP; evaluate. Qed.
Lemma not_ridge_bound_anywhere : ~ (4%:R * 1 * sqnorm one <= sqnorm one).
Proof. by apply/negP; evaluate. Qed.

(* Strengths in the wrong order.                                               *)
Lemma not_penalty_decreases_any_order : ~ (pen false <= pen true).
Proof. by apply/negP; vm_compute. Qed.
Lemma not_loss_increases_any_order : ~ (loss true <= loss false).
Proof. by apply/negP; vm_compute. Qed.

(* The penalty need not fall strictly.                                         *)
Lemma not_penalty_decreases_strictly :
  ~ (forall (loss pen : bool -> rat) (l m : rat) (w v : bool), l < m ->
       minimiser loss pen l w -> minimiser loss pen m v -> pen v < pen w).
Proof.
move=> /(_ (fun=> 0) (fun=> 0) 0 1 true true ltr01) H.
have flat (l : rat) : minimiser (fun _ : bool => 0 : rat) (fun=> 0) l true by [].
by have := H (flat 0) (flat 1); rewrite ltxx.
Qed.

(* With the strengths -1 and 1 the loss may fall: true has the loss 1 and the  *)
(* penalty 2, false has 0 and 0.                                               *)
Definition penalty (x : bool) : rat := if x then 2%:R else 0.
Lemma rewarded : minimiser loss penalty (- 1) true. Proof. by case; vm_compute. Qed.
Lemma penalised : minimiser loss penalty 1 false. Proof. by case; vm_compute. Qed.
Lemma not_loss_increases_reward : (- 1 < 1 :> rat) /\ ~ (loss true <= loss false).
Proof. by split; [vm_compute | exact: not_loss_increases_any_order]. Qed.
