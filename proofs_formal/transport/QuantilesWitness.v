(******************************************************************************)
(* Witnesses for the quantile formula, over the rational numbers.              *)
(*                                                                             *)
(* Masses 1/3, 2/3 at 0, 1 and masses 1/2, 1/2 at 0, 2: with the cost          *)
(* (x - y)^2 the least cost is 2/3.  Sorted samples 0, 1 and 0, 2: least       *)
(* average cost 1/2.  And without sorting, or with a concave cost, the         *)
(* identity pairing is beaten by the exchange.                                 *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra fingroup perm.
From Companion Require Import Transport Quantiles.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* A two-entry vector. *)
Definition pair2 (a b : rat) (i : 'I_2) : rat := if (i : nat) is 0%N then a else b.

Lemma ord2P (P : 'I_2 -> Prop) : P ord0 -> P (lift ord0 ord0) -> forall i, P i.
Proof.
move=> P0 P1 i; have [e|e] := eqVneq (i : nat) 0%N.
  by have -> : i = ord0 by exact/val_inj.
have -> // : i = lift ord0 ord0.
by apply/val_inj; case: i e => [[|[|k]]] //.
Qed.

Lemma pair2_law a b : 0 <= a -> 0 <= b -> a + b = 1 -> law (pair2 a b).
Proof.
move=> a0 b0 ab; split; last by rewrite !big_ord_recl big_ord0 addr0.
by apply: ord2P.
Qed.

Lemma pair2_nondecreasing a b : a <= b -> nondecreasing (pair2 a b).
Proof. by move=> ab; apply: ord2P; apply: ord2P; rewrite /pair2 //= ?lexx. Qed.

Lemma square_convex : convex (fun t : rat => `|t| ^+ 2).
Proof. exact: convex_pow. Qed.

Definition mu := pair2 (1 / 3%:R) (2%:R / 3%:R).
Definition nu := pair2 (1 / 2%:R) (1 / 2%:R).

Lemma cdf_pair2 a b k : cdf (pair2 a b) k =
  if k is k'.+1 then (if k' is _.+1 then a + b else a) else 0.
Proof.
rewrite /cdf big_mkcond !big_ord_recl big_ord0 /=.
by case: k => [|[|k]] /=; rewrite ?addr0 ?add0r.
Qed.

Lemma quantile_formula_witness :
  [/\ law mu, law nu, nondecreasing (pair2 0 1), nondecreasing (pair2 0 2%:R) &
      is_OT (fun i j => `|pair2 0 1 i - pair2 0 2%:R j| ^+ 2) mu nu (2%:R / 3%:R)].
Proof.
have lmu : law mu by apply: pair2_law.
have lnu : law nu by apply: pair2_law.
have sx : nondecreasing (pair2 0 1) by apply: pair2_nondecreasing.
have sy : nondecreasing (pair2 0 2%:R) by apply: pair2_nondecreasing.
split=> //; have := quantile_formula lmu lnu square_convex sx sy.
congr is_OT; rewrite !big_ord_recl !big_ord0 /quantile_coupling !cdf_pair2 /=.
by apply/eqP; vm_compute.
Qed.

Lemma sorted_matching_witness :
  is_OT (fun i j => `|pair2 0 1 i - pair2 0 2%:R j| ^+ 2) (@uniform _ 2) (@uniform _ 2)
        (1 / 2%:R).
Proof.
have sx : nondecreasing (pair2 0 1) by apply: pair2_nondecreasing.
have sy : nondecreasing (pair2 0 2%:R) by apply: pair2_nondecreasing.
have := sorted_matching_Wp 2 sx sy; congr is_OT.
by rewrite !big_ord_recl !big_ord0; apply/eqP; vm_compute.
Qed.

(* The two formulas for W_1 on the common support 0, 1: both give 1/6. *)
Lemma area_witness :
  [/\ law mu, law nu, nondecreasing (pair2 0 1) &
      is_OT (fun i j => `|pair2 0 1 i - pair2 0 1 j|) mu nu (1 / 6%:R)].
Proof.
have lmu : law mu by apply: pair2_law.
have lnu : law nu by apply: pair2_law.
have sx : nondecreasing (pair2 0 1) by apply: pair2_nondecreasing.
split=> //; have := W1_area_formula lmu lnu sx.
by congr is_OT; rewrite big_ord_recl big_ord0 !cdf_pair2 /pair2 !inordK //=;
  apply/eqP; vm_compute.
Qed.

(* The corner of the first index: the joint mass is min(1/3, 1/2) = 1/3. *)
Lemma frechet_witness :
  coupling mu nu (quantile_coupling mu nu) /\
  joint_cdf (quantile_coupling mu nu) 1 1 = 1 / 3%:R.
Proof.
have lmu : law mu by apply: pair2_law.
have lnu : law nu by apply: pair2_law.
have [cq ->] := @quantile_coupling_frechet _ 2 2 mu nu 1 1 lmu lnu isT isT.
by split=> //; rewrite !cdf_pair2; apply/eqP; vm_compute.
Qed.

(* The product F G is not an upper bound: 1/3 > 1/3 * 1/2. *)
Lemma not_product_bound :
  cdf mu 1 * cdf nu 1 < joint_cdf (quantile_coupling mu nu) 1 1.
Proof. by case: frechet_witness => _ ->; rewrite !cdf_pair2; vm_compute. Qed.

(* A Monge cost with non-zero mixed differences. *)
Lemma monge_witness :
  monge (fun i j : 'I_2 => (i != j)%:R : rat) /\ law mu /\ law nu.
Proof.
split; last by split; apply: pair2_law.
by apply: ord2P; apply: ord2P; apply: ord2P; apply: ord2P.
Qed.

(* -- what the premises are for ---------------------------------------------- *)

Definition swap : {perm 'I_2} := tperm ord0 (lift ord0 ord0).

(* Unsorted samples: the identity pairing of (0, 1) with (1, 0) costs more. *)
Lemma not_unsorted :
  \sum_i `|pair2 0 1 i - pair2 1 0 (swap i)| ^+ 2 < \sum_i `|pair2 0 1 i - pair2 1 0 i| ^+ 2.
Proof. by rewrite !big_ord_recl !big_ord0 /swap tpermL tpermR; vm_compute. Qed.

(* A concave cost: the sorted pairing is the worst one. *)
Lemma not_concave :
  \sum_i - `|pair2 0 1 i - pair2 0 1 (swap i)| ^+ 2 < \sum_i - `|pair2 0 1 i - pair2 0 1 i| ^+ 2.
Proof. by rewrite !big_ord_recl !big_ord0 /swap tpermL tpermR; vm_compute. Qed.

(* Sorted samples (0, 1) and (0, 2): the sorted pairing costs 1, the other 5. *)
Lemma permutation_witness :
  [/\ convex (fun t : rat => `|t| ^+ 2), nondecreasing (pair2 0 1),
      nondecreasing (pair2 0 2%:R),
      \sum_i `|pair2 0 1 i - pair2 0 2%:R i| ^+ 2 = 1 &
      \sum_i `|pair2 0 1 i - pair2 0 2%:R (swap i)| ^+ 2 = 5%:R].
Proof.
split; [exact: square_convex | exact: pair2_nondecreasing.. | |];
  rewrite !big_ord_recl !big_ord0 /swap ?tpermL ?tpermR; apply/eqP; vm_compute;
  reflexivity.
Qed.
