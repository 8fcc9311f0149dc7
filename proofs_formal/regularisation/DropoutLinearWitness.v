(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* DropoutLinear.v, and counterexamples to false variants.                     *)
(*   Two features, each kept or dropped with probability 1/2, independently:   *)
(*   four outcomes (a, b) of chance 1/4.  Mean 1/2 and variance 1/4.           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import DropoutLinear.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition P (o : bool * bool) : rat := 1 / 4%:R.
Definition r (j : bool) (o : bool * bool) : rat := ((if j then o.1 else o.2) : nat)%:R.
Definition mu : rat := 1 / 2%:R.
Definition v : rat := 1 / 4%:R.

Lemma big_boolE (F : bool -> rat) : \sum_x F x = F true + F false.
Proof. exact: big_bool. Qed.
Lemma big_pairE (F : bool * bool -> rat) :
  \sum_o F o = F (true, true) + F (true, false) + (F (false, true) + F (false, false)).
Proof.
transitivity (\sum_a \sum_b F (a, b)); last by rewrite !big_boolE.
by rewrite pair_bigA; apply: eq_bigr => [[a b] _].
Qed.
Lemma big_unitE (F : unit -> rat) : \sum_x F x = F tt.
Proof. by rewrite (bigD1 tt) //= big1 ?addr0 // => [[]]. Qed.
Ltac evaluate :=
  rewrite ?/expectation; do ?[rewrite !big_pairE | rewrite !big_boolE | rewrite !big_unitE];
  first [by vm_compute | by apply/eqP; vm_compute].

Lemma P_sum : \sum_o P o = 1. Proof. evaluate. Qed.
Lemma r_factors : uncorrelated_factors P r mu v.
Proof. by split; [case | case; case]; evaluate. Qed.

(* Target 1, products 1 and 2 with the weights: 1/4 + 5/4.                     *)
Definition a (j : bool) : rat := if j then 2%:R else 1.
Lemma dropout_row_instance :
  [/\ expectation P (fun o => (1 - \sum_j r j o * a j) ^+ 2) = 3%:R / 2%:R,
      expectation P (fun o => (1 - \sum_j r j o * a j) ^+ 2) =
        (1 - mu * \sum_j a j) ^+ 2 + v * \sum_j a j ^+ 2 &
      (v * \sum_j a j ^+ 2)%R = 5%:R / 4%:R].
Proof. by split; [evaluate | exact: dropout_row P_sum r_factors | evaluate]. Qed.

(* Two data with one mask for both: X = ((1, 2), (3, -1)) on (false, true),    *)
(* y = (1, 0) and w = (1, -1).                                                 *)
Definition X (i j : bool) : rat :=
  match i, j with false, false => 1 | false, true => 2%:R | true, false => 3%:R | true, true => - 1 end.
Definition y (i : bool) : rat := if i then 0 else 1.
Definition w (j : bool) : rat := if j then - 1 else 1.
Lemma dropout_identity_instance :
  [/\ expectation P (fun o => \sum_i (y i - \sum_j r j o * X i j * w j) ^+ 2) = 10%:R,
      expectation P (fun o => \sum_i (y i - \sum_j r j o * X i j * w j) ^+ 2) =
        \sum_i (y i - mu * \sum_j X i j * w j) ^+ 2 +
        v * \sum_j (\sum_i X i j ^+ 2) * w j ^+ 2 &
      (v * \sum_j (\sum_i X i j ^+ 2) * w j ^+ 2)%R = 15%:R / 4%:R].
Proof. by split; [evaluate | exact: (dropout_identity _ _ _ P_sum (fun=> r_factors)) | evaluate]. Qed.

(* -- false variants ----------------------------------------------------------- *)

(* Without the squares of the products.                                        *)
Lemma not_dropout_row_unsquared :
  ~ (expectation P (fun o => (1 - \sum_j r j o * a j) ^+ 2) =
       (1 - mu * \sum_j a j) ^+ 2 + v * \sum_j a j).
Proof. by apply/eqP; evaluate. Qed.

(* The weights not scaled by the mean.                                         *)
Lemma not_dropout_row_unscaled :
  ~ (expectation P (fun o => (1 - \sum_j r j o * a j) ^+ 2) =
       (1 - \sum_j a j) ^+ 2 + v * \sum_j a j ^+ 2).
Proof. by apply/eqP; evaluate. Qed.

(* Without mass: chances, means and variances that are all 0.                  *)
Definition none (o : bool * bool) : rat := 0.
Lemma none_factors : uncorrelated_factors none r 0 0.
Proof. by split; [case | case; case]; evaluate. Qed.
Lemma not_dropout_row_any_mass :
  ~ (expectation none (fun o => (1 - \sum_j r j o * a j) ^+ 2) =
       (1 - 0 * \sum_j a j) ^+ 2 + 0 * \sum_j a j ^+ 2).
Proof. by apply/eqP; evaluate. Qed.

(* One mask for both features: the second product is not that of uncorrelated  *)
(* factors, and neither is the mean of the square.                             *)
Definition common (j : bool) (o : bool * bool) : rat := (o.1 : nat)%:R.
Lemma not_dropout_row_correlated :
  ~ (expectation P (fun o => (1 - \sum_j common j o * a j) ^+ 2) =
       (1 - mu * \sum_j a j) ^+ 2 + v * \sum_j a j ^+ 2).
Proof. by apply/eqP; evaluate. Qed.

(* The square of the sum of a column in the place of its squared norm.         *)
Lemma not_dropout_identity_sum :
  ~ (expectation P (fun o => \sum_i (y i - \sum_j r j o * X i j * w j) ^+ 2) =
       \sum_i (y i - mu * \sum_j X i j * w j) ^+ 2 +
       v * \sum_j (\sum_i X i j) ^+ 2 * w j ^+ 2).
Proof. by apply/eqP; evaluate. Qed.
Lemma not_dropout_identity_any_mass :
  ~ (expectation none (fun o => \sum_i (y i - \sum_j r j o * X i j * w j) ^+ 2) =
       \sum_i (y i - 0 * \sum_j X i j * w j) ^+ 2 +
       0 * \sum_j (\sum_i X i j ^+ 2) * w j ^+ 2).
Proof. by apply/eqP; evaluate. Qed.
