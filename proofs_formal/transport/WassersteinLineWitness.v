(******************************************************************************)
(* Witness for the quantile formula of W_p: unit masses at 0 and at 1 are at   *)
(* distance 1, for every real p >= 1.                                          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals.
From Companion Require Import Transport Quantiles RealPower WassersteinMetric.
From Companion Require Import WassersteinLine.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Line.
Variable R : realType.

Definition point (i : 'I_2) : R := (i : nat)%:R.
Definition dirac (k : nat) (i : 'I_2) : R := ((i : nat) == k)%:R.

Lemma point_nondecreasing : nondecreasing point.
Proof. by move=> i j ij; rewrite ler_nat. Qed.

Lemma dirac_law k : (k < 2)%N -> law (dirac k).
Proof.
move=> k2; split=> [i|]; first exact: ler0n.
by rewrite !big_ord_recl big_ord0 /dirac /=; case: k k2 => [|[|]] //=;
  rewrite ?addr0 ?add0r.
Qed.

Lemma cdf_dirac k l : (k < 2)%N -> cdf (dirac k) l = (k < l)%N%:R.
Proof.
move=> k2; rewrite /cdf big_mkcond !big_ord_recl big_ord0 /dirac /=.
by case: k k2 => [|[|]] //= _; case: l => [|[|]] //=; rewrite ?addr0 ?add0r.
Qed.

Lemma Wp_line_witness p : 1 <= p ->
  Wp (fun i j => `|point i - point j|) p (dirac 0) (dirac 1) = 1.
Proof.
move=> p1; rewrite (Wp_line p1 point_nondecreasing (@dirac_law 0 isT) (@dirac_law 1 isT)).
rewrite !big_ord_recl !big_ord0 /point /= !subrr !normr0 !powR0 !mul0r.
rewrite /quantile_coupling !cdf_dirac //= !addr0 !add0r.
rewrite ?sub0r ?normrN ?subr0 normr1 !powR_1l !mul1r.
rewrite minxx maxxx subr0 (max_idPr ler01) (min_idPr ler01) (max_idPl ler01).
by rewrite sub0r (max_idPl _) ?oppr_le0 ?ler01 // addr0 powR_1l.
Qed.

End Line.
