(******************************************************************************)
(* Two generators fed with the same noise, on finite sets, over every ordered  *)
(* field, without axioms. w is the law of the noise z, g z and g' z are the    *)
(* outputs, so that push g w and push g' w are the generated laws.             *)
(*                                                                             *)
(* `OT_stability`        |W(rho, mu) - W(rho, nu)| <= W(mu, nu);               *)
(* `generator_coupling`  (g z, g' z) is a coupling, of cost E d(g z, g' z);    *)
(* `generator_cost`      W(g#w, g'#w) <= E d(g z, g' z);                       *)
(* `generator_stability` the loss against rho moves by no more than that.      *)
(*                                                                             *)
(* Published counterparts: Arjovsky, Chintala, Bottou, Wasserstein generative  *)
(* adversarial networks, Theorem 1, the first steps of its proof.              *)
(* What differs: finite sets; d is symmetric with the triangle inequality      *)
(* where the premises say so and need not be a metric; weights of any mass.    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport LinearProgramming Duality TotalVariation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The triangle inequality from both sides.                                    *)
Theorem OT_stability (R : realFieldType) (X : finType) (d : X -> X -> R)
    (rho mu nu : X -> R) (v v' u : R) :
  (forall x y, d x y = d y x) -> (forall x y z, d x z <= d x y + d y z) ->
  is_OT d rho mu v -> is_OT d rho nu v' -> is_OT d mu nu u ->
  `|v - v'| <= u.
Proof.
move=> ds dt [[p cp <-] lp] [[p' cp' <-] lp'] [[q cq <-] _].
have [r cr ler] := w1_triangle_couplings dt cp cq.
have [s cs les] := w1_triangle_couplings dt cp' (coupling_sym cq).
have sym : cost d (fun y x => q x y) = cost d q.
  rewrite /cost exchange_big /=; apply: eq_bigr => x _; apply: eq_bigr => y _.
  by rewrite ds.
rewrite ler_norml ler_subl_addl ler_oppl opprB ler_subl_addl; apply/andP; split.
  exact: le_trans (lp' _ cr) ler.
by rewrite -sym; exact: le_trans (lp _ cs) les.
Qed.

(* The same noise couples the generated laws.                                  *)
Theorem generator_coupling (R : realFieldType) (Z X : finType) (w : Z -> R)
    (g g' : Z -> X) (d : X -> X -> R) :
  (forall z, 0 <= w z) ->
  exists2 pi, coupling (push g w) (push g' w) pi &
    cost d pi = \sum_z w z * d (g z) (g' z).
Proof.
move=> w0; exists (fun x y => \sum_(z | (g z == x) && (g' z == y)) w z).
  split=> [x y|x|y]; first exact: sumr_ge0.
    by rewrite /push [RHS](partition_big g' xpredT).
  rewrite /push [RHS](partition_big g xpredT) //=; apply: eq_bigr => x _.
  by apply: eq_bigl => z; rewrite andbC.
rewrite /cost [RHS](partition_big g xpredT) //=; apply: eq_bigr => x _.
rewrite [RHS](partition_big g' xpredT) //=; apply: eq_bigr => y _.
rewrite mulr_sumr; apply: eq_bigr => z /andP [/eqP <- /eqP <-].
by rewrite mulrC.
Qed.

Theorem generator_cost (R : realFieldType) (Z X : finType) (w : Z -> R)
    (g g' : Z -> X) (d : X -> X -> R) (u : R) :
  (forall z, 0 <= w z) -> is_OT d (push g w) (push g' w) u ->
  u <= \sum_z w z * d (g z) (g' z).
Proof.
by move=> w0 [_ least]; have [pi cpi <-] := generator_coupling g g' d w0; exact: least.
Qed.

Theorem generator_stability (R : realFieldType) (Z X : finType) (w : Z -> R)
    (g g' : Z -> X) (d : X -> X -> R) (rho : X -> R) (v v' : R) :
  (forall x y, d x y = d y x) -> (forall x y z, d x z <= d x y + d y z) ->
  (forall z, 0 <= w z) ->
  is_OT d rho (push g w) v -> is_OT d rho (push g' w) v' ->
  `|v - v'| <= \sum_z w z * d (g z) (g' z).
Proof.
move=> ds dt w0 vg vg'; have p0 (h : Z -> X) x : 0 <= push h w x by apply: sumr_ge0.
have total (h : Z -> X) : \sum_x push h w x = \sum_z w z.
  by rewrite /push [RHS](partition_big h xpredT).
have mass : \sum_x push g w x = \sum_x push g' w x by rewrite !total.
have [u ug] := OT_exists d (p0 g) (p0 g') mass.
exact: le_trans (OT_stability ds dt vg vg' ug) (generator_cost w0 ug).
Qed.
