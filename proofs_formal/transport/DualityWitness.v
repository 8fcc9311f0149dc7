(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Duality.v, and counterexamples to false variants.                           *)
(* On two points: mu, nu, c, pi, f, g of TransportWitness.v, value 1/4.        *)
(* On three points 0, 1, 2 of a line, with d i j = |i - j|:                    *)
(*   m = (1/2, 1/2, 0),  n = (0, 1/2, 1/2),  W_1(m, n) = 1.                    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport LinearProgramming Duality TransportWitness.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma big_unitE (F : unit -> rat) : \sum_x F x = F tt.
Proof. by rewrite (bigD1 tt) //= big1 ?addr0 // => -[]. Qed.
Lemma big_ord3 (F : 'I_3 -> rat) : \sum_x F x = F 0 + F 1 + F 2%:R.
Proof.
rewrite !big_ord_recl big_ord0 addr0 addrA.
by congr (F _ + F _ + F _); apply: val_inj.
Qed.
Lemma ord3P (P : 'I_3 -> Prop) : P 0 -> P 1 -> P 2%:R -> forall x, P x.
Proof.
move=> p0 p1 p2 [[|[|[|//]]] lt]; [have <- : 0 = Ordinal lt by apply: val_inj
  | have <- : 1 = Ordinal lt by apply: val_inj
  | have <- : 2%:R = Ordinal lt by apply: val_inj]; done.
Qed.
Ltac evaluate := rewrite ?/dual ?/cost ?(big_boolE, big_unitE, big_ord3);
  first [by vm_compute | by apply/eqP; vm_compute].

Lemma mu_ge0 x : 0 <= mu x. Proof. by case: x; evaluate. Qed.
Lemma nu_ge0 x : 0 <= nu x. Proof. evaluate. Qed.
Lemma mass : \sum_x mu x = \sum_x nu x. Proof. evaluate. Qed.

(* The optimal coupling and potentials have the value 1/4.                     *)
Lemma strong_duality_instance : exists pi f g,
  [/\ coupling mu nu pi, forall x y, f x + g y <= c x y,
      cost c pi = 1 / 4%:R & dual mu nu f g = 1 / 4%:R].
Proof.
have [p [u [v [cp uv e]]]] := strong_duality c mu_ge0 nu_ge0 mass.
have w := is_OT_inj (certificate_value cp uv e) value_instance.
by exists p, u, v; split; rewrite // e.
Qed.
Lemma OT_exists_instance : exists w, is_OT c mu nu w.
Proof. exact: OT_exists c mu_ge0 nu_ge0 mass. Qed.
Lemma kantorovich_duality_instance : is_dual_OT c mu nu (1 / 4%:R).
Proof. exact/kantorovich_duality/value_instance. Qed.
(* Both directions: the tight cells of (f, g) contain the support of pi.       *)
Lemma complementary_slackness_instance :
  cost c pi = dual mu nu f g /\ (forall x y, 0 < pi x y -> f x + g y = c x y).
Proof.
have e : cost c pi = dual mu nu f g by rewrite pi_cost pi_dual.
by split=> //; exact/(complementary_slackness pi_coupling fg_le).
Qed.

Definition d (x y : 'I_3) : rat := `|x%:R - y%:R|.
Definition m (x : 'I_3) : rat := if x == 2%:R then 0 else 1 / 2%:R.
Definition n (x : 'I_3) : rat := if x == 0 then 0 else 1 / 2%:R.
Definition p (x y : 'I_3) : rat :=
  if (x == 0) && (y == 1) || (x == 1) && (y == 2%:R) then 1 / 2%:R else 0.
Definition h (x : 'I_3) : rat := - x%:R.

Lemma d_refl x : d x x = 0. Proof. by rewrite /d subrr normr0. Qed.
Lemma d_sym x y : d x y = d y x. Proof. exact: distrC. Qed.
Lemma d_tri x y z : d x z <= d x y + d y z.
Proof. exact: ler_dist_add. Qed.
Lemma m_ge0 x : 0 <= m x. Proof. by move: x; apply: ord3P; evaluate. Qed.
Lemma n_ge0 x : 0 <= n x. Proof. by move: x; apply: ord3P; evaluate. Qed.
Lemma mn_mass : \sum_x m x = \sum_x n x. Proof. evaluate. Qed.
Lemma p_coupling : coupling m n p.
Proof.
split; first by apply: ord3P; apply: ord3P; evaluate.
  by apply: ord3P; evaluate.
by apply: ord3P; evaluate.
Qed.
Lemma line_value : is_OT d m n 1.
Proof.
have le x y : h x + - h y <= d x y.
  by rewrite /h /d opprK addrC distrC ler_norm.
have e : cost d p = dual m n h (fun y => - h y) by apply/eqP; evaluate.
have -> : 1 = dual m n h (fun y => - h y) by apply/eqP; evaluate.
exact: certificate_value p_coupling le e.
Qed.

Lemma kantorovich_rubinstein_attained_instance : exists pi f,
  [/\ coupling m n pi, lip1 d f &
      cost d pi = \sum_x f x * m x - \sum_x f x * n x].
Proof.
exact: kantorovich_rubinstein_attained d_refl d_sym d_tri m_ge0 n_ge0 mn_mass.
Qed.
Lemma kantorovich_rubinstein_instance : is_KR d m n 1.
Proof.
exact/(kantorovich_rubinstein _ d_refl d_sym d_tri m_ge0 n_ge0 mn_mass)/line_value.
Qed.

(* A one-way distance: from false to true costs 1, the way back nothing.       *)
Definition one_way (x y : bool) : rat := (~~ x && y)%:R.
Definition dirac (a x : bool) : rat := (x == a)%:R.
Lemma one_way_value : is_OT one_way (dirac false) (dirac true) 1.
Proof.
have cpl : coupling (dirac false) (dirac true) (fun x y => dirac false x * dirac true y).
  by split=> [[] []|[]|[]]; evaluate.
have le (x y : bool) : (~~ x)%:R + - (~~ y)%:R <= one_way x y :> rat by case: x; case: y; evaluate.
have e : cost one_way (fun x y => dirac false x * dirac true y)
    = dual (dirac false) (dirac true) (fun x => (~~ x)%:R) (fun y => - (~~ y)%:R) by apply/eqP; evaluate.
have -> : 1 = dual (dirac false) (dirac true) (fun x => (~~ x)%:R) (fun y => - (~~ y)%:R) by apply/eqP; evaluate.
exact: certificate_value cpl le e.
Qed.
Lemma kantorovich_rubinstein_forward_instance : is_KR_forward one_way (dirac false) (dirac true) 1.
Proof.
have d0 x : one_way x x = 0 by case: x; evaluate.
have dt x y z : one_way x z <= one_way x y + one_way y z by case: x; case: y; case: z; evaluate.
have ge0 a x : 0 <= dirac a x by rewrite /dirac ler0n.
have e : \sum_x dirac false x = \sum_x dirac true x by evaluate.
exact/(kantorovich_rubinstein_forward _ d0 dt (ge0 _) (ge0 _) e)/one_way_value.
Qed.

(* h = - id on the line: the means differ by 1 = W_1, so that Lip(h) >= 1.     *)
Lemma lip_norm_weak_instance : \sum_x h x * m x - \sum_x h x * n x = 1 /\ 1 <= lip_norm d h * 1.
Proof.
have e : \sum_x h x * m x - \sum_x h x * n x = 1 by apply/eqP; evaluate.
split=> //; rewrite -[X in X <= _]e; apply: lip_norm_weak line_value => [x|x y nxy].
  by rewrite d_refl.
by rewrite /d normr_gt0 subr_eq0 eqr_nat.
Qed.

(* -- false variants ----------------------------------------------------------- *)

(* Strong duality needs equal masses                                           *)
Lemma not_strong_duality_masses :
  ~ (forall mu nu c : unit -> rat,
      (forall x, 0 <= mu x) -> (forall y, 0 <= nu y) ->
      exists pi f g, [/\ coupling mu nu pi, forall x y, f x + g y <= c x &
                      cost (fun x _ => c x) pi = dual mu nu f g]).
Proof.
move=> /(_ (fun _ => 1) (fun _ => 0) (fun _ => 0)) [//|//|q [u [v [cq _ _]]]].
by have := coupling_mass cq; rewrite !big_unitE.
Qed.
(* and nonnegative weights.                                                    *)
Lemma not_strong_duality_signed :
  ~ (forall mu nu c : unit -> rat, \sum_x mu x = \sum_y nu y ->
      exists pi f g, [/\ coupling mu nu pi, forall x y, f x + g y <= c x &
                      cost (fun x _ => c x) pi = dual mu nu f g]).
Proof.
move=> /(_ (fun _ => -1) (fun _ => -1) (fun _ => 0) erefl) [q [u [v [cq _ _]]]].
by have := coupling_fst_ge0 cq tt; apply/negP; vm_compute.
Qed.

(* The support condition concerns cells of positive mass only.                 *)
Lemma not_slackness_everywhere :
  ~ (forall pi f g, coupling mu nu pi -> (forall x y, f x + g y <= c x y) ->
      cost c pi = dual mu nu f g ->
      forall x y, 0 <= pi x y -> f x + g y = c x y).
Proof.
move=> /(_ pi f g pi_coupling fg_le) H.
have e : cost c pi = dual mu nu f g by rewrite pi_cost pi_dual.
have /eqP := H e true false (cpl_ge0 pi_coupling true false).
by apply/negP; vm_compute.
Qed.

(* Kantorovich-Rubinstein fails without d x x = 0,                             *)
Definition diracF (x : bool) : rat := (~~ x)%:R.
Definition diracT (x : bool) : rat := x%:R.
Lemma not_KR_reflexive :
  ~ (forall (d : bool -> bool -> rat) (mu nu : bool -> rat),
      (forall x y, d x y = d y x) -> (forall x y z, d x z <= d x y + d y z) ->
      (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
      exists pi f, [/\ coupling mu nu pi, lip1 d f &
                      cost d pi = \sum_x f x * mu x - \sum_x f x * nu x]).
Proof.
move=> H; have [|||||q [u [[_ q1 _] _]]] := H (fun _ _ => 1) diracF diracF.
- by [].
- by move=> *; rewrite ler_addl.
- by move=> x; exact: ler0n.
- by move=> x; exact: ler0n.
- by [].
rewrite subrr /cost; under eq_bigr do under eq_bigr do rewrite mul1r.
under eq_bigr do rewrite q1.
by rewrite big_boolE.
Qed.
(* without symmetry,                                                           *)
Lemma not_KR_symmetric :
  ~ (forall (d : bool -> bool -> rat) (mu nu : bool -> rat),
      (forall x, d x x = 0) -> (forall x y z, d x z <= d x y + d y z) ->
      (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
      exists pi f, [/\ coupling mu nu pi, lip1 d f &
                      cost d pi = \sum_x f x * mu x - \sum_x f x * nu x]).
Proof.
move=> H; have [|||||q [u [[q0 q1 q2] lu]]] :=
  H (fun x y => (~~ x && y)%:R) diracF diracT.
- by case.
- by move=> [] [] [].
- by case.
- by case.
- by rewrite !big_boolE.
have e : u true = u false.
  by apply/eqP; rewrite -subr_eq0 -normr_le0; exact: lu true false.
rewrite /cost !big_boolE e /diracF /diracT /= !mul0r !mulr0 !mulr1 mul1r !add0r !addr0.
rewrite subrr => qFT; have := q1 false; rewrite big_boolE qFT add0r => qFF.
have := q2 false; rewrite big_boolE qFF /diracT /diracF /= => q2'.
by have := q0 true false; rewrite -(ler_add2r 1) q2' add0r ler10.
Qed.
(* without the triangle inequality,                                            *)
Lemma not_KR_triangle :
  ~ (forall (d : bool -> bool -> rat) (mu nu : bool -> rat),
      (forall x, d x x = 0) -> (forall x y, d x y = d y x) ->
      (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
      exists pi f, [/\ coupling mu nu pi, lip1 d f &
                      cost d pi = \sum_x f x * mu x - \sum_x f x * nu x]).
Proof.
move=> H; have [|||||q [u [_ /(_ true false) lu _]]] :=
  H (fun x y => - (x != y)%:R) diracF diracF.
- by case.
- by move=> [] [].
- by case.
- by case.
- by [].
by have := le_trans (normr_ge0 _) lu; rewrite ler0N1.
Qed.
(* and, as an equivalence, for signed weights: with mu = nu = -1 on one point  *)
(* the 1-Lipschitz functions give the value 0, but there is no coupling.       *)
Lemma not_KR_signed :
  ~ (forall (d : unit -> unit -> rat) (mu nu : unit -> rat) (w : rat),
      (forall x, d x x = 0) -> (forall x y, d x y = d y x) ->
      (forall x y z, d x z <= d x y + d y z) -> \sum_x mu x = \sum_x nu x ->
      is_OT d mu nu w <-> is_KR d mu nu w).
Proof.
move=> /(_ (fun _ _ => 0) (fun _ => - 1) (fun _ => - 1) 0) [] // _ [].
  split; last by move=> u _; rewrite subrr.
  by exists (fun _ => 0) => [x y|]; rewrite subrr ?normr0.
by move=> [q cq _] _; have := coupling_fst_ge0 cq tt; apply/negP; vm_compute.
Qed.
