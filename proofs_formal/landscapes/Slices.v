(******************************************************************************)
(* Networks of parallel slices: if neither shrinking all parameters a little   *)
(* nor adding a small slice decreases the objective, no network with any       *)
(* number of slices has a smaller one. Haeffele and Vidal, Global optimality   *)
(* in neural network training (2017); Vidal et al., Mathematics of deep        *)
(* learning (2017), Section III.D.                                             *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Slices.
Variables (R : realFieldType) (D : finType) (V : Type).
(* s t U is the slice U with all its parameters multiplied by t; phi U is its  *)
(* output on the data, theta U its penalty; both are positively homogeneous of *)
(* the same degree d.                                                          *)
Variables (s : R -> V -> V) (phi : V -> D -> R) (theta : V -> R) (d : nat).
Variables (y : D -> R) (lam : R).

Definition homogeneous : Prop :=
  forall t U, 0 <= t ->
    (forall i, phi (s t U) i = t ^+ d * phi U i) /\ theta (s t U) = t ^+ d * theta U.
Definition output (X : seq V) (i : D) : R := \sum_(U <- X) phi U i.
Definition penalty (X : seq V) : R := \sum_(U <- X) theta U.
Definition objective (X : seq V) : R :=
  (\sum_i (y i - output X i) ^+ 2) / 2%:R + lam * penalty X.

(* Nothing is gained by shrinking the whole network a little, or by adding a   *)
(* small slice. A local minimum with a vanishing slice has both properties.    *)
Definition no_gain_by_shrinking (X : seq V) : Prop :=
  exists2 e, 0 < e < 1 &
    forall t, 1 - e <= t <= 1 -> objective X <= objective (map (s t) X).
Definition no_gain_by_a_slice (X : seq V) : Prop :=
  forall U, exists2 e, 0 < e & forall t, 0 <= t <= e -> objective X <= objective (s t U :: X).

(* a c + b c^2 >= 0 for arbitrarily small c > 0 forces a >= 0.                 *)
Lemma slope_ge0 (a b : R) :
  (forall e, 0 < e -> exists2 c, 0 < c <= e & 0 <= a * c + b * c ^+ 2) -> 0 <= a.
Proof.
move=> H; rewrite leNgt; apply/negP => a0.
have na : 0 < - a by rewrite oppr_gt0.
have b1 : 0 < `|b| + 1 by rewrite ltr_paddl.
have [c /andP[c0 ce]] := H _ (divr_gt0 (divr_gt0 na b1) (ltr0n R 2)).
rewrite expr2 mulrA -mulrDl pmulr_lge0 // => ge0.
have cb : b * c <= - a / 2%:R.
  apply: le_trans (_ : (`|b| + 1) * c <= _).
    by rewrite ler_wpmul2r ?(ltW c0) // (le_trans (ler_norm b)) // ler_addl.
  apply: le_trans (ler_wpmul2l (ltW b1) ce) _.
  have -> // : (`|b| + 1) * (- a / (`|b| + 1) / 2%:R) = - a / 2%:R.
  by field; rewrite gt_eqF.
have : a + b * c <= a / 2%:R.
  have -> : a / 2%:R = a + - a / 2%:R by field.
  by rewrite ler_add2l.
by move=> /(le_trans ge0); rewrite pmulr_lge0 ?invr_gt0 ?ltr0n // leNgt a0.
Qed.

Lemma output_scale X t i : homogeneous -> 0 <= t ->
  output (map (s t) X) i = t ^+ d * output X i.
Proof.
move=> hom t0; rewrite /output big_map mulr_sumr; apply: eq_bigr => U _.
by case: (hom t U t0).
Qed.
Lemma penalty_scale X t : homogeneous -> 0 <= t ->
  penalty (map (s t) X) = t ^+ d * penalty X.
Proof.
move=> hom t0; rewrite /penalty big_map mulr_sumr; apply: eq_bigr => U _.
by case: (hom t U t0).
Qed.

(* The loss in a direction W, and its linear part.                             *)
Lemma loss_along (Z W : D -> R) c :
  (\sum_i (y i - (Z i + c * W i)) ^+ 2) / 2%:R =
  (\sum_i (y i - Z i) ^+ 2) / 2%:R - c * (\sum_i (y i - Z i) * W i)
    + c ^+ 2 * ((\sum_i W i ^+ 2) / 2%:R).
Proof.
rewrite !mulr_sumr !mulr_suml !mulr_sumr -sumrB -big_split; apply: eq_bigr => i _ /=.
by field.
Qed.

