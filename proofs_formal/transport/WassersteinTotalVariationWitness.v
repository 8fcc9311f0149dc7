(******************************************************************************)
(* Witness for the bounds of W_p by total variation: unit masses at 0 and at 1 *)
(* have TV = 1 and W_p = 1, and m = D = 1, so that both bounds are attained.   *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals.
From Companion Require Import Transport LinearProgramming Duality TotalVariation.
From Companion Require Import Quantiles RealPower WassersteinMetric WassersteinLine WassersteinLineWitness.
From Companion Require Import WassersteinTotalVariation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Line.
Variable R : realType.

Definition gap (i j : 'I_2) : R := `|point R i - point R j|.

Lemma gap_neq i j : i != j -> gap i j = 1.
Proof.
rewrite /gap /point; case: i => [[|[|]]] // i2; case: j => [[|[|]]] // j2; rewrite ?eqxx // => _.
  by rewrite sub0r normrN normr1.
by rewrite subr0 normr1.
Qed.

Lemma gap_refl i : gap i i = 0. Proof. by rewrite /gap subrr normr0. Qed.
Lemma gap_ge0 i j : 0 <= gap i j. Proof. exact: normr_ge0. Qed.
Lemma gap_min i j : i != j -> 1 <= gap i j. Proof. by move/gap_neq ->. Qed.
Lemma gap_diam i j : gap i j <= 1.
Proof. by have [->|/gap_neq ->] := eqVneq i j; rewrite ?gap_refl ?ler01. Qed.

Lemma dirac_prob k : (k < 2)%N -> prob (@dirac R k).
Proof. exact: dirac_law. Qed.

Lemma tv_dirac : tv (@dirac R 0) (@dirac R 1) = 1.
Proof.
rewrite /tv !big_ord_recl big_ord0 /dirac /= subr0 sub0r normrN normr1 addr0.
by rewrite -[1 + 1]/(2%:R) divff // pnatr_eq0.
Qed.

(* The bounds for every p > 0; for p >= 1 both are attained.                  *)
Lemma dmin_tv_le_Wp_instance p : 0 < p ->
  powR 1 p * 1 <= powR (Wp gap p (@dirac R 0) (@dirac R 1)) p.
Proof.
move=> p0; rewrite -[X in _ * X]tv_dirac.
exact: (@dmin_tv_le_Wp R _ gap p 1 _ _ ler01 gap_min p0 (@dirac_prob 0 isT) (@dirac_prob 1 isT)).
Qed.

Lemma Wp_le_diam_tv_instance p : 0 < p ->
  powR (Wp gap p (@dirac R 0) (@dirac R 1)) p <= powR 1 p * 1.
Proof.
move=> p0; rewrite -[X in _ * X]tv_dirac.
exact: (@Wp_le_diam_tv R _ gap p 1 _ _ gap_ge0 gap_refl gap_diam p0 (@dirac_prob 0 isT) (@dirac_prob 1 isT)).
Qed.

Lemma bounds_attained p : 1 <= p -> powR (Wp gap p (@dirac R 0) (@dirac R 1)) p = powR 1 p * 1.
Proof. by move=> p1; rewrite Wp_line_witness // mulr1. Qed.

End Line.
