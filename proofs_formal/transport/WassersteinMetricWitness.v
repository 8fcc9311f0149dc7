(******************************************************************************)
(* Witnesses for the metric axioms of W_p: on the two-point space {false,      *)
(* true} with distance 1, the laws (1 - a, a) and (1 - b, b) are at distance   *)
(*     W_p = |a - b|^(1/p),                                                    *)
(* computed exactly for every p > 0.  So the premises are satisfiable and the  *)
(* distance is not degenerate; and for p = 1/2 the triangle inequality fails,  *)
(* which shows that the premise 1 <= p is needed.                              *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals.
From Companion Require Import Transport RealPower WassersteinMetric.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section TwoPoints.
Variable R : realType.

(* The discrete metric on two points and the law with mass a on true. *)
Definition d2 (x y : bool) : R := (x != y)%:R.
Definition bern (a : R) (x : bool) : R := if x then a else 1 - a.

Lemma d2_metric : metric d2.
Proof.
split=> [x y|x y|x y z]; rewrite /d2; last 2 first.
- by rewrite eq_sym.
- by case: x y z => [] [] []; rewrite /= ?add0r ?addr0 ?lexx ?ler01 ?addr_ge0 ?ler01.
by case: eqP => [->|ne] /=; split=> // /eqP; rewrite oner_eq0.
Qed.

Lemma bern_prob a : 0 <= a <= 1 -> prob (bern a).
Proof.
case/andP=> a0 a1; split=> [[]|] /=; rewrite ?subr_ge0 //.
by rewrite big_bool /= addrC subrK.
Qed.

Lemma cost_d2 p (pi : bool -> bool -> R) :
  cost (fun x y => powR (d2 x y) p) pi = pi true false + pi false true.
Proof.
rewrite /cost !big_bool /d2 /= !powR0 !powR_1l.
by rewrite !mul0r !mul1r add0r addr0.
Qed.

Lemma best_coupling a b : 0 <= a <= 1 -> 0 <= b <= 1 -> b <= a ->
  exists2 pi, coupling (bern a) (bern b) pi & pi true false + pi false true = a - b.
Proof.
case/andP=> a0 a1 /andP [b0 b1] ba.
exists (fun x y : bool => if x then (if y then b else a - b)
                          else (if y then 0 else 1 - a)); last by rewrite addr0.
split=> [[] []|[]|[]] /=; rewrite ?subr_ge0 // ?big_bool /=.
- by rewrite addrC subrK.
- by rewrite add0r.
- by rewrite addr0.
- by rewrite addrC addrA subrK.
Qed.

Lemma Wp_two_points p a b : 0 < p -> 0 <= a <= 1 -> 0 <= b <= 1 ->
  Wp d2 p (bern a) (bern b) = powR `|a - b| p^-1.
Proof.
move=> p0 a01 b01; wlog ba : a b a01 b01 / b <= a.
  move=> H; have [|/ltW ab] := leP b a; first exact: H.
  by rewrite (Wp_sym _ _ _ (metric_sym d2_metric)) distrC H.
rewrite ger0_norm ?subr_ge0 // /Wp; congr (powR _ _); apply/eqP.
have [pi cpi epi] := best_coupling a01 b01 ba.
rewrite eq_le; apply/andP; split.
  by apply: inf_lb; [exact: costs_lb | exists pi => //; rewrite cost_d2].
apply: lb_le_inf; first by exists (a - b); exists pi => //; rewrite cost_d2.
move=> _ [q /= [q0 q1 q2] <-]; rewrite cost_d2.
have := q1 true; have := q2 true; rewrite !big_bool /= => <- <-.
rewrite opprD addrACA subrr add0r; apply: ler_add => //.
by apply: le_trans (q0 _ _); rewrite oppr_le0.
Qed.

(* Two couplings that are optimal, of the laws 1, 1/2 and of 1/2, 0, and what the theorem says of the coupling that they are glued to. *)
Lemma optimal_glue_witness p : 1 <= p -> exists p12 p23 : bool -> bool -> R,
  [/\ coupling (bern 1) (bern 2%:R^-1) p12, coupling (bern 2%:R^-1) (bern 0) p23,
      forall q, coupling (bern 1) (bern 2%:R^-1) q ->
        cost (fun x y => powR (d2 x y) p) p12 <= cost (fun x y => powR (d2 x y) p) q,
      forall q, coupling (bern 2%:R^-1) (bern 0) q ->
        cost (fun x y => powR (d2 x y) p) p23 <= cost (fun x y => powR (d2 x y) p) q &
      powR (cost (fun x y => powR (d2 x y) p) (glue (bern 2%:R^-1) p12 p23)) p^-1
        <= powR `|1 - 2%:R^-1| p^-1 + powR `|2%:R^-1 - 0| p^-1].
Proof.
move=> p1; have p0 : 0 < p by exact: lt_le_trans ltr01 p1.
have n2 : 0 <= (2%:R^-1 : R) by rewrite invr_ge0 ler0n.
have l2 : (2%:R^-1 : R) <= 1 by rewrite invf_le1 ?ltr0n // ler1n.
have h0 : 0 <= (0 : R) <= 1 by rewrite lexx ler01.
have h1 : 0 <= (1 : R) <= 1 by rewrite lexx ler01.
have h2 : 0 <= (2%:R^-1 : R) <= 1 by rewrite n2.
have least a b q pi : coupling (bern a) (bern b) q -> pi true false + pi false true = a - b ->
    cost (fun x y => powR (d2 x y) p) pi <= cost (fun x y => powR (d2 x y) p) q.
  move=> [q0 q1 q2] e; rewrite !cost_d2 e.
  have := q1 true; have := q2 true; rewrite !big_bool /= => <- <-.
  rewrite opprD addrACA subrr add0r; apply: ler_add => //.
  by apply: le_trans (q0 _ _); rewrite oppr_le0.
have [p12 c12 e12] := best_coupling h1 h2 l2.
have [p23 c23 e23] := best_coupling h2 h0 n2.
exists p12, p23; split=> // [q cq|q cq|]; [exact: least cq e12 | exact: least cq e23 |].
rewrite -!(Wp_two_points p0) //; have [_ dS dT] := d2_metric.
apply: optimal_glue dT p1 c12 c23 _ _ => [x y|q cq|q cq]; [by rewrite ler0n | exact: least cq e12 | exact: least cq e23].
Qed.

Lemma half : 1 - 2%:R^-1 = 2%:R^-1 :> R.
Proof. by rewrite [X in X - _](splitr 1) !mul1r addrK. Qed.

(* All premises of the metric axioms hold together, with distinct laws and     *)
(* distances 1, 2^(-1/p), 2^(-1/p).                                            *)
Lemma Wp_witness p : 1 <= p ->
  [/\ metric d2, prob (bern 0), prob (bern 2%:R^-1), prob (bern 1) &
      [/\ Wp d2 p (bern 0) (bern 1) = 1,
          Wp d2 p (bern 0) (bern 2%:R^-1) = powR 2%:R^-1 p^-1 &
          Wp d2 p (bern 2%:R^-1) (bern 1) = powR 2%:R^-1 p^-1]].
Proof.
move=> p1; have p0 : 0 < p by exact: lt_le_trans ltr01 p1.
have h0 : 0 <= (0 : R) <= 1 by rewrite lexx ler01.
have h1 : 0 <= (1 : R) <= 1 by rewrite lexx ler01.
have h2 : 0 <= (2%:R^-1 : R) <= 1.
  by rewrite invr_ge0 ler0n -subr_ge0 half invr_ge0 ler0n.
have n2 : 0 <= (2%:R^-1 : R) by rewrite invr_ge0 ler0n.
split; [exact: d2_metric | exact: bern_prob.. | split]; rewrite Wp_two_points //.
- by rewrite sub0r normrN normr1 powR_1l.
- by rewrite sub0r normrN ger0_norm.
- by rewrite distrC half ger0_norm.
Qed.

(* Without 1 <= p the triangle inequality is false: at p = 1/2 the three laws  *)
(* have distances 1 and 1/4, 1/4.                                              *)
Lemma not_Wp_triangle : exists2 p : R, 0 < p &
  Wp d2 p (bern 0) (bern 2%:R^-1) + Wp d2 p (bern 2%:R^-1) (bern 1)
  < Wp d2 p (bern 0) (bern 1).
Proof.
have n2 : 0 <= (2%:R^-1 : R) by rewrite invr_ge0 ler0n.
have h0 : 0 <= (0 : R) <= 1 by rewrite lexx ler01.
have h1 : 0 <= (1 : R) <= 1 by rewrite lexx ler01.
have h2 : 0 <= (2%:R^-1 : R) <= 1 by rewrite n2 -subr_ge0 half n2.
have p0 : 0 < (2%:R^-1 : R) by rewrite invr_gt0 ltr0n.
exists 2%:R^-1 => //; rewrite !Wp_two_points // invrK.
rewrite !sub0r !normrN normr1 powR_1l distrC half ger0_norm // powR_nat //.
have e : 2%:R^-1 + 2%:R^-1 = 1 :> R by rewrite [RHS](splitr 1) !mul1r.
rewrite expr2 -mulrDl e mul1r.
by rewrite -subr_gt0 half.
Qed.

(* Distinct laws are at positive distance; equal laws are not. *)
Lemma not_Wp_pos : ~ (0 < Wp d2 1 (bern 1) (bern 1)).
Proof.
have h1 : 0 <= (1 : R) <= 1 by rewrite lexx ler01.
by rewrite (Wp_two_points ltr01 h1 h1) subrr normr0 powR0 ltxx.
Qed.

(* Convexity of t^2 between 0 and 2, at the midpoint: 1 <= 2. *)
Lemma powR_convex_witness :
  [/\ 1 <= 2%:R :> R, powR (2%:R^-1 * 0 + (1 - 2%:R^-1) * 2%:R) 2%:R = 1 :> R &
      2%:R^-1 * powR 0 2%:R + (1 - 2%:R^-1) * powR 2%:R 2%:R = 2%:R :> R].
Proof.
rewrite half !mulr0 mulVf ?pnatr_eq0 // powR0 mulr0 !add0r powR_1l.
rewrite powR_nat ?ler0n // expr2 mulrA mulVf ?pnatr_eq0 // mul1r.
by rewrite ler1n.
Qed.

(* The square root is not convex: at 1/4 = (3/4) 0 + (1/4) 1 it is 1/2 > 1/4. *)
Lemma not_powR_convex :
  4%:R^-1 * powR 1 2%:R^-1 + (1 - 4%:R^-1) * powR 0 2%:R^-1
  < powR (4%:R^-1 * 1 + (1 - 4%:R^-1) * 0) 2%:R^-1 :> R.
Proof.
have e : 4%:R^-1 = 2%:R^-1 ^+ 2 :> R by rewrite exprVn -natrX.
rewrite powR_1l powR0 !mulr0 !addr0 !mulr1 e -powR_nat ?invr_ge0 ?ler0n //.
rewrite powRK ?invr_ge0 ?ler0n ?pnatr_eq0 // powR_nat ?invr_ge0 ?ler0n //.
have p : 0 < 2%:R^-1 :> R by rewrite invr_gt0 ltr0n.
by rewrite expr2 -subr_gt0 -[X in X - _]mul1r -mulrBl half mulr_gt0.
Qed.

End TwoPoints.
