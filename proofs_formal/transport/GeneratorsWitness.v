(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Generators.v, and counterexamples to false variants.                        *)
(* Noise and points are bool, d = 1(x <> y), w = (1/2, 1/2). The generator id  *)
(* gives w, the constant generator gives a point mass at true; the real law    *)
(* is a point mass at false. The losses are 1/2 and 1, the laws 1/2 apart: all *)
(* bounds are equalities.                                                      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport LinearProgramming Duality TotalVariation Generators.
From Companion Require Import TransportWitness DualityWitness TotalVariationWitness.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition w (z : bool) : rat := 1 / 2%:R.
Definition keep (z : bool) : bool := z.
Definition flip (z : bool) : bool := ~~ z.
Definition const (z : bool) : bool := true.
Definition real (x : bool) : rat := (~~ x)%:R.
Ltac weigh := rewrite ?/tv ?big_boolE ?/push; rewrite ?[\sum_(x | _) _]big_mkcond /=;
  rewrite ?big_boolE; first [by vm_compute | by apply/eqP; vm_compute].

Lemma w_ge0 z : 0 <= w z. Proof. by []. Qed.
Lemma pushed_ge0 (g : bool -> bool) x : 0 <= push g w x. Proof. exact: sumr_ge0. Qed.
Lemma real_ge0 x : 0 <= real x. Proof. by case: x. Qed.

(* Total variation is the cost for d = c.                                      *)
Lemma value (m n : bool -> rat) (t : rat) :
  (forall x, 0 <= m x) -> (forall x, 0 <= n x) ->
  m true + m false = n true + n false -> tv m n = t -> is_OT c m n t.
Proof. by move=> m0 n0 e <-; apply: tv_is_OT => //; rewrite !big_boolE. Qed.

Lemma value_keep : is_OT c real (push keep w) (1 / 2%:R).
Proof. by apply: (value real_ge0 (pushed_ge0 keep)); weigh. Qed.
Lemma value_const : is_OT c real (push const w) 1.
Proof. by apply: (value real_ge0 (pushed_ge0 const)); weigh. Qed.
Lemma value_between : is_OT c (push keep w) (push const w) (1 / 2%:R).
Proof. by apply: (value (pushed_ge0 keep) (pushed_ge0 const)); weigh. Qed.
Lemma moved : \sum_z w z * c (keep z) (const z) = 1 / 2%:R. Proof. weigh. Qed.

Lemma OT_stability_instance : `|1 / 2%:R - 1| <= 1 / 2%:R :> rat.
Proof. exact: OT_stability c_sym c_triangle value_keep value_const value_between. Qed.
Lemma generator_coupling_instance :
  exists2 pi, coupling (push keep w) (push const w) pi & cost c pi = 1 / 2%:R.
Proof. by rewrite -moved; exact: generator_coupling w_ge0. Qed.
Lemma generator_cost_instance : 1 / 2%:R <= \sum_z w z * c (keep z) (const z).
Proof. exact: generator_cost w_ge0 value_between. Qed.
Lemma generator_stability_instance :
  `|1 / 2%:R - 1| <= \sum_z w z * c (keep z) (const z).
Proof. exact: generator_stability c_sym c_triangle w_ge0 value_keep value_const. Qed.

(* -- false variants ----------------------------------------------------------- *)

(* The losses may move by all of W(mu, nu),                                    *)
Lemma not_OT_stability_half : ~ (`|1 / 2%:R - 1| <= (1 / 2%:R) / 2%:R :> rat).
Proof. by apply/negP; vm_compute. Qed.
(* but need not: from w both point masses are 1/2 away, which are 1 apart.     *)
Lemma not_OT_stability_reversed :
  ~ (forall v v' u, is_OT c w real v -> is_OT c w (push const w) v' ->
       is_OT c real (push const w) u -> u <= `|v - v'|).
Proof.
have h : is_OT c w real (1 / 2%:R) by apply: (value w_ge0 real_ge0); weigh.
have k : is_OT c w (push const w) (1 / 2%:R).
  by apply: (value w_ge0 (pushed_ge0 const)); weigh.
by move=> /(_ _ _ _ h k value_const); apply/negP; vm_compute.
Qed.
(* To a point mass there is one coupling, so its cost is no other number.      *)
Lemma not_generator_coupling_twice :
  ~ (exists2 pi, coupling (push keep w) (push const w) pi &
       cost c pi = (\sum_z w z * c (keep z) (const z)) *+ 2).
Proof.
case=> pi [p0 p1 p2] /eqP; apply/negP; rewrite moved /cost !big_boolE /c /=.
have := p1 false; have := p1 true; have := p2 false.
rewrite !big_boolE /push ![\sum_(z | _) _]big_mkcond /= !big_boolE /= addr0 => /eqP.
rewrite paddr_eq0 // => /andP [/eqP -> /eqP ->]; rewrite !addr0 => -> ->.
by vm_compute.
Qed.
(* Without signs there need not be a coupling.                                 *)
Lemma not_generator_coupling_signs :
  ~ (forall w : unit -> rat, exists2 pi, coupling (push id w) (push id w) pi &
       cost (fun _ _ : unit => 0) pi = \sum_z w z * 0).
Proof.
move=> /(_ (fun _ => -1)) [pi [p0 p1 _] _]; have := p1 tt; have := p0 tt tt.
rewrite big_unitE /push big_mkcond big_unitE /= => h e.
by move: h; rewrite e; apply/negP; vm_compute.
Qed.
Lemma not_generator_cost_half :
  ~ (1 / 2%:R <= (\sum_z w z * c (keep z) (const z)) / 2%:R).
Proof. by rewrite moved; apply/negP; vm_compute. Qed.
(* A generator that flips the noise moves every output and not the law.        *)
Lemma not_generator_cost_reversed :
  ~ (forall u, is_OT c (push keep w) (push flip w) u ->
       \sum_z w z * c (keep z) (flip z) <= u).
Proof.
have h : is_OT c (push keep w) (push flip w) 0.
  by apply: (value (pushed_ge0 keep) (pushed_ge0 flip)); weigh.
by move=> /(_ _ h); rewrite big_boolE; apply/negP; vm_compute.
Qed.
Lemma not_generator_stability_half :
  ~ (`|1 / 2%:R - 1| <= (\sum_z w z * c (keep z) (const z)) / 2%:R).
Proof. by rewrite moved; apply/negP; vm_compute. Qed.
Lemma not_generator_stability_reversed :
  ~ (forall v v', is_OT c w (push keep w) v -> is_OT c w (push flip w) v' ->
       \sum_z w z * c (keep z) (flip z) <= `|v - v'|).
Proof.
have h : is_OT c w (push keep w) 0.
  by apply: (value w_ge0 (pushed_ge0 keep)); weigh.
have k : is_OT c w (push flip w) 0.
  by apply: (value w_ge0 (pushed_ge0 flip)); weigh.
by move=> /(_ _ _ h k); rewrite big_boolE; apply/negP; vm_compute.
Qed.
