(******************************************************************************)
(* Total variation bounds W_p from both sides, for every real p > 0:           *)
(*     m^p TV(mu, nu) <= W_p(mu, nu)^p <= D^p TV(mu, nu)                       *)
(* where different points are at least m apart, no two points are more than D  *)
(* apart, and, for the upper bound, every point is at distance 0 from itself.  *)
(* Neither symmetry nor the triangle inequality is used.                       *)
(*                                                                             *)
(* Published counterparts: Gibbs and Su, On choosing and bounding probability  *)
(* metrics, Theorem 4, for p = 1; Villani, Optimal Transport (2009), Theorem   *)
(* 6.15.  What differs: the space is finite.                                   *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals.
From Companion Require Import Transport LinearProgramming Duality TotalVariation.
From Companion Require Import RealPower WassersteinMetric.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

(* The p-th power of W_p is the infimum of the costs.                          *)
Lemma powR_Wp (R : realType) (X : finType) (d : X -> X -> R) (p : R) (mu nu : X -> R) :
  0 < p -> powR (Wp d p mu nu) p = inf (costs d p mu nu).
Proof. by move=> p0; rewrite powRVK ?inf_costs_ge0 ?gt_eqF. Qed.

(* m^p TV <= W_p^p.                                                            *)
Theorem dmin_tv_le_Wp (R : realType) (X : finType) (d : X -> X -> R) (p dmin : R)
    (mu nu : X -> R) :
  0 <= dmin -> (forall x y, x != y -> dmin <= d x y) -> 0 < p -> prob mu -> prob nu ->
  powR dmin p * tv mu nu <= powR (Wp d p mu nu) p.
Proof.
move=> dm0 dm p0 pm pn; rewrite powR_Wp //.
apply: lb_le_inf => [|_ [pi /= cpl <-]]; first by case: (costs_has_inf d p pm pn).
apply: le_trans (ler_wpmul2l (powR_ge0 dmin p) (tv_le_neq cpl)) _.
have -> : powR dmin p * cost (@neq_cost R X) pi
        = cost (fun x y => powR dmin p * neq_cost R x y) pi.
  rewrite /cost mulr_sumr; apply: eq_bigr => x _; rewrite mulr_sumr.
  by apply: eq_bigr => y _; rewrite mulrA.
apply: (cost_le cpl) => x y; rewrite /neq_cost.
have [<-|/dm dxy] := eqVneq x y; first by rewrite mulr0 powR_ge0.
by rewrite mulr1 powR_le.
Qed.

(* W_p^p <= D^p TV.                                                            *)
Theorem Wp_le_diam_tv (R : realType) (X : finType) (d : X -> X -> R) (p diam : R)
    (mu nu : X -> R) :
  (forall x y, 0 <= d x y) -> (forall x, d x x = 0) -> (forall x y, d x y <= diam) ->
  0 < p -> prob mu -> prob nu ->
  powR (Wp d p mu nu) p <= powR diam p * tv mu nu.
Proof.
move=> dpos d0 dD p0 [m0 m1] [n0 n1]; rewrite powR_Wp //.
have mass : \sum_x mu x = \sum_x nu x by rewrite m1.
have c0 x : powR (d x x) p = 0 by rewrite d0 powR0.
have cD x y : powR (d x y) p <= powR diam p by rewrite powR_le.
have [pi cpl le] := W1_le_diam_tv m0 n0 mass c0 cD.
apply: le_trans le; apply: inf_lb; first exact: costs_lb.
by exists pi.
Qed.
