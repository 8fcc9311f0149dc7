(******************************************************************************)
(* Dropout of the inputs of a linear regression: the mean loss over random     *)
(* factors with a finite law.  No axiom is used.                               *)
(*                                                                             *)
(* Published counterpart:                                                      *)
(*   N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov,  *)
(*   Dropout: a simple way to prevent neural networks from overfitting,        *)
(*   JMLR 15 (2014), Section 9.1: the mean of |y - (R * X) w|^2 is             *)
(*   |y - p X w|^2 + p (1 - p) |Gamma w|^2,  Gamma = (diag X^T X)^(1/2).       *)
(* What differs: of the factors only the mean mu, the variance v and that      *)
(* those of one row are uncorrelated are used; their law is finite, its        *)
(* chances may have any sign and add up to 1; numbers are those of any         *)
(* commutative ring.  Bernoulli masks have mu = p and v = p (1 - p).           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* The mean of a random number with the outcomes O and their chances P.        *)
Definition expectation (R : comRingType) (O : finType) (P : O -> R) (Z : O -> R) : R :=
  \sum_o P o * Z o.

(* Random factors r j of the entries of one row: mean mu, variance v, and      *)
(* those of different entries uncorrelated.                                    *)
Definition uncorrelated_factors (R : comRingType) (O J : finType) (P : O -> R)
    (r : J -> O -> R) (mu v : R) : Prop :=
  (forall j, expectation P (r j) = mu) /\
  (forall j k, expectation P (fun o => r j o * r k o) = mu ^+ 2 + (j == k)%:R * v).

Section Row.
Variables (R : comRingType) (O J : finType) (P : O -> R) (r : J -> O -> R) (mu v : R).
Hypothesis mass : \sum_o P o = 1.
Hypothesis factors : uncorrelated_factors P r mu v.

Lemma square_of_sum (f : J -> R) : (\sum_j f j) ^+ 2 = \sum_j \sum_k f j * f k.
Proof. by rewrite expr2 mulr_suml; apply: eq_bigr => j _; rewrite mulr_sumr. Qed.

Lemma mean_of_sum (a : J -> R) :
  expectation P (fun o => \sum_j r j o * a j) = mu * \sum_j a j.
Proof.
case: factors => means _; rewrite /expectation mulr_sumr; under eq_bigr do rewrite mulr_sumr.
rewrite exchange_big; apply: eq_bigr => j _; rewrite -(means j) /expectation mulr_suml.
by apply: eq_bigr => o _; rewrite mulrA.
Qed.

Lemma mean_of_square (a : J -> R) :
  expectation P (fun o => (\sum_j r j o * a j) ^+ 2) =
  (mu * \sum_j a j) ^+ 2 + v * \sum_j a j ^+ 2.
Proof.
case: factors => _ products.
have -> : expectation P (fun o => (\sum_j r j o * a j) ^+ 2)
        = \sum_j \sum_k a j * a k * expectation P (fun o => r j o * r k o).
  transitivity (\sum_o \sum_j \sum_k P o * (r j o * a j * (r k o * a k))).
    apply: eq_bigr => o _; rewrite square_of_sum mulr_sumr; apply: eq_bigr => j _.
    by rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => j _; rewrite exchange_big; apply: eq_bigr => k _.
  by rewrite /expectation mulr_sumr; apply: eq_bigr => o _; ring.
transitivity (\sum_j (mu ^+ 2 * (\sum_k a j * a k) + v * a j ^+ 2)).
  apply: eq_bigr => j _; rewrite mulr_sumr.
  rewrite [X in _ = _ + X](_ : _ = \sum_k (j == k)%:R * (v * (a j * a k))).
    by rewrite -big_split; apply: eq_bigr => k _ /=; rewrite products; ring.
  rewrite (bigD1 j) //= eqxx mul1r big1 ?addr0 ?expr2 // => k kj.
  by rewrite eq_sym (negPf kj) mul0r.
by rewrite big_split /= -!mulr_sumr exprMn square_of_sum.
Qed.
End Row.

(* One datum: with  a j = X_j w_j,  the mean of  (y - sum_j r_j a_j)^2  is      *)
(* (y - mu sum_j a_j)^2 + v sum_j a_j^2.                                       *)
Theorem dropout_row (R : comRingType) (O J : finType) (P : O -> R)
    (r : J -> O -> R) (mu v y : R) (a : J -> R) :
  \sum_o P o = 1 -> uncorrelated_factors P r mu v ->
  expectation P (fun o => (y - \sum_j r j o * a j) ^+ 2) =
    (y - mu * \sum_j a j) ^+ 2 + v * \sum_j a j ^+ 2.
Proof.
move=> mass factors.
transitivity (y ^+ 2 * (\sum_o P o) - (2%:R * y) * expectation P (fun o => \sum_j r j o * a j)
              + expectation P (fun o => (\sum_j r j o * a j) ^+ 2)).
  rewrite /expectation !mulr_sumr -sumrB -big_split; apply: eq_bigr => o _ /=; ring.
by rewrite mass (mean_of_sum factors) (mean_of_square factors); ring.
Qed.

(* All data: the factors r i of the datum i, which may be those of another     *)
(* datum as well.                                                              *)
Theorem dropout_identity (R : comRingType) (O n J : finType) (P : O -> R)
    (r : n -> J -> O -> R) (mu v : R) (X : n -> J -> R) (y : n -> R) (w : J -> R) :
  \sum_o P o = 1 -> (forall i, uncorrelated_factors P (r i) mu v) ->
  expectation P (fun o => \sum_i (y i - \sum_j r i j o * X i j * w j) ^+ 2) =
    \sum_i (y i - mu * \sum_j X i j * w j) ^+ 2 +
    v * \sum_j (\sum_i X i j ^+ 2) * w j ^+ 2.
Proof.
move=> mass factors.
transitivity (\sum_i expectation P (fun o => (y i - \sum_j r i j o * (X i j * w j)) ^+ 2)).
  rewrite /expectation exchange_big; apply: eq_bigr => o _; rewrite mulr_sumr.
  apply: eq_bigr => i _; congr (_ * (_ - _) ^+ 2).
  by apply: eq_bigr => j _; rewrite mulrA.
under eq_bigr do rewrite (dropout_row _ _ mass (factors _)).
rewrite big_split /= -mulr_sumr exchange_big; congr (_ + _ * _).
apply: eq_bigr => j _; rewrite mulr_suml; apply: eq_bigr => i _.
by rewrite exprMn.
Qed.
