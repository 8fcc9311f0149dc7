(******************************************************************************)
(* Ridge regression on finite sets of data and features: the objective         *)
(* completed to a square, the cap on the weights, and monotonicity in the      *)
(* strength of any penalty.  No axiom is used.                                 *)
(*                                                                             *)
(* Published counterparts:                                                     *)
(*   A. E. Hoerl and R. W. Kennard, Ridge regression: biased estimation for    *)
(*   nonorthogonal problems, Technometrics 12 (1970): the estimator, and that  *)
(*   its length falls and its residual grows with the penalty.                 *)
(* What differs: the weights are given by the normal equations instead of an   *)
(* inverse matrix, which exists when the penalty is positive; numbers are      *)
(* those of any ordered field, so norms are compared by their squares; the     *)
(* monotonicity is that of minimisers of any loss with any penalty.  The cap   *)
(* is not in the article.                                                      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* -- vectors are functions on a finite set ------------------------------------ *)

Section Vectors.
Variables (R : realFieldType) (I : finType).
Implicit Types u v : I -> R.

(* The inner product and the square of the Euclidean norm.                     *)
Definition inner u v : R := \sum_i u i * v i.
Definition sqnorm u : R := inner u u.
Definition minus u v : I -> R := fun i => u i - v i.

Lemma sqnorm_ge0 u : 0 <= sqnorm u.
Proof. by apply: sumr_ge0 => i _; rewrite -expr2 sqr_ge0. Qed.

Lemma innerC u v : inner u v = inner v u.
Proof. by apply: eq_bigr => i _; rewrite mulrC. Qed.

(* |u - v|^2 = |u|^2 - 2 <u, v> + |v|^2                                        *)
Lemma sqnorm_minus u v : sqnorm (minus u v) = sqnorm u - 2%:R * inner u v + sqnorm v.
Proof.
rewrite /sqnorm /inner /minus mulr_sumr -sumrB -big_split.
by apply: eq_bigr => i _ /=; ring.
Qed.
End Vectors.

(* -- ridge regression --------------------------------------------------------- *)

Section Ridge.
Variables (R : realFieldType) (n d : finType).
(* The design matrix X, the targets y, the strength l of the penalty.          *)
Variables (X : n -> d -> R) (y : n -> R) (l : R).

(* The fitted values  (X w)_i = sum_j X_ij w_j,  and the objective             *)
(* J(w) = |y - X w|^2 + l |w|^2.                                               *)
Definition fit (w : d -> R) : n -> R := fun i => \sum_j X i j * w j.
Definition objective (w : d -> R) : R := sqnorm (minus y (fit w)) + l * sqnorm w.

(* The normal equations  X^T X w + l w = X^T y,  which say  w = w_l.           *)
Definition ridge_weights (w : d -> R) : Prop :=
  forall j, \sum_i X i j * fit w i + l * w j = \sum_i X i j * y i.

(* <X w, z> = <w, X^T z>                                                       *)
Lemma adjoint (w : d -> R) (z : n -> R) :
  inner (fit w) z = inner w (fun j => \sum_i X i j * z i).
Proof.
rewrite /inner /fit; under eq_bigr do rewrite mulr_suml.
rewrite exchange_big; apply: eq_bigr => j _; rewrite mulr_sumr.
by apply: eq_bigr => i _; ring.
Qed.

Lemma fit_minus (w v : d -> R) i : fit (minus w v) i = fit w i - fit v i.
Proof. by rewrite /fit -sumrB; apply: eq_bigr => j _; rewrite /minus mulrBr. Qed.

(* The normal equations, paired with any vector of weights:                    *)
(* <X u, y - X w> = l <u, w>.                                                  *)
Lemma normal_equation (w u : d -> R) :
  ridge_weights w -> inner (fit u) (minus y (fit w)) = l * inner u w.
Proof.
move=> eqs; rewrite adjoint /inner mulr_sumr; apply: eq_bigr => j _.
have -> : \sum_i X i j * minus y (fit w) i = \sum_i X i j * y i - \sum_i X i j * fit w i.
  by rewrite -sumrB; apply: eq_bigr => i _; rewrite /minus mulrBr.
by rewrite -eqs; ring.
Qed.
End Ridge.

