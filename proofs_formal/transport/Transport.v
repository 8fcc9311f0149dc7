(******************************************************************************)
(* Discrete optimal transport: couplings, weak duality, the soundness of       *)
(* certificates, and gluing.  Everything holds over every ordered field R      *)
(* (rational numbers included) and uses no axiom.                              *)
(*                                                                             *)
(* The dual is written as in Kantorovich's problem for two potentials:         *)
(*     maximise <mu, f> + <nu, g>  subject to  f x + g y <= c x y.             *)
(* The rational certificates of the numerical companion, `certify(a, b, C)`,   *)
(* consist of a flow and potentials for which a program compares, in exact     *)
(* arithmetic,                                                                 *)
(*     flow >= 0, row sums = a, column sums = b   (`coupling a b flow`),       *)
(*     f_i + g_j <= C_ij  for all i, j,                                        *)
(*     sum of flow_ij * C_ij = <a, f> + <b, g>    (`cost` = `dual`).           *)
(* These are the premises of `certificate_sound`.                              *)
(*                                                                             *)
(* Published counterparts: Kantorovich's duality, easy half (Villani, Topics   *)
(* in Optimal Transportation, Prop. 1.5), the gluing lemma (Villani, Lemma     *)
(* 7.6) and the triangle inequality for W_1 (Theorem 7.3).                     *)
(* What differs: measures are weights on finite sets, of any mass; that they   *)
(* are nonnegative and have equal masses is not assumed but follows from the   *)
(* existence of a coupling; the cost is any function.                          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable R : realFieldType.

(* pi is a coupling (transport plan) of mu and nu, pi in Pi(mu, nu): it is     *)
(* nonnegative, its first marginal (row sums) is mu, its second (column sums)  *)
(* is nu.                                                                      *)
Record coupling (X Y : finType) (mu : X -> R) (nu : Y -> R) (pi : X -> Y -> R)
  : Prop := Coupling {
  cpl_ge0 : forall x y, 0 <= pi x y;
  cpl_fst : forall x, \sum_y pi x y = mu x;
  cpl_snd : forall y, \sum_x pi x y = nu y }.

(* The transport cost  int c(x, y) dpi(x, y).                                  *)
Definition cost (X Y : finType) (c pi : X -> Y -> R) : R :=
  \sum_x \sum_y c x y * pi x y.

(* The value of the potentials  int f dmu + int g dnu.                         *)
Definition dual (X Y : finType) (mu : X -> R) (nu : Y -> R) (f : X -> R)
    (g : Y -> R) : R :=
  \sum_x f x * mu x + \sum_y g y * nu y.

(* w = OT(mu, nu, c), the least cost of a coupling: it is attained, and no     *)
(* coupling costs less.  (With c = d a metric this says w = W_1(mu, nu).)      *)
Definition is_OT (X Y : finType) (c : X -> Y -> R) (mu : X -> R) (nu : Y -> R)
    (w : R) : Prop :=
  (exists2 pi, coupling mu nu pi & cost c pi = w) /\
  (forall pi, coupling mu nu pi -> w <= cost c pi).

End Definitions.

(* -- duality ---------------------------------------------------------------- *)

(* Integrating f x + g y against a coupling gives the dual value.              *)
Lemma dual_coupling (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (pi : X -> Y -> R) (f : X -> R) (g : Y -> R) :
  coupling mu nu pi -> dual mu nu f g = cost (fun x y => f x + g y) pi.
Proof.
move=> [_ row col]; rewrite /dual /cost.
under [in RHS]eq_bigr do under eq_bigr do rewrite mulrDl.
under [in RHS]eq_bigr do rewrite big_split /=.
rewrite big_split /=; congr (_ + _).
  by apply: eq_bigr => x _; rewrite -row mulr_sumr.
by rewrite exchange_big /=; apply: eq_bigr => y _; rewrite -col mulr_sumr.
Qed.

(* A larger cost function makes every coupling dearer.                         *)
Lemma cost_le (R : realFieldType) (X Y : finType) (mu : X -> R) (nu : Y -> R)
    (c c' pi : X -> Y -> R) :
  coupling mu nu pi -> (forall x y, c x y <= c' x y) -> cost c pi <= cost c' pi.
Proof.
move=> [pi0 _ _] cc'; apply: ler_sum => x _; apply: ler_sum => y _.
by apply: ler_wpmul2r.
Qed.

(* Weak duality: potentials below the cost are worth at most any coupling.     *)
Theorem weak_duality (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (pi c : X -> Y -> R) (f : X -> R) (g : Y -> R) :
  coupling mu nu pi -> (forall x y, f x + g y <= c x y) ->
  dual mu nu f g <= cost c pi.
Proof. by move=> cpl fgc; rewrite (dual_coupling f g cpl); exact: (cost_le cpl fgc). Qed.

(* Soundness of a certificate (pi, f, g): the flow pi is a cheapest coupling   *)
(* and the potentials (f, g) are best possible.                                *)
Theorem certificate_sound (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (pi c : X -> Y -> R) (f : X -> R) (g : Y -> R) :
  coupling mu nu pi ->
  (forall x y, f x + g y <= c x y) ->
  cost c pi = dual mu nu f g ->
  (forall pi', coupling mu nu pi' -> cost c pi <= cost c pi') /\
  (forall f' g', (forall x y, f' x + g' y <= c x y) ->
     dual mu nu f' g' <= dual mu nu f g).
Proof.
move=> cpl fgc eq_cd; split=> [pi' cpl' | f' g' fgc'].
  by rewrite eq_cd; exact: weak_duality.
by rewrite -eq_cd; exact: weak_duality.
Qed.

(* The same as a statement about the value: it is OT(mu, nu, c).               *)
Corollary certificate_value (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (pi c : X -> Y -> R) (f : X -> R) (g : Y -> R) :
  coupling mu nu pi ->
  (forall x y, f x + g y <= c x y) ->
  cost c pi = dual mu nu f g ->
  is_OT c mu nu (dual mu nu f g).
Proof.
move=> cpl fgc eq_cd; split; first by exists pi.
by move=> pi' cpl'; exact: weak_duality.
Qed.

(* The least cost is unique.                                                   *)
Lemma is_OT_inj (R : realFieldType) (X Y : finType) (c : X -> Y -> R)
    (mu : X -> R) (nu : Y -> R) (w w' : R) :
  is_OT c mu nu w -> is_OT c mu nu w' -> w = w'.
Proof.
move=> [[p cp <-] lw] [[p' cp' <-] lw'].
by apply/eqP; rewrite eq_le lw // lw'.
Qed.

(* -- elementary couplings --------------------------------------------------- *)

Lemma coupling_sym (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (pi : X -> Y -> R) :
  coupling mu nu pi -> coupling nu mu (fun y x => pi x y).
Proof. by case=> p0 p1 p2; split. Qed.

(* The marginals of a coupling are nonnegative and have the same mass.         *)
Lemma coupling_fst_ge0 (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (pi : X -> Y -> R) :
  coupling mu nu pi -> forall x, 0 <= mu x.
Proof. by case=> p0 p1 _ x; rewrite -p1; apply: sumr_ge0. Qed.

Lemma coupling_mass (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (pi : X -> Y -> R) :
  coupling mu nu pi -> \sum_x mu x = \sum_y nu y.
Proof.
case=> _ p1 p2; under eq_bigr do rewrite -p1.
by rewrite exchange_big; apply: eq_bigr => y _; exact: p2.
Qed.

(* The product plan mu x * nu y / mass; in mathcomp x / 0 = 0.                 *)
Lemma product_coupling (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) :
  (forall x, 0 <= mu x) -> (forall y, 0 <= nu y) -> \sum_x mu x = \sum_y nu y ->
  coupling mu nu (fun x y => mu x * nu y / \sum_y nu y).
Proof.
move=> m0 n0 mass; have s0 : 0 <= \sum_y nu y by apply: sumr_ge0.
have nul (Z : finType) (w : Z -> R) z :
    (forall z, 0 <= w z) -> \sum_z w z = 0 -> w z = 0.
  move=> w0 /eqP; rewrite psumr_eq0 => [/allP /(_ z (mem_index_enum _))/eqP //|//].
split=> [x y|x|y].
- by rewrite divr_ge0 // mulr_ge0.
- rewrite -mulr_suml -mulr_sumr.
  have [e|ne] := eqVneq (\sum_y nu y) 0; last by rewrite mulfK.
  by rewrite (nul _ mu) ?mul0r // mass.
- rewrite -mulr_suml -mulr_suml mass.
  have [e|ne] := eqVneq (\sum_y nu y) 0; last by rewrite mulrC mulKf.
  by rewrite (nul _ nu) // mulr0 mul0r.
Qed.

(* -- gluing ----------------------------------------------------------------- *)

Section Gluing.
Variables (R : realFieldType) (X Y Z : finType).
Variables (mu : X -> R) (nu : Y -> R) (rho : Z -> R).
Variables (p12 : X -> Y -> R) (p23 : Y -> Z -> R).

(* The three-marginal plan  dp12(x | y) dp23(z | y) dnu(y), with 0 where nu    *)
(* vanishes, and its projection to the first and third coordinate.             *)
Definition glue3 x y z := p12 x y * p23 y z / nu y.
Definition glue x z := \sum_y glue3 x y z.

Hypotheses (c12 : coupling mu nu p12) (c23 : coupling nu rho p23).

Lemma glue3_ge0 x y z : 0 <= glue3 x y z.
Proof.
case: c12 c23 => a _ _ [b _ _].
by rewrite /glue3 divr_ge0 ?mulr_ge0 // (coupling_fst_ge0 c23).
Qed.

Lemma null12 x y : nu y = 0 -> p12 x y = 0.
Proof.
case: c12 => a _ s2 ny0; move: (s2 y); rewrite ny0 => /eqP.
by rewrite psumr_eq0 => [/allP /(_ x (mem_index_enum _))/eqP //|//].
Qed.

Lemma null23 y z : nu y = 0 -> p23 y z = 0.
Proof.
case: c23 => a s1 _ ny0; move: (s1 y); rewrite ny0 => /eqP.
by rewrite psumr_eq0 => [/allP /(_ z (mem_index_enum _))/eqP //|//].
Qed.

Lemma glue3_xy x y : \sum_z glue3 x y z = p12 x y.
Proof.
rewrite /glue3 -mulr_suml -mulr_sumr; case: c23 => _ -> _.
have [ny0|ny0] := eqVneq (nu y) 0; last by rewrite mulfK.
by rewrite (null12 _ ny0) !mul0r.
Qed.

Lemma glue3_yz y z : \sum_x glue3 x y z = p23 y z.
Proof.
rewrite /glue3 -mulr_suml -mulr_suml; case: c12 => _ _ ->.
have [ny0|ny0] := eqVneq (nu y) 0; first by rewrite (null23 _ ny0) mulr0 mul0r.
by rewrite mulrC mulKf.
Qed.

Lemma gluing_aux : coupling mu rho glue.
Proof.
split=> [x z|x|z]; first by apply: sumr_ge0 => y _; exact: glue3_ge0.
  rewrite exchange_big /=; under eq_bigr do rewrite glue3_xy.
  by case: c12.
rewrite exchange_big /=; under eq_bigr do rewrite glue3_yz.
by case: c23.
Qed.

Lemma glue_cost_aux (cxy : X -> Y -> R) (cyz : Y -> Z -> R) (cxz : X -> Z -> R) :
  (forall x y z, cxz x z <= cxy x y + cyz y z) ->
  cost cxz glue <= cost cxy p12 + cost cyz p23.
Proof.
move=> tri.
have -> : cost cxy p12 = \sum_x \sum_z \sum_y cxy x y * glue3 x y z.
  apply: eq_bigr => x _; rewrite exchange_big /=; apply: eq_bigr => y _.
  by rewrite -mulr_sumr glue3_xy.
have -> : cost cyz p23 = \sum_x \sum_z \sum_y cyz y z * glue3 x y z.
  rewrite exchange_big /= [LHS]exchange_big /=; apply: eq_bigr => z _.
  rewrite exchange_big /=; apply: eq_bigr => y _.
  by rewrite -mulr_sumr glue3_yz.
rewrite -big_split /=; apply: ler_sum => x _.
rewrite -big_split /=; apply: ler_sum => z _.
rewrite -big_split /= /glue mulr_sumr; apply: ler_sum => y _.
by rewrite -mulrDl; apply: ler_wpmul2r; [exact: glue3_ge0 | exact: tri].
Qed.
End Gluing.

(* The gluing lemma: two couplings with a common middle marginal are the       *)
(* (1,2)- and (2,3)-marginals of one nonnegative plan on X x Y x Z.            *)
Theorem gluing_lemma (R : realFieldType) (X Y Z : finType) (mu : X -> R)
    (nu : Y -> R) (rho : Z -> R) (p12 : X -> Y -> R) (p23 : Y -> Z -> R) :
  coupling mu nu p12 -> coupling nu rho p23 ->
  exists p : X -> Y -> Z -> R,
    [/\ forall x y z, 0 <= p x y z,
        forall x y, \sum_z p x y z = p12 x y &
        forall y z, \sum_x p x y z = p23 y z].
Proof.
move=> c12 c23; exists (glue3 nu p12 p23).
by split; [exact: glue3_ge0 c12 c23 | exact: glue3_xy c12 c23 | exact: glue3_yz c12 c23].
Qed.

(* Its (1,3)-marginal couples the outer laws.                                  *)
Theorem gluing (R : realFieldType) (X Y Z : finType) (mu : X -> R)
    (nu : Y -> R) (rho : Z -> R) (p12 : X -> Y -> R) (p23 : Y -> Z -> R) :
  coupling mu nu p12 -> coupling nu rho p23 -> coupling mu rho (glue nu p12 p23).
Proof. exact: gluing_aux. Qed.

(* If the costs satisfy a triangle inequality, so do the costs of the plans.   *)
Theorem glue_cost (R : realFieldType) (X Y Z : finType) (mu : X -> R)
    (nu : Y -> R) (rho : Z -> R) (p12 : X -> Y -> R) (p23 : Y -> Z -> R)
    (cxy : X -> Y -> R) (cyz : Y -> Z -> R) (cxz : X -> Z -> R) :
  coupling mu nu p12 -> coupling nu rho p23 ->
  (forall x y z, cxz x z <= cxy x y + cyz y z) ->
  cost cxz (glue nu p12 p23) <= cost cxy p12 + cost cyz p23.
Proof. by move=> c12 c23 tri; exact: (glue_cost_aux c12 c23 tri). Qed.

(* The triangle inequality for couplings: plans from mu to nu and from nu to   *)
(* rho compose to a plan from mu to rho that costs at most their sum.          *)
Corollary w1_triangle_couplings (R : realFieldType) (X : finType)
    (d : X -> X -> R) (mu nu rho : X -> R) (p12 p23 : X -> X -> R) :
  (forall x y z, d x z <= d x y + d y z) ->
  coupling mu nu p12 -> coupling nu rho p23 ->
  exists2 p13, coupling mu rho p13 & cost d p13 <= cost d p12 + cost d p23.
Proof.
move=> tri c12 c23; exists (glue nu p12 p23); first exact: gluing c12 c23.
exact: (glue_cost c12 c23 tri).
Qed.

(* Hence W_1(mu, rho) <= W_1(mu, nu) + W_1(nu, rho).                           *)
Theorem w1_triangle (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu rho : X -> R) (w12 w23 w13 : R) :
  (forall x y z, d x z <= d x y + d y z) ->
  is_OT d mu nu w12 -> is_OT d nu rho w23 -> is_OT d mu rho w13 ->
  w13 <= w12 + w23.
Proof.
move=> tri [[p12 c12 <-] _] [[p23 c23 <-] _] [_ least].
have [p13 c13] := w1_triangle_couplings tri c12 c23.
exact: le_trans (least _ c13).
Qed.
