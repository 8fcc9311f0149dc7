(******************************************************************************)
(* Real powers t^p of nonnegative numbers, and their convexity for p >= 1.     *)
(*                                                                             *)
(* The power is exp(p ln t) for t > 0 and 0 at t = 0; this is what the         *)
(* exponent p of a Wasserstein distance or of an L^p norm means.  Proved here: *)
(* 1 + x <= exp x for every real x (from the mean value theorem), Bernoulli's  *)
(* inequality for real exponents, convexity of t^p on [0, oo), monotonicity,   *)
(* multiplicativity, and that p-th power and p-th root undo each other.        *)
(* Values at t < 0 are never used.                                             *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals topology normedtype sequences.
From mathcomp Require Import derive exp.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.

(* t^p for t >= 0 and a real exponent p. *)
Definition powR (R : realType) (t p : R) : R :=
  if t == 0 then 0 else expR (p * ln t).

Section RealPower.
Variable R : realType.
Implicit Types s t a b p x : R.

Lemma expR_tangent x : 1 + x <= expR x.
Proof.
have [x0|x0] := leP 0 x; first exact: expR_ge1Dx.
have [|c] := @MVT R (@expR R) (@expR R) x 0 x0.
  by apply/continuous_subspaceT => y; exact: continuous_expR.
rewrite in_itv /= => /andP [_ c0]; rewrite expR0 sub0r => e.
have c1 : expR c <= 1 by rewrite -expR0 ler_expR ltW.
have -> : expR x = 1 + expR c * x by rewrite -[X in _ = _ + X]opprK -mulrN -e; ring.
by rewrite ler_add2l ler_nmull.
Qed.

Lemma powR_pos t p : 0 < t -> powR t p = expR (p * ln t).
Proof. by move=> t0; rewrite /powR gt_eqF. Qed.

Lemma powR0 p : powR 0 p = 0.
Proof. by rewrite /powR eqxx. Qed.

Lemma powR_ge0 t p : 0 <= powR t p.
Proof. by rewrite /powR; case: ifP => // _; rewrite ltW // expR_gt0. Qed.

Lemma powR_gt0 t p : 0 < t -> 0 < powR t p.
Proof. by move=> t0; rewrite powR_pos // expR_gt0. Qed.

Lemma powR_eq0 t p : (powR t p == 0) = (t == 0).
Proof. by rewrite /powR; case: ifP => [|_]; [rewrite eqxx | rewrite gt_eqF // expR_gt0]. Qed.

Lemma powR_1l p : powR 1 p = 1.
Proof. by rewrite powR_pos ?ltr01 // ln1 mulr0 expR0. Qed.

Lemma powR_1r t : 0 <= t -> powR t 1 = t.
Proof.
rewrite le_eqVlt => /predU1P [<-|t0]; first exact: powR0.
by rewrite powR_pos // mul1r lnK.
Qed.

Lemma powRM s t p : 0 <= s -> 0 <= t -> powR (s * t) p = powR s p * powR t p.
Proof.
rewrite le_eqVlt => /predU1P [<-|s0]; first by rewrite mul0r powR0 mul0r.
rewrite le_eqVlt => /predU1P [<-|t0]; first by rewrite mulr0 powR0 mulr0.
by rewrite !powR_pos ?mulr_gt0 // lnM ?qualifE // mulrDr expRD.
Qed.

Lemma powR_exp t p q : powR (powR t p) q = powR t (p * q).
Proof.
rewrite {2 3}/powR; case: ifP => _; first by rewrite powR0.
by rewrite powR_pos ?expR_gt0 // expK mulrA (mulrC q).
Qed.

Lemma powRK t p : 0 <= t -> p != 0 -> powR (powR t p) p^-1 = t.
Proof. by move=> t0 p0; rewrite powR_exp divff // powR_1r. Qed.

Lemma powRVK t p : 0 <= t -> p != 0 -> powR (powR t p^-1) p = t.
Proof. by move=> t0 p0; rewrite powR_exp mulVf // powR_1r. Qed.

Lemma powR_lt s t p : 0 < p -> 0 <= s -> s < t -> powR s p < powR t p.
Proof.
move=> p0; rewrite le_eqVlt => /predU1P [<- t0|s0 st].
  by rewrite powR0 powR_gt0.
have t0 := lt_trans s0 st.
by rewrite !powR_pos // ltr_expR ltr_pmul2l // ltr_ln // qualifE.
Qed.

Lemma powR_le s t p : 0 < p -> 0 <= s -> s <= t -> powR s p <= powR t p.
Proof.
move=> p0 s0; rewrite le_eqVlt => /predU1P [->|st]; first exact: lexx.
by apply: ltW; exact: powR_lt.
Qed.

Lemma powR_nat t n : 0 <= t -> powR t n.+1%:R = t ^+ n.+1.
Proof.
rewrite le_eqVlt => /predU1P [<-|t0]; first by rewrite powR0 expr0n.
by rewrite powR_pos // expRMm lnK.
Qed.

(* Bernoulli's inequality for a real exponent. *)
Lemma bernoulli t p : 1 <= p -> 0 <= t -> 1 + p * (t - 1) <= powR t p.
Proof.
move=> p1; rewrite le_eqVlt => /predU1P [<-|t0].
  by rewrite powR0 sub0r mulrN1 subr_le0.
rewrite powR_pos //; have tE : t = expR (ln t) by rewrite lnK.
set s := ln t in tE *; rewrite tE -subr_ge0.
have -> : p * s = s + (p - 1) * s by ring.
have E : expR s * expR (- s) = 1 by exact: expRxMexpNx_1.
have -> : expR (s + (p - 1) * s) - (1 + p * (expR s - 1)) =
    expR s * (expR ((p - 1) * s) - p + (p - 1) * expR (- s)).
  transitivity (expR s * expR ((p - 1) * s) - p * expR s
      + (p - 1) * (expR s * expR (- s))); last by ring.
  by rewrite E expRD; ring.
apply: mulr_ge0; first exact/ltW/expR_gt0.
have h1 := expR_tangent ((p - 1) * s).
have p1' : 0 <= p - 1 by rewrite subr_ge0.
have h2 := ler_wpmul2l p1' (expR_tangent (- s)).
have -> : 0 = 1 + (p - 1) * s - p + (p - 1) * (1 + - s) by ring.
by apply: ler_add => //; rewrite ler_add2r.
Qed.

Lemma powR_convex_aux p a b t : 1 <= p -> 0 <= a -> 0 <= b -> 0 <= t <= 1 ->
  powR (t * a + (1 - t) * b) p <= t * powR a p + (1 - t) * powR b p.
Proof.
move=> p1 a0 b0 /andP [t0 t1]; have t1' : 0 <= 1 - t by rewrite subr_ge0.
set m := t * a + (1 - t) * b.
have : 0 <= m by rewrite addr_ge0 ?mulr_ge0.
rewrite le_eqVlt => /predU1P [<-|m0].
  by rewrite powR0 addr_ge0 ?mulr_ge0 ?powR_ge0.
have tangent c : 0 <= c -> powR m p * (1 + p * (c / m - 1)) <= powR c p.
  move=> c0; have cE : c = m * (c / m) by rewrite mulrC divfK // gt_eqF.
  have cm0 : 0 <= c / m by rewrite divr_ge0 // ltW.
  by rewrite {2}cE powRM ?(ltW m0) // ler_wpmul2l ?powR_ge0 // bernoulli.
apply: le_trans (ler_add (ler_wpmul2l t0 (tangent a a0)) (ler_wpmul2l t1' (tangent b b0))).
rewrite le_eqVlt; apply/orP; left; apply/eqP.
have mm : t * (a / m) + (1 - t) * (b / m) = 1.
  by rewrite !mulrA -mulrDl divff // gt_eqF.
transitivity (powR m p * (1 + p * (t * (a / m) + (1 - t) * (b / m) - 1))).
  by rewrite mm subrr mulr0 addr0 mulr1.
ring.
Qed.

End RealPower.

(* t^p is convex on [0, oo) for p >= 1. *)
Theorem powR_convex (R : realType) (p a b t : R) :
  1 <= p -> 0 <= a -> 0 <= b -> 0 <= t <= 1 ->
  powR (t * a + (1 - t) * b) p <= t * powR a p + (1 - t) * powR b p.
Proof. exact: powR_convex_aux. Qed.