(* The objective, completed to a square around the ridge weights:              *)
(* J(w) = J(w_l) + |X (w - w_l)|^2 + l |w - w_l|^2.                            *)
Theorem ridge_minimum (R : realFieldType) (n d : finType) (X : n -> d -> R)
    (y : n -> R) (l : R) (best w : d -> R) :
  ridge_weights X y l best ->
  objective X y l w =
    objective X y l best + sqnorm (fit X (minus w best)) + l * sqnorm (minus w best).
Proof.
move=> eqs; set u := minus w best; rewrite /objective.
have -> : sqnorm (minus y (fit X w)) = sqnorm (minus (minus y (fit X best)) (fit X u)).
  by apply: eq_bigr => i _; rewrite /minus fit_minus; ring.
have -> : sqnorm w = sqnorm best + 2%:R * inner u best + sqnorm u.
  rewrite /sqnorm /inner mulr_sumr -!big_split.
  by apply: eq_bigr => j _ /=; rewrite /u /minus; ring.
rewrite sqnorm_minus innerC (normal_equation u eqs); ring.
Qed.

(* So they are the best weights, for a penalty that is not negative.           *)
Theorem ridge_best (R : realFieldType) (n d : finType) (X : n -> d -> R)
    (y : n -> R) (l : R) (best w : d -> R) :
  0 <= l -> ridge_weights X y l best ->
  objective X y l best <= objective X y l w.
Proof.
move=> l0 eqs; rewrite (ridge_minimum w eqs) -addrA ler_addl.
by rewrite addr_ge0 ?mulr_ge0 ?sqnorm_ge0.
Qed.

(* The cap  4 l |w_l|^2 <= |y|^2,  whatever the features are.                  *)
Theorem ridge_bound (R : realFieldType) (n d : finType) (X : n -> d -> R)
    (y : n -> R) (l : R) (best : d -> R) :
  ridge_weights X y l best -> 4%:R * l * sqnorm best <= sqnorm y.
Proof.
move=> eqs; have := sqnorm_ge0 (minus y (fun i => 2%:R * fit X best i)).
rewrite sqnorm_minus => square.
have energy : l * sqnorm best = inner y (fit X best) - sqnorm (fit X best).
  rewrite -(normal_equation best eqs) innerC /sqnorm /inner -sumrB.
  by apply: eq_bigr => i _; rewrite /minus; ring.
have twice : inner y (fun i => 2%:R * fit X best i) = 2%:R * inner y (fit X best).
  by rewrite /inner mulr_sumr; apply: eq_bigr => i _; ring.
have four : sqnorm (fun i => 2%:R * fit X best i) = 4%:R * sqnorm (fit X best).
  by rewrite /sqnorm /inner mulr_sumr; apply: eq_bigr => i _; ring.
rewrite -mulrA energy -subr_ge0; move: square; rewrite twice four.
by congr (_ <= _); ring.
Qed.

(* -- any loss and any penalty ------------------------------------------------- *)

(* A minimiser of  loss + l pen.                                               *)
Definition minimiser (R : realFieldType) (T : Type) (loss pen : T -> R) (l : R) (w : T) : Prop :=
  forall w', loss w + l * pen w <= loss w' + l * pen w'.

(* A larger strength gives a smaller penalty,                                  *)
Theorem penalty_decreases (R : realFieldType) (T : Type) (loss pen : T -> R)
    (l m : R) (w v : T) :
  l < m -> minimiser loss pen l w -> minimiser loss pen m v -> pen v <= pen w.
Proof.
move=> order minw minv; have h := ler_add (minw v) (minv w).
have gap : 0 < m - l by rewrite subr_gt0.
rewrite -(ler_pmul2l gap) -subr_ge0.
have -> : (m - l) * pen w - (m - l) * pen v =
  (loss v + l * pen v + (loss w + m * pen w)) - (loss w + l * pen w + (loss v + m * pen v)) by ring.
by rewrite subr_ge0.
Qed.

(* and a larger loss.                                                          *)
Theorem loss_increases (R : realFieldType) (T : Type) (loss pen : T -> R)
    (l m : R) (w v : T) :
  0 <= l -> l < m -> minimiser loss pen l w -> minimiser loss pen m v ->
  loss w <= loss v.
Proof.
move=> l0 order minw minv.
apply: le_trans (_ : loss v + l * (pen v - pen w) <= _).
  by rewrite mulrBr addrA ler_subr_addr.
by rewrite ger_addl mulr_ge0_le0 // subr_le0 (penalty_decreases order minw minv).
Qed.
