(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorem of Slices.v,  *)
(* and counterexamples to false variants.                                      *)
(* A slice is a pair (u, v) with the output u v at one datum and the penalty   *)
(* (u^2 + v^2) / 2; the target is 3 or another number, the weight is 1.        *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Companion Require Import Slices.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition scale (t : rat) (U : rat * rat) : rat * rat := (t * U.1, t * U.2).
Definition phi (U : rat * rat) (i : unit) : rat := U.1 * U.2.
Definition theta (U : rat * rat) : rat := (U.1 ^+ 2 + U.2 ^+ 2) / 2%:R.
Definition target (c : rat) (i : unit) : rat := c.

Lemma phi_homogeneous : homogeneous scale phi theta 2.
Proof. by move=> t [u v] _; split=> [i|]; rewrite /phi /theta /=; [ring | field]. Qed.

(* Objectives of explicit networks.                                            *)
Lemma big_unitE (F : unit -> rat) : \sum_i F i = F tt.
Proof. by rewrite (bigD1 tt) //= big1 ?addr0 // => -[]. Qed.
Lemma objectiveE y X : objective phi theta (target y) 1 X =
  (y - output phi X tt) ^+ 2 / 2%:R + penalty theta X.
Proof. by rewrite /objective /target big_unitE mul1r. Qed.
Lemma outputE U X : output phi (U :: X) tt = U.1 * U.2 + output phi X tt.
Proof. by rewrite /output big_cons. Qed.
Lemma penaltyE U X : penalty theta (U :: X) = theta U + penalty theta X.
Proof. by rewrite /penalty big_cons. Qed.
Lemma output0 : output phi [::] tt = 0. Proof. by rewrite /output big_nil. Qed.
Lemma penalty0 : penalty theta [::] = 0. Proof. by rewrite /penalty big_nil. Qed.
Definition unfolded := (objectiveE, outputE, penaltyE, output0, penalty0).

(* Two slices (1, 1) and the target 3.                                         *)
Definition best : seq (rat * rat) := [:: (1, 1); (1, 1)].
Lemma best_shrinking : no_gain_by_shrinking scale phi theta (target 3%:R) 1 best.
Proof.
exists (1 / 2%:R) => [|t _]; first by vm_compute.
rewrite -subr_ge0 /best /= !unfolded /theta /scale /=.
set d := _ - _; have -> : d = 2%:R * (1 - t ^+ 2) ^+ 2 by rewrite /d; field.
by rewrite mulr_ge0 ?sqr_ge0.
Qed.
Lemma best_slice : no_gain_by_a_slice scale phi theta (target 3%:R) 1 best.
Proof.
move=> [u v]; exists 1 => [|t _]; first by [].
rewrite -subr_ge0 /best !unfolded /theta /scale /=.
set d := _ - _.
have -> : d = ((t * (u - v)) ^+ 2 + (t ^+ 2 * (u * v)) ^+ 2) / 2%:R by rewrite /d; field.
by rewrite divr_ge0 ?addr_ge0 ?sqr_ge0.
Qed.
Lemma vanishing_slice_instance X' : 5%:R / 2%:R <= objective phi theta (target 3%:R) 1 X'.
Proof.
have -> : 5%:R / 2%:R = objective phi theta (target 3%:R) 1 best.
  by rewrite /best !unfolded /theta /=; field.
exact: (@vanishing_slice _ _ _ _ _ _ 2 _ _ _ isT phi_homogeneous best_shrinking best_slice).
Qed.

(* The empty network and the target 10: there is nothing to shrink, and a      *)
(* small slice helps.                                                          *)
Lemma not_vanishing_slice_saddle : ~ (homogeneous scale phi theta 2 ->
  no_gain_by_shrinking scale phi theta (target 10%:R) 1 [::] ->
  forall X', objective phi theta (target 10%:R) 1 [::] <= objective phi theta (target 10%:R) 1 X').
Proof.
move=> /(_ phi_homogeneous) H; suff /H /(_ [:: (3%:R, 3%:R)]) : no_gain_by_shrinking scale phi theta (target 10%:R) 1 [::].
  by rewrite !unfolded /theta /=; apply/negP; vm_compute.
by exists (1 / 2%:R).
Qed.

(* One slice (1, 1) and the target 1: no slice helps, but shrinking does.      *)
Lemma not_vanishing_slice_large : ~ (homogeneous scale phi theta 2 ->
  no_gain_by_a_slice scale phi theta (target 1) 1 [:: (1, 1)] ->
  forall X', objective phi theta (target 1) 1 [:: (1, 1)] <= objective phi theta (target 1) 1 X').
Proof.
move=> /(_ phi_homogeneous) H; suff /H /(_ [::]) : no_gain_by_a_slice scale phi theta (target 1) 1 [:: (1, 1)].
  by rewrite !unfolded /theta /=; apply/negP; vm_compute.
move=> [u v]; exists 1 => [|t _]; first by [].
rewrite -subr_ge0 !unfolded /theta /scale /=; set d := _ - _.
have -> : d = ((t ^+ 2 * (u * v)) ^+ 2 + (t * u) ^+ 2 + (t * v) ^+ 2) / 2%:R by rewrite /d; field.
by rewrite divr_ge0 ?addr_ge0 ?sqr_ge0.
Qed.

(* Three layers with weight decay: the output U^3 has the degree 3, the        *)
(* penalty U^2 the degree 2; the empty network with the target 10.             *)
Definition cube (U : rat) (i : unit) : rat := U ^+ 3.
Definition square (U : rat) : rat := U ^+ 2.
Lemma cube_objective X : objective cube square (target 10%:R) 1 X =
  (10%:R - \sum_(U <- X) U ^+ 3) ^+ 2 / 2%:R + \sum_(U <- X) U ^+ 2.
Proof. by rewrite /objective /target big_unitE mul1r /output /penalty. Qed.
Lemma not_vanishing_slice_degrees : ~ (
  no_gain_by_shrinking *%R cube square (target 10%:R) 1 [::] ->
  no_gain_by_a_slice *%R cube square (target 10%:R) 1 [::] ->
  forall X', objective cube square (target 10%:R) 1 [::] <= objective cube square (target 10%:R) 1 X').
Proof.
move=> H; have shrink : no_gain_by_shrinking *%R cube square (target 10%:R) 1 [::] by exists (1 / 2%:R).
suff /(H shrink) /(_ [:: 2%:R]) : no_gain_by_a_slice *%R cube square (target 10%:R) 1 [::].
  by rewrite !cube_objective !big_cons !big_nil; apply/negP; vm_compute.
move=> U; have U1 : 0 < `|U| + 1 by rewrite ltr_paddl.
exists (1 / (10%:R * (`|U| + 1))) => [|t /andP[t0 tU]]; first by rewrite divr_gt0 ?mulr_gt0.
rewrite -subr_ge0 !cube_objective !big_cons !big_nil; set d := _ - _.
have -> : d = ((t * U) ^+ 3) ^+ 2 / 2%:R + (t * U) ^+ 2 * (1 - 10%:R * (t * U)) by rewrite /d; field.
apply: addr_ge0; first by rewrite divr_ge0 ?sqr_ge0.
apply: mulr_ge0; first exact: sqr_ge0.
rewrite subr_ge0.
have tt : t * (10%:R * (`|U| + 1)) <= 1 by rewrite -ler_pdivl_mulr ?mulr_gt0.
apply: le_trans tt; rewrite mulrCA ler_wpmul2l // ler_wpmul2l //.
by rewrite (le_trans (ler_norm U)) // ler_addl.
Qed.