(* Bernoulli's inequality.                                                     *)
Lemma bernoulli (x : R) n : 0 <= x <= 1 -> 1 - (1 - x) ^+ n <= n%:R * x.
Proof.
move=> /andP[x0 x1]; elim: n => [|n IH]; first by rewrite expr0 subrr mul0r.
have q0 : 0 <= 1 - x by rewrite subr_ge0.
have -> : 1 - (1 - x) ^+ n.+1 = (1 - (1 - x) ^+ n) * (1 - x) + x by rewrite exprS; ring.
have -> : n.+1%:R * x = n%:R * x + x by rewrite -addn1 natrD mulrDl mul1r.
rewrite ler_add2r.
apply: le_trans (ler_wpmul2r q0 IH) _.
by rewrite ler_pimulr ?mulr_ge0 ?ler0n // ger_addl oppr_le0.
Qed.

(* If nothing is gained by shrinking or by adding a slice, no network of this  *)
(* kind, with any number of slices, is better.                                 *)
Theorem vanishing_slice X : (0 < d)%N -> homogeneous ->
  no_gain_by_shrinking X -> no_gain_by_a_slice X ->
  forall X', objective X <= objective X'.
Proof.
move=> d0 hom [e /andP[e0 e1] shrink] add X'.
set Z := output X; pose r i := y i - Z i.
pose T := \sum_i r i * Z i.
have stat : 0 <= T - lam * penalty X.
  apply: (@slope_ge0 _ ((\sum_i Z i ^+ 2) / 2%:R)) => eps eps0.
  pose tau := Num.min e (eps / d%:R).
  have dR : 0 < d%:R :> R by rewrite ltr0n.
  have tau0 : 0 < tau by rewrite lt_minr e0 divr_gt0.
  have tau1 : tau < 1 by rewrite lt_minl e1.
  have t0 : 0 <= 1 - tau by rewrite subr_ge0 ltW.
  pose c : R := 1 - (1 - tau) ^+ d; exists c.
    apply/andP; split.
      by rewrite subr_gt0 exprn_ilt1 ?lt0n_neq0 // ltr_subl_addl ltr_addr.
    apply: le_trans (bernoulli _ _) _; first by rewrite (ltW tau0) ltW.
    by rewrite mulrC -ler_pdivl_mulr // le_minl lexx orbT.
  have := shrink (1 - tau); rewrite ler_add2l ler_opp2 le_minl lexx /= ger_addl oppr_le0 (ltW tau0).
  move=> /(_ isT); rewrite /objective penalty_scale //.
  have -> : \sum_i (y i - output (map (s (1 - tau)) X) i) ^+ 2 =
            \sum_i (y i - (Z i + (- c) * Z i)) ^+ 2.
    by apply: eq_bigr => i _; rewrite output_scale // -/Z /c; congr (_ ^+ 2); ring.
  rewrite loss_along -/Z -/T.
  set L := (\sum_i (y i - Z i) ^+ 2) / 2%:R; set Q := (\sum_i Z i ^+ 2) / 2%:R.
  have -> : (1 - tau) ^+ d = 1 - c by rewrite /c; ring.
  move: c T L Q (penalty X) => c' T' L' Q' P' E; rewrite -subr_ge0 in E.
  by move: E; congr (_ <= _); ring.
have polar U : 0 <= lam * theta U - \sum_i r i * phi U i.
  have [f f0 H] := add U.
  apply: (@slope_ge0 _ ((\sum_i phi U i ^+ 2) / 2%:R)) => eps eps0.
  pose t := Num.min 1 (Num.min f eps); exists (t ^+ d).
    have t0 : 0 < t by rewrite !lt_minr ltr01 f0 eps0.
    rewrite exprn_gt0 //=; apply: le_trans (_ : t <= _); last by rewrite !le_minl lexx !orbT.
    by rewrite -[X in _ <= X]expr1 ler_wiexpn2l ?(ltW t0) ?le_minl ?lexx.
  have t0 : 0 <= t by rewrite !le_minr ler01 !ltW.
  have := H t; rewrite t0 !le_minl lexx !orbT => /(_ isT).
  rewrite /objective {2}/penalty big_cons -/(penalty X).
  have [hp ht] := hom t U t0.
  have -> : \sum_i (y i - output (s t U :: X) i) ^+ 2 =
            \sum_i (y i - (Z i + t ^+ d * phi U i)) ^+ 2.
    by apply: eq_bigr => i _; congr ((_ - _) ^+ 2); rewrite /output big_cons hp addrC.
  rewrite loss_along ht -/Z.
  have -> : \sum_i (y i - Z i) * phi U i = \sum_i r i * phi U i by [].
  set L := (\sum_i (y i - Z i) ^+ 2) / 2%:R; set Q := (\sum_i phi U i ^+ 2) / 2%:R; set B := \sum_i r i * _.
  move: (t ^+ d) L Q B (penalty X) (theta U) => td L' Q' B' P' h' E; rewrite -subr_ge0 in E.
  by move: E; congr (_ <= _); ring.
have polar' : \sum_i r i * output X' i <= lam * penalty X'.
  rewrite /penalty mulr_sumr /output.
  under eq_bigr do rewrite mulr_sumr.
  rewrite exchange_big /=; apply: ler_sum => U _.
  by rewrite -subr_ge0 polar.
rewrite /objective.
have -> : \sum_i (y i - output X' i) ^+ 2 = \sum_i (y i - (Z i + 1 * (output X' i - Z i))) ^+ 2.
  by apply: eq_bigr => i _; congr (_ ^+ 2); ring.
rewrite loss_along -/Z mul1r expr1n mul1r.
have -> : \sum_i (y i - Z i) * (output X' i - Z i) = \sum_i r i * output X' i - T.
  by rewrite /T -sumrB; apply: eq_bigr => i _; rewrite /r; ring.
have q0 : 0 <= (\sum_i (output X' i - Z i) ^+ 2) / 2%:R.
  by rewrite divr_ge0 ?ler0n //; apply: sumr_ge0 => i _; exact: sqr_ge0.
set L := (\sum_i (y i - Z i) ^+ 2) / 2%:R.
move: q0 polar' stat; set Q := (\sum_i _ ^+ 2) / 2%:R; set B := \sum_i r i * _.
move: L Q B T (penalty X) (penalty X') => L' Q' B' T' P P'.
rewrite -[B' <= _]subr_ge0 => q b t; have := addr_ge0 (addr_ge0 q b) t.
by rewrite -subr_ge0 => K; rewrite -subr_ge0; move: K; congr (_ <= _); ring.
Qed.
End Slices.
