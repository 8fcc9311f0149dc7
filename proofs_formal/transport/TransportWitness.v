(******************************************************************************)
(* Concrete instances, over the rational numbers and the two-point set bool,   *)
(* of every theorem of Transport.v, and counterexamples to false variants.     *)
(*   mu  = (3/4, 1/4),  nu = (1/2, 1/2),  rho = (1/4, 3/4)  on (false, true),  *)
(*   c x y = 1(x <> y), so OT(mu, nu, c) = 1/4.                                *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition mu (x : bool) : rat := if x then 1 / 4%:R else 3%:R / 4%:R.
Definition nu (x : bool) : rat := 1 / 2%:R.
Definition rho (x : bool) : rat := if x then 3%:R / 4%:R else 1 / 4%:R.
Definition c (x y : bool) : rat := (x != y)%:R.
Definition pi (x y : bool) : rat :=
  match x, y with
  | false, false => 1 / 2%:R | false, true => 1 / 4%:R
  | true, false => 0         | true, true => 1 / 4%:R
  end.
Definition pi' (x y : bool) : rat :=
  match x, y with
  | false, false => 1 / 4%:R | false, true => 1 / 4%:R
  | true, false => 0         | true, true => 1 / 2%:R
  end.
(* The potentials of a certificate: f + g <= c.                                *)
Definition f (x : bool) : rat := (~~ x)%:R.
Definition g (y : bool) : rat := - (~~ y)%:R.

(* Sums over bool are computed.                                                *)
Lemma big_boolE (F : bool -> rat) : \sum_x F x = F true + F false.
Proof. exact: big_bool. Qed.
Ltac evaluate := rewrite ?/dual ?/cost ?big_boolE; first [by vm_compute | by apply/eqP; vm_compute].

Lemma pi_coupling : coupling mu nu pi.
Proof. by split=> [[] []|[]|[]]; evaluate. Qed.
Lemma pi'_coupling : coupling nu rho pi'.
Proof. by split=> [[] []|[]|[]]; evaluate. Qed.
Lemma fg_le x y : f x + g y <= c x y.
Proof. by case: x; case: y; evaluate. Qed.
Lemma pi_cost : cost c pi = 1 / 4%:R.
Proof. evaluate. Qed.
Lemma pi_dual : dual mu nu f g = 1 / 4%:R.
Proof. evaluate. Qed.

(* weak_duality: here an equality with a value that is not zero.               *)
Lemma weak_duality_instance : dual mu nu f g <= cost c pi.
Proof. exact: weak_duality pi_coupling fg_le. Qed.

(* certificate_sound: 1/4 is the least cost.                                   *)
Lemma certificate_instance :
  [/\ coupling mu nu pi, cost c pi = 1 / 4%:R &
      forall p, coupling mu nu p -> 1 / 4%:R <= cost c p].
Proof.
split; [exact: pi_coupling | exact: pi_cost | move=> p cp].
have e : cost c pi = dual mu nu f g by rewrite pi_cost pi_dual.
by rewrite -pi_cost; case: (certificate_sound pi_coupling fg_le e) => + _; exact.
Qed.
Lemma value_instance : is_OT c mu nu (1 / 4%:R).
Proof.
have e : cost c pi = dual mu nu f g by rewrite pi_cost pi_dual.
by rewrite -pi_dual; exact: certificate_value pi_coupling fg_le e.
Qed.

(* gluing: the composed plan is not a trivial one; it moves 1/2.               *)
Lemma gluing_instance :
  coupling mu rho (glue nu pi pi') /\ glue nu pi pi' false true = 1 / 2%:R.
Proof.
split; first exact: gluing pi_coupling pi'_coupling.
by rewrite /glue big_boolE; evaluate.
Qed.
Lemma gluing_lemma_instance :
  exists p : bool -> bool -> bool -> rat,
    [/\ forall x y z, 0 <= p x y z, forall x y, \sum_z p x y z = pi x y &
        forall y z, \sum_x p x y z = pi' y z].
Proof. exact: gluing_lemma pi_coupling pi'_coupling. Qed.

(* glue_cost and the triangle inequality, with equality 1/2 = 1/4 + 1/4.       *)
Lemma c_triangle x y z : c x z <= c x y + c y z.
Proof. by case: x; case: y; case: z; evaluate. Qed.
Lemma glue_cost_instance :
  cost c (glue nu pi pi') = 1 / 2%:R /\
  cost c (glue nu pi pi') <= cost c pi + cost c pi'.
Proof.
split; last exact: glue_cost pi_coupling pi'_coupling c_triangle.
by rewrite /cost !big_boolE /glue !big_boolE; evaluate.
Qed.
Lemma value'_instance : is_OT c nu rho (1 / 4%:R).
Proof.
have e : cost c pi' = dual nu rho f g by apply/eqP; evaluate.
have -> : 1 / 4%:R = dual nu rho f g by apply/eqP; evaluate.
exact: certificate_value pi'_coupling fg_le e.
Qed.
Lemma value13_instance : is_OT c mu rho (1 / 2%:R).
Proof.
have gc := gluing pi_coupling pi'_coupling; have [gcost _] := glue_cost_instance.
have v : dual mu rho f g = 1 / 2%:R by evaluate.
by rewrite -v; apply: certificate_value gc fg_le _; rewrite v.
Qed.
Lemma triangle_instance : 1 / 2%:R <= 1 / 4%:R + 1 / 4%:R :> rat.
Proof. exact: w1_triangle c_triangle value_instance value'_instance value13_instance. Qed.
Lemma triangle_couplings_instance :
  exists2 p, coupling mu rho p & cost c p <= cost c pi + cost c pi'.
Proof. exact: w1_triangle_couplings c_triangle pi_coupling pi'_coupling. Qed.

(* -- false variants ----------------------------------------------------------- *)

(* The product plan of mu and nu costs more: 1/2.                              *)
Definition prod x y : rat := mu x * nu y.
Lemma prod_coupling : coupling mu nu prod.
Proof. by split=> [[] []|[]|[]]; evaluate. Qed.

(* Weak duality does not hold the other way round.                             *)
Lemma not_weak_duality_reversed :
  ~ (forall p f g, coupling mu nu p -> (forall x y, f x + g y <= c x y) ->
       cost c p <= dual mu nu f g).
Proof. by move=> /(_ prod f g prod_coupling fg_le); apply/negP; evaluate. Qed.

(* ... nor for plans that are no couplings.                                    *)
Lemma not_weak_duality_any_plan :
  ~ (forall p f g, (forall x y, f x + g y <= c x y) ->
       dual mu nu f g <= cost c p).
Proof. by move=> /(_ (fun _ _ => 0) f g fg_le); apply/negP; evaluate. Qed.

(* Without equal values a coupling and potentials certify nothing.             *)
Lemma not_certificate_without_equality :
  ~ (forall p f g, coupling mu nu p -> (forall x y, f x + g y <= c x y) ->
       forall p', coupling mu nu p' -> cost c p <= cost c p').
Proof.
by move=> /(_ prod f g prod_coupling fg_le pi pi_coupling); apply/negP; evaluate.
Qed.

(* The glued plan is not positive everywhere.                                  *)
Lemma not_gluing_positive :
  ~ (exists p : bool -> bool -> bool -> rat,
      [/\ forall x y z, 0 < p x y z, forall x y, \sum_z p x y z = pi x y &
          forall y z, \sum_x p x y z = pi' y z]).
Proof.
move=> [p [p0 p1 _]]; have := p1 true false; rewrite big_boolE => e.
by have := addr_gt0 (p0 true false true) (p0 true false false); rewrite e ltxx.
Qed.

(* Without the triangle inequality of the costs there is none for W_1:         *)
(* a constant negative cost on one point.                                      *)
Lemma not_triangle_of_any_cost :
  ~ (forall (X : finType) (d : X -> X -> rat) (mu nu rho : X -> rat) w12 w23 w13,
       is_OT d mu nu w12 -> is_OT d nu rho w23 -> is_OT d mu rho w13 ->
       w13 <= w12 + w23).
Proof.
move=> H; pose one (x : unit) : rat := 1; pose d (x y : unit) : rat := - 1.
have OT1 : is_OT d one one (- 1).
  have sum_unit (F : unit -> rat) : \sum_x F x = F tt.
    by rewrite (bigD1 tt) //= big1 ?addr0 // => -[].
  split; first by exists (fun _ _ => 1); [split=> *; rewrite ?sum_unit | rewrite /cost !sum_unit].
  by move=> p [_ p1 _]; rewrite /cost !sum_unit; have := p1 tt; rewrite sum_unit => ->.
by have := H _ _ _ _ _ _ _ _ OT1 OT1 OT1; apply/negP; vm_compute.
Qed.
