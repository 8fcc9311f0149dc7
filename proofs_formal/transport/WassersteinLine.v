(******************************************************************************)
(* W_p on the line, for every real p >= 1: the p-th root of the cost of the    *)
(* quantile coupling,                                                          *)
(*     W_p(mu, nu) = ( int_0^1 |F^-1(u) - G^-1(u)|^p du )^(1/p),               *)
(* the integral of step functions being the finite sum of |x_i - x_j|^p times  *)
(* the length of the overlap of [F(i), F(i+1)] and [G(j), G(j+1)].             *)
(*                                                                             *)
(* Published counterparts: Villani, Topics in Optimal Transportation, Theorem  *)
(* 2.18; Santambrogio, Optimal Transport for Applied Mathematicians,           *)
(* Proposition 2.17; Peyre and Cuturi, Computational Optimal Transport, Remark *)
(* 2.30.  What differs: both laws live on the same finite set of sorted points.*)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals.
From Companion Require Import Transport Quantiles RealPower WassersteinMetric.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Lemma powR_abs_convex (R : realType) (p : R) :
  1 <= p -> convex (fun t : R => powR `|t| p).
Proof.
move=> p1 a b t t01.
apply: le_trans (powR_convex p1 (normr_ge0 a) (normr_ge0 b) t01).
case/andP: t01 => t0 t1; apply: powR_le; rewrite ?(lt_le_trans ltr01) //.
apply: le_trans (ler_norm_add _ _) _.
by rewrite !normrM (ger0_norm t0) (@ger0_norm _ (1 - t)) ?subr_ge0.
Qed.

(* The quantile formula for W_p. *)
Theorem Wp_line (R : realType) n (x : 'I_n -> R) (p : R) (mu nu : 'I_n -> R) :
  1 <= p -> nondecreasing x -> law mu -> law nu ->
  Wp (fun i j => `|x i - x j|) p mu nu =
  powR (\sum_i \sum_j powR `|x i - x j| p * quantile_coupling mu nu i j) p^-1.
Proof.
move=> p1 sx lmu lnu; apply: Wp_is_OT.
exact: (quantile_formula lmu lnu (powR_abs_convex p1) sx sx).
Qed.
