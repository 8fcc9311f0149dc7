(******************************************************************************)
(* The Wasserstein distance W_p, for every real p >= 1, is a metric on the     *)
(* probability laws of a finite metric space.                                  *)
(*                                                                             *)
(*   W_p(mu, nu) = ( inf over couplings pi of sum_xy d(x, y)^p pi(x, y) )^(1/p)*)
(*                                                                             *)
(* Published counterpart: Villani, Optimal Transport (2009), Definition 6.1    *)
(* and the metric axioms that follow it; Villani, Topics in Optimal            *)
(* Transportation (2003), Theorem 7.3; p = 1 is the Kantorovich-Rubinstein     *)
(* (earth mover's) distance.                                                   *)
(* Each axiom is proved from what it needs of d; `metric` is used where all of *)
(* them are.                                                                   *)
(* What differs: the space is finite (the published statement is for a Polish  *)
(* space and laws with finite p-th moment; on a finite space every law has     *)
(* one). The numbers are any realType of mathcomp-analysis.                    *)
(*                                                                             *)
(* Proof of the triangle inequality: for A > W_p(mu, nu) and B > W_p(nu, rho)  *)
(* choose couplings of cost < A^p and < B^p and glue them.  With               *)
(* t = A / (A + B), convexity of the p-th power gives                          *)
(*   d(x, z)^p <= (A + B)^p (t (d(x, y) / A)^p + (1 - t) (d(y, z) / B)^p),     *)
(* and integrating against the glued plan gives cost <= (A + B)^p.  (This is   *)
(* the proof of Minkowski's inequality, run through the gluing lemma.)         *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals.
From Companion Require Import Transport RealPower.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Definitions.
Variables (R : realType) (X : finType).

(* (X, d) is a metric space. *)
Record metric (d : X -> X -> R) : Prop := Metric {
  metric_eq0 : forall x y, d x y = 0 <-> x = y;
  metric_sym : forall x y, d x y = d y x;
  metric_tri : forall x y z, d x z <= d x y + d y z }.

(* A probability law on X. *)
Definition prob (mu : X -> R) : Prop := (forall x, 0 <= mu x) /\ \sum_x mu x = 1.

(* The costs of all couplings of mu and nu, for the cost function d(x, y)^p.   *)
Definition costs (d : X -> X -> R) (p : R) (mu nu : X -> R) : set R :=
  [set cost (fun x y => powR (d x y) p) pi | pi in [set pi | coupling mu nu pi]].

(* The Wasserstein distance: the p-th root of the infimum of the costs.        *)
Definition Wp (d : X -> X -> R) (p : R) (mu nu : X -> R) : R :=
  powR (inf (costs d p mu nu)) p^-1.

End Definitions.

(* -- the diagonal and the independent coupling ------------------------------ *)

Lemma independent_coupling (R : realType) (X : finType) (mu nu : X -> R) :
  prob mu -> prob nu -> coupling mu nu (fun x y => mu x * nu y).
Proof.
move=> [m0 m1] [n0 n1]; split=> [x y|x|y]; first exact: mulr_ge0.
  by rewrite -mulr_sumr n1 mulr1.
by rewrite -mulr_suml m1 mul1r.
Qed.

Lemma diagonal_coupling (R : realType) (X : finType) (mu : X -> R) :
  (forall x, 0 <= mu x) -> coupling mu mu (fun x y => mu x *+ (x == y)).
Proof.
move=> m0; split=> [x y|x|y]; first by rewrite mulrn_wge0.
  by rewrite (bigD1 x) //= eqxx big1 ?addr0 // => y; rewrite eq_sym => /negbTE ->.
by rewrite (bigD1 y) //= eqxx big1 ?addr0 // => x /negbTE ->.
Qed.

(* -- the infimum ------------------------------------------------------------ *)

Section Infimum.
Variables (R : realType) (X : finType) (d : X -> X -> R) (p : R).
Implicit Types mu nu rho : X -> R.
Local Notation pcost := (cost (fun x y => powR (d x y) p)).

Lemma pcost_ge0 mu nu pi : coupling mu nu pi -> 0 <= pcost pi.
Proof.
case=> p0 _ _; apply: sumr_ge0 => x _; apply: sumr_ge0 => y _.
by rewrite mulr_ge0 ?powR_ge0.
Qed.

Lemma costs_lb mu nu : has_lbound (costs d p mu nu).
Proof. by exists 0 => _ [pi /= /pcost_ge0 ? <-]. Qed.

Lemma costs_has_inf mu nu : prob mu -> prob nu -> has_inf (costs d p mu nu).
Proof.
move=> pm pn; split; last exact: costs_lb.
exists (pcost (fun x y => mu x * nu y)); exists (fun x y => mu x * nu y) => //.
exact: independent_coupling.
Qed.

Lemma inf_costs_ge0 mu nu : 0 <= inf (costs d p mu nu).
Proof.
have [[pi cpi]|none] := pselect (exists pi, coupling mu nu pi).
  apply: lb_le_inf; first by exists (pcost pi); exists pi.
  by move=> _ [pi' /= /pcost_ge0 ? <-].
suff -> : costs d p mu nu = set0 by rewrite inf0.
by rewrite -subset0 => _ [pi /= cpi _]; apply: none; exists pi.
Qed.

(* A coupling of cost at most A^p bounds W_p by A. *)
Lemma Wp_le mu nu pi A : 0 < p -> 0 <= A ->
  coupling mu nu pi -> pcost pi <= powR A p -> Wp d p mu nu <= A.
Proof.
move=> p0 A0 cpi le_pi; rewrite -(powRK A0 (lt0r_neq0 p0)).
apply: powR_le; rewrite ?invr_gt0 ?inf_costs_ge0 //.
by apply: le_trans le_pi; apply: inf_lb; [exact: costs_lb | exists pi].
Qed.

(* If W_p < A, some coupling costs less than A^p. *)
Lemma Wp_lt mu nu A : 0 < p -> prob mu -> prob nu -> Wp d p mu nu < A ->
  exists2 pi, coupling mu nu pi & pcost pi < powR A p.
Proof.
move=> p0 pm pn ltA.
have lt_inf : inf (costs d p mu nu) < powR A p.
  rewrite -[X in X < _](powRVK (inf_costs_ge0 mu nu) (lt0r_neq0 p0)).
  by apply: powR_lt => //; exact: powR_ge0.
have [ne _] := costs_has_inf pm pn.
by have [_ [pi /= cpi <-] lt_pi] := inf_lt ne lt_inf; exists pi.
Qed.

End Infimum.

(* -- the metric axioms ------------------------------------------------------ *)

Lemma metric_ge0 (R : realType) (X : finType) (d : X -> X -> R) :
  metric d -> forall x y, 0 <= d x y.
Proof.
move=> [d0 dS dT] x y; have := dT x y x; rewrite (dS y x) (_ : d x x = 0) ?d0 //.
by rewrite -mulr2n pmulrn_lge0.
Qed.

(* W_p >= 0. *)
Theorem Wp_ge0 (R : realType) (X : finType) (d : X -> X -> R) (p : R)
    (mu nu : X -> R) : 0 <= Wp d p mu nu.
Proof. exact: powR_ge0. Qed.

(* W_p(mu, nu) = W_p(nu, mu), whenever d is symmetric. *)
Theorem Wp_sym (R : realType) (X : finType) (d : X -> X -> R) (p : R)
    (mu nu : X -> R) :
  (forall x y, d x y = d y x) -> Wp d p mu nu = Wp d p nu mu.
Proof.
move=> dS; rewrite /Wp; congr (powR (inf _) _).
have half m n : costs d p m n `<=` costs d p n m.
  move=> _ [pi /= cpi <-]; exists (fun y x => pi x y); first exact: coupling_sym.
  rewrite /cost exchange_big /=; apply: eq_bigr => x _.
  by apply: eq_bigr => y _; rewrite dS.
by rewrite eqEsubset; split; exact: half.
Qed.

(* W_p(mu, mu) = 0, whenever d vanishes on the diagonal. *)
Theorem Wp_self (R : realType) (X : finType) (d : X -> X -> R) (p : R) (mu : X -> R) :
  (forall x, d x x = 0) -> 0 < p -> (forall x, 0 <= mu x) -> Wp d p mu mu = 0.
Proof.
move=> d0 p0 m0; apply/eqP; rewrite eq_le Wp_ge0 andbT.
apply: (Wp_le p0 (lexx 0) (diagonal_coupling m0)).
rewrite powR0 /cost big1 // => x _; rewrite big1 // => y _.
have [<-|] := eqVneq x y; last by rewrite mulr0n mulr0.
by rewrite d0 powR0 mul0r.
Qed.

Section Separation.
Variables (R : realType) (X : finType) (c : X -> X -> R).
Hypotheses (c_ge0 : forall x y, 0 <= c x y) (c_neq : forall x y, x != y -> c x y != 0).

(* A constant K with K * c x y >= 1 off the diagonal. *)
Definition sepK : R := 1 + \sum_(z : X * X | z.1 != z.2) (c z.1 z.2)^-1.

Lemma K_gt0 : 0 < sepK.
Proof.
apply: lt_le_trans ltr01 _; rewrite /sepK ler_addl.
by apply: sumr_ge0 => z _; rewrite invr_ge0.
Qed.

Lemma K_sep x y : x != y -> 1 <= sepK * c x y.
Proof.
move=> nxy; rewrite /sepK (bigD1 (x, y)) //= addrCA mulrDl mulVf ?c_neq // ler_addl.
apply: mulr_ge0 => //; apply: addr_ge0; first exact: ler01.
by apply: sumr_ge0 => z _; rewrite invr_ge0.
Qed.

(* The mass that must leave a point costs at least 1/K per unit. *)
Lemma mass_cost (mu nu : X -> R) pi a :
  coupling mu nu pi -> mu a - nu a <= sepK * cost c pi.
Proof.
case=> p0 p1 p2; rewrite -p1 -p2 (bigD1 a) //= [X in _ - X](bigD1 a) //=.
rewrite opprD addrACA subrr add0r.
have c0 x y : 0 <= c x y * pi x y by rewrite mulr_ge0.
have in0 : 0 <= \sum_(x | x != a) pi x a by apply: sumr_ge0.
have row : \sum_y c a y * pi a y <= cost c pi.
  rewrite /cost [X in _ <= X](bigD1 a) //= ler_addl; apply: sumr_ge0 => x _.
  by apply: sumr_ge0.
apply: le_trans (_ : \sum_(y | y != a) pi a y <= _);
  first by rewrite ler_subl_addr ler_addl.
apply: le_trans (ler_wpmul2l (ltW K_gt0) row).
rewrite mulr_sumr [X in _ <= X](bigD1 a) //=.
apply: le_trans (_ : \sum_(y | y != a) sepK * (c a y * pi a y) <= _).
  apply: ler_sum => y nya; rewrite mulrA ler_pemull // K_sep //.
  by rewrite eq_sym.
by rewrite ler_addr mulr_ge0 // ltW ?K_gt0.
Qed.
End Separation.

(* W_p(mu, nu) > 0 for mu <> nu, whenever d is positive off the diagonal. *)
Theorem Wp_separation (R : realType) (X : finType) (d : X -> X -> R) (p : R)
    (mu nu : X -> R) :
  (forall x y, x != y -> 0 < d x y) -> 0 < p -> prob mu -> prob nu ->
  (exists x, mu x != nu x) -> 0 < Wp d p mu nu.
Proof.
move=> dpos p0 pm pn [a]; rewrite lt_neqAle Wp_ge0 andbT; apply: contra_neqN => /eqP/esym w0.
pose c x y := powR (d x y) p.
have c0 x y : 0 <= c x y by exact: powR_ge0.
have cn x y : x != y -> c x y != 0 by move=> /dpos dxy; rewrite powR_eq0 gt_eqF.
have inf0 : inf (costs d p mu nu) = 0 by move/eqP: w0; rewrite powR_eq0 => /eqP.
have le b : mu b <= nu b.
  rewrite -subr_le0 -(pmulr_rle0 _ (_ : 0 < (sepK c)^-1)) ?invr_gt0 ?(K_gt0 c0) // -inf0.
  apply: lb_le_inf; first by case: (costs_has_inf d p pm pn).
  by move=> _ [pi /= cpi <-]; rewrite ler_pdivr_mull ?(K_gt0 c0) // (mass_cost c0 cn).
have d0 b : 0 <= nu b - mu b by rewrite subr_ge0.
have /eqP : \sum_b (nu b - mu b) = 0 by rewrite sumrB (proj2 pm) (proj2 pn) subrr.
rewrite psumr_eq0 // => /allP /(_ a (mem_index_enum _)) /=.
by rewrite subr_eq0 eq_sym => /eqP.
Qed.

(* W_p(mu, nu) = 0 if and only if mu = nu. *)
Theorem Wp_eq0 (R : realType) (X : finType) (d : X -> X -> R) (p : R)
    (mu nu : X -> R) :
  metric d -> 0 < p -> prob mu -> prob nu ->
  Wp d p mu nu = 0 <-> mu =1 nu.
Proof.
move=> md p0 pm pn; have [d0 _ _] := md.
split=> [W0 a|/funext <-]; last by apply: Wp_self p0 (proj1 pm) => x; apply/d0.
apply/eqP/negPn/negP => ne; suff : 0 < Wp d p mu nu by rewrite W0 ltxx.
apply: Wp_separation p0 pm pn (ex_intro _ a ne) => x y nxy.
rewrite lt_neqAle (metric_ge0 md) andbT eq_sym.
by apply: contra_neq nxy => /d0.
Qed.

(* -- gluing ----------------------------------------------------------------- *)

Section Gluing.
Variables (R : realType) (X : finType) (d : X -> X -> R) (p : R).
Hypotheses (dpos : forall x y, 0 <= d x y) (dT : forall x y z, d x z <= d x y + d y z) (p1 : 1 <= p).
Local Notation dcost := (cost (fun x y => powR (d x y) p)).

(* Minkowski's inequality, run through the gluing lemma. *)
Lemma glue_pcost (mu nu rho : X -> R) (p12 p23 : X -> X -> R) (A B : R) :
  coupling mu nu p12 -> coupling nu rho p23 -> 0 < A -> 0 < B ->
  dcost p12 <= powR A p -> dcost p23 <= powR B p -> dcost (glue nu p12 p23) <= powR (A + B) p.
Proof.
move=> c12 c23 A0 B0 l12 l23; have p0 : 0 < p by exact: lt_le_trans ltr01 p1.
have AB0 : 0 < A + B by rewrite addr_gt0.
pose t := A / (A + B).
have t01 : 0 <= t <= 1.
  rewrite /t divr_ge0 ?(ltW A0) ?(ltW AB0) //= ler_pdivr_mulr // mul1r.
  by rewrite ler_addl ltW.
have [t0 t1] : 0 <= t /\ 0 <= 1 - t by case/andP: t01 => ? ?; rewrite subr_ge0.
pose S := powR (A + B) p; pose u := S * t / powR A p; pose v := S * (1 - t) / powR B p.
have S0 : 0 <= S by exact: powR_ge0.
have [PA PB] : 0 < powR A p /\ 0 < powR B p by split; exact: powR_gt0.
have u0 : 0 <= u by apply: divr_ge0; [exact: mulr_ge0 | exact: ltW].
have v0 : 0 <= v by apply: divr_ge0; [exact: mulr_ge0 | exact: ltW].
have ptri x y z : powR (d x z) p <= u * powR (d x y) p + v * powR (d y z) p.
  have dA : 0 <= d x y / A by rewrite divr_ge0 ?dpos // ltW.
  have dB : 0 <= d y z / B by rewrite divr_ge0 ?dpos // ltW.
  apply: le_trans (_ : powR (d x y + d y z) p <= _).
    by apply: powR_le.
  have tA : t * (d x y / A) = d x y / (A + B).
    by rewrite /t mulrC mulrA divfK // gt_eqF.
  have tB : (1 - t) * (d y z / B) = d y z / (A + B).
    have -> : 1 - t = B / (A + B).
      by rewrite -[X in X - _](divff (lt0r_neq0 AB0)) -mulrBl addrC addKr.
    by rewrite mulrC mulrA divfK // gt_eqF.
  have -> : d x y + d y z = (A + B) * (t * (d x y / A) + (1 - t) * (d y z / B)).
    by rewrite tA tB -mulrDl mulrC divfK // gt_eqF.
  rewrite powRM ?(ltW AB0) //; last by apply: addr_ge0; apply: mulr_ge0.
  apply: le_trans (ler_wpmul2l S0 (powR_convex p1 dA dB t01)) _.
  have pdiv w C : 0 < C -> 0 <= w -> powR (w / C) p = powR w p / powR C p.
    move=> C0 w0; apply: (canRL (mulfK (lt0r_neq0 (powR_gt0 p C0)))).
    by rewrite -powRM ?divr_ge0 ?(ltW C0) // divfK // gt_eqF.
  rewrite !pdiv ?dpos // mulrDr le_eqVlt; apply/orP; left; apply/eqP.
  by rewrite /u /v; congr (_ + _); rewrite [RHS]mulrAC !mulrA.
apply: le_trans (glue_cost c12 c23 ptri) _.
have lin w (q : X -> X -> R) : cost (fun x y => w * powR (d x y) p) q =
    w * cost (fun x y => powR (d x y) p) q.
  rewrite /cost mulr_sumr; apply: eq_bigr => x _; rewrite mulr_sumr.
  by apply: eq_bigr => y _; rewrite mulrA.
rewrite !lin.
apply: le_trans (ler_add (ler_wpmul2l u0 l12) (ler_wpmul2l v0 l23)) _.
by rewrite /u /v !divfK ?gt_eqF // -mulrDr addrC subrK mulr1.
Qed.

Lemma glue_powR_le (mu nu rho : X -> R) (p12 p23 : X -> X -> R) :
  coupling mu nu p12 -> coupling nu rho p23 ->
  powR (dcost (glue nu p12 p23)) p^-1 <= powR (dcost p12) p^-1 + powR (dcost p23) p^-1.
Proof.
move=> c12 c23; have p0 : 0 < p by exact: lt_le_trans ltr01 p1.
have pN0 := lt0r_neq0 p0.
apply/ler_addgt0Pr => e e0; have e2 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
have up t : 0 <= t -> t <= powR (powR t p^-1 + e / 2%:R) p.
  move=> t0; rewrite -[X in X <= _](powRVK t0 pN0).
  by apply: powR_le; rewrite ?powR_ge0 // ler_addl ltW.
have pos t : 0 < powR t p^-1 + e / 2%:R by rewrite ltr_paddl ?powR_ge0.
have := glue_pcost c12 c23 (pos _) (pos _) (up _ (pcost_ge0 d p c12)) (up _ (pcost_ge0 d p c23)).
rewrite [X in powR X p]addrACA -splitr => le.
have AB0 : 0 <= powR (dcost p12) p^-1 + powR (dcost p23) p^-1 + e.
  by rewrite !addr_ge0 ?powR_ge0 // ltW.
rewrite -[X in _ <= X](powRK AB0 pN0).
by apply: powR_le; rewrite ?invr_gt0 // (pcost_ge0 d p (gluing c12 c23)).
Qed.

End Gluing.

(* When a cheapest coupling exists, W_p is the p-th root of its cost. *)
Lemma Wp_is_OT (R : realType) (X : finType) (d : X -> X -> R) (p w : R)
    (mu nu : X -> R) :
  is_OT (fun x y => powR (d x y) p) mu nu w -> Wp d p mu nu = powR w p^-1.
Proof.
move=> [[pi cpi epi] least]; rewrite /Wp; congr (powR _ _); apply/eqP.
rewrite eq_le; apply/andP; split.
  by apply: inf_lb; [exact: costs_lb | exists pi].
apply: lb_le_inf; first by exists w; exists pi.
by move=> _ [q /= cq <-]; exact: least.
Qed.

(* The p-th roots of the costs: what is glued costs at most the sum. *)
Theorem glue_cost_p (R : realType) (X : finType) (d : X -> X -> R) (p : R)
    (mu nu rho : X -> R) (p12 p23 : X -> X -> R) :
  (forall x y, 0 <= d x y) -> (forall x y z, d x z <= d x y + d y z) -> 1 <= p ->
  coupling mu nu p12 -> coupling nu rho p23 ->
  powR (cost (fun x y => powR (d x y) p) (glue nu p12 p23)) p^-1
  <= powR (cost (fun x y => powR (d x y) p) p12) p^-1 + powR (cost (fun x y => powR (d x y) p) p23) p^-1.
Proof. by move=> d0 dT p1; exact: glue_powR_le. Qed.

(* If both couplings are optimal, this is W_p(mu, nu) + W_p(nu, rho). *)
Theorem optimal_glue (R : realType) (X : finType) (d : X -> X -> R) (p : R)
    (mu nu rho : X -> R) (p12 p23 : X -> X -> R) :
  (forall x y, 0 <= d x y) -> (forall x y z, d x z <= d x y + d y z) -> 1 <= p ->
  coupling mu nu p12 -> coupling nu rho p23 ->
  (forall q, coupling mu nu q -> cost (fun x y => powR (d x y) p) p12 <= cost (fun x y => powR (d x y) p) q) ->
  (forall q, coupling nu rho q -> cost (fun x y => powR (d x y) p) p23 <= cost (fun x y => powR (d x y) p) q) ->
  powR (cost (fun x y => powR (d x y) p) (glue nu p12 p23)) p^-1 <= Wp d p mu nu + Wp d p nu rho.
Proof.
move=> d0 dT p1 c12 c23 o12 o23; apply: le_trans (glue_cost_p d0 dT p1 c12 c23) _.
have best m n q : coupling m n q ->
    (forall q', coupling m n q' -> cost (fun x y => powR (d x y) p) q <= cost (fun x y => powR (d x y) p) q') ->
    Wp d p m n = powR (cost (fun x y => powR (d x y) p) q) p^-1.
  by move=> cq oq; apply: Wp_is_OT; split=> //; exists q.
by rewrite (best _ _ _ c12 o12) (best _ _ _ c23 o23).
Qed.

(* W_p(mu, rho) <= W_p(mu, nu) + W_p(nu, rho), for d >= 0 with the triangle inequality. *)
Theorem Wp_triangle (R : realType) (X : finType) (d : X -> X -> R) (p : R)
    (mu nu rho : X -> R) :
  (forall x y, 0 <= d x y) -> (forall x y z, d x z <= d x y + d y z) -> 1 <= p ->
  prob mu -> prob nu -> prob rho ->
  Wp d p mu rho <= Wp d p mu nu + Wp d p nu rho.
Proof.
move=> dpos dT p1 pm pn pr; have p0 : 0 < p by exact: lt_le_trans ltr01 p1.
apply/ler_addgt0Pr => e e0; have e2 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
pose A := Wp d p mu nu + e / 2%:R; pose B := Wp d p nu rho + e / 2%:R.
have A0 : 0 < A by rewrite ltr_paddl ?Wp_ge0.
have B0 : 0 < B by rewrite ltr_paddl ?Wp_ge0.
have -> : Wp d p mu nu + Wp d p nu rho + e = A + B.
  by rewrite /A /B addrACA -splitr.
have ltA : Wp d p mu nu < A by rewrite ltr_addl.
have ltB : Wp d p nu rho < B by rewrite ltr_addl.
have [p12 c12 l12] := Wp_lt p0 pm pn ltA.
have [p23 c23 l23] := Wp_lt p0 pn pr ltB.
apply: (Wp_le p0 _ (gluing c12 c23)); first by rewrite ltW // addr_gt0.
exact: (glue_pcost dpos dT p1 c12 c23 A0 B0 (ltW l12) (ltW l23)).
Qed.

(* p = 1: the Kantorovich-Rubinstein distance, with no roots or powers. *)
Theorem W1_inf (R : realType) (X : finType) (d : X -> X -> R) (mu nu : X -> R) :
  metric d ->
  Wp d 1 mu nu = inf [set cost d pi | pi in [set pi | coupling mu nu pi]].
Proof.
move=> md; rewrite /Wp invr1 powR_1r ?inf_costs_ge0 //; congr inf.
rewrite /costs; have -> // : (fun x y => powR (d x y) 1) = d.
by apply/funext => x; apply/funext => y; rewrite powR_1r ?(metric_ge0 md).
Qed.
