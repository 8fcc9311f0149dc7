(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Critics.v, and counterexamples to false variants.                           *)
(* One real point at 0, one generated point that moves from 1 to 1/2; critic   *)
(* minus the distance: both bounds are equalities. Total variation: mu, nu of  *)
(* TransportWitness.v.                                                         *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport LinearProgramming Duality TotalVariation Critics.
From Companion Require Import TransportWitness DualityWitness TotalVariationWitness.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition one (_ : unit) : rat := 1.
Definition at_ (t : rat) (_ _ : unit) : rat := t.
Ltac evaluate := rewrite ?/dual ?/cost ?/tv ?(big_boolE, big_unitE);
  first [by vm_compute | by apply/eqP; vm_compute].

Lemma one_coupling : coupling one one (at_ 1).
Proof. by split=> *; evaluate. Qed.
Lemma cost_at t : cost (at_ t) (at_ 1) = t.
Proof. by rewrite /cost !big_unitE /at_ mulr1. Qed.
(* There is one coupling of two point masses.                                  *)
Lemma value_at t : is_OT (at_ t) one one t.
Proof.
split; first by exists (at_ 1); [exact: one_coupling | exact: cost_at].
move=> pi [_ p1 _]; have := p1 tt; rewrite /cost !big_unitE /at_ => ->.
by rewrite mulr1.
Qed.
Definition zero (_ : unit) : rat := 0.
Definition minus (t : rat) (_ : unit) : rat := - t.
Definition twice (x : bool) : rat := (~~ x)%:R *+ 2.
Definition sign (x : bool) : rat := if x then -1 else 1.
Definition wide (x : bool) : rat := if x then -1 else 2%:R.
Lemma critic_value : \sum_i zero i * one i - \sum_j minus 1 j * one j = 1.
Proof. evaluate. Qed.

Lemma critic_below_instance :
  1 - \sum_j (minus (1 / 2%:R) j - minus 1 j) * one j <= 1 / 2%:R.
Proof.
apply: critic_below critic_value _ (value_at (1 / 2%:R)) => i j.
by rewrite /zero /minus /at_ sub0r opprK.
Qed.
Lemma plan_above_instance :
  1 / 2%:R <= 1 + \sum_i \sum_j (at_ (1 / 2%:R) i j - at_ 1 i j) * at_ 1 i j.
Proof. exact: plan_above one_coupling (cost_at 1) (value_at (1 / 2%:R)). Qed.
Lemma tv_functions_instance :
  exists2 f : bool -> rat, forall x, 0 <= f x <= 1 &
    \sum_x f x * mu x - \sum_x f x * nu x = 1 / 4%:R.
Proof. by rewrite -tv_mu_nu; case: (tv_functions mass). Qed.
Lemma tv_bounded_instance :
  exists2 f : bool -> rat, forall x, -1 <= f x <= 1 &
    \sum_x f x * mu x - \sum_x f x * nu x = 1 / 4%:R *+ 2.
Proof. by rewrite -tv_mu_nu; case: (tv_bounded mu nu). Qed.

(* -- false variants ----------------------------------------------------------- *)

(* A critic that falls to -2 where the real point is 1/2 away bounds nothing.  *)
Lemma not_critic_below_steep :
  ~ (1 - \sum_j (minus 2%:R j - minus 1 j) * one j <= 1 / 2%:R).
Proof. by apply/negP; evaluate. Qed.
(* The sign of the critic matters.                                             *)
Lemma not_critic_below_sign :
  ~ (1 + \sum_j (minus (1 / 2%:R) j - minus 1 j) * one j <= 1 / 2%:R).
Proof. by apply/negP; evaluate. Qed.
(* The sign of the change matters: the point moves to 2.                       *)
Lemma not_plan_above_sign :
  ~ (2%:R <= 1 - \sum_i \sum_j (at_ 2%:R i j - at_ 1 i j) * at_ 1 i j).
Proof. by apply/negP; evaluate. Qed.
(* A plan that moves nothing costs nothing and bounds nothing.                 *)
Lemma not_plan_above_coupling :
  ~ (1 / 2%:R <= 0 + \sum_i \sum_j (at_ (1 / 2%:R) i j - at_ 1 i j) * at_ 0 i j).
Proof. by apply/negP; evaluate. Qed.
(* Functions with values in [0, 2] see more,                                   *)
Lemma not_tv_functions_two :
  ~ (forall f : bool -> rat, (forall x, 0 <= f x <= 2%:R) ->
       \sum_x f x * mu x - \sum_x f x * nu x <= tv mu nu).
Proof.
move=> /(_ twice) H; have : forall x, 0 <= twice x <= 2%:R by case; vm_compute.
by move=> /H; rewrite tv_mu_nu !big_boolE; apply/negP; vm_compute.
Qed.
(* and masses must be equal.                                                   *)
Lemma not_tv_functions_masses :
  ~ (forall mu nu f : unit -> rat, (forall x, 0 <= f x <= 1) ->
       \sum_x f x * mu x - \sum_x f x * nu x <= tv mu nu).
Proof.
move=> /(_ one zero one) H; have : forall x, 0 <= one x <= 1 by case; vm_compute.
by move=> /H; rewrite /tv !big_unitE; apply/negP; vm_compute.
Qed.
(* Values in [-1, 1] see twice the total variation, not once.                  *)
Lemma not_tv_bounded_once :
  ~ (forall f : bool -> rat, (forall x, -1 <= f x <= 1) ->
       \sum_x f x * mu x - \sum_x f x * nu x <= tv mu nu).
Proof.
move=> /(_ sign) H; have : forall x, -1 <= sign x <= 1 by case.
by move=> /H; rewrite tv_mu_nu !big_boolE; apply/negP; vm_compute.
Qed.
(* Values in [-1, 2] see more.                                                 *)
Lemma not_tv_bounded_two :
  ~ (forall f : bool -> rat, (forall x, -1 <= f x <= 2%:R) ->
       \sum_x f x * mu x - \sum_x f x * nu x <= tv mu nu *+ 2).
Proof.
move=> /(_ wide) H; have : forall x, -1 <= wide x <= 2%:R by case.
by move=> /H; rewrite tv_mu_nu !big_boolE; apply/negP; vm_compute.
Qed.
