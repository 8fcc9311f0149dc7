(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* TotalVariation.v, and counterexamples to false variants.                    *)
(* Two points: mu, nu of TransportWitness.v, TV = 1/4.                         *)
(* Three points of a line: m, n of DualityWitness.v, d_min = 1, diam = 2,      *)
(* TV = 1/2 and W_1 = 1; the map T = 1(x = 2) to two points is 1-Lipschitz.    *)
(* The kernel K stays with probability 3/4 on two points: kappa = 1/2.         *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport LinearProgramming Duality TotalVariation.
From Companion Require Import TransportWitness DualityWitness.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Ltac evaluate := rewrite ?/dual ?/cost ?/tv ?(big_boolE, big_unitE, big_ord3);
  first [by vm_compute | by apply/eqP; vm_compute].

Lemma tv_mu_nu : tv mu nu = 1 / 4%:R. Proof. evaluate. Qed.
Lemma tv_m_n : tv m n = 1 / 2%:R. Proof. evaluate. Qed.

Lemma tv_events_instance :
  (forall A : {set bool},
     `|\sum_(x in A) mu x - \sum_(x in A) nu x| <= 1 / 4%:R) /\
  (exists A : {set bool}, \sum_(x in A) mu x - \sum_(x in A) nu x = 1 / 4%:R).
Proof. by rewrite -tv_mu_nu; exact: tv_events mass. Qed.

Lemma tv_is_OT_instance : is_OT (@neq_cost _ _) mu nu (1 / 4%:R).
Proof. by rewrite -tv_mu_nu; exact: tv_is_OT mu_ge0 nu_ge0 mass. Qed.

Lemma d_min x y : x != y -> 1 <= d x y.
Proof. by move: x y; apply: ord3P; apply: ord3P => // _; evaluate. Qed.
Lemma d_diam x y : d x y <= 2%:R.
Proof. by move: x y; apply: ord3P; apply: ord3P; evaluate. Qed.

Lemma W1_le_diam_tv_instance :
  exists2 pi, coupling m n pi & cost d pi <= 2%:R * (1 / 2%:R).
Proof. by rewrite -tv_m_n; exact: W1_le_diam_tv m_ge0 n_ge0 mn_mass d_refl d_diam. Qed.
Lemma dmin_tv_le_W1_instance : 1 * tv m n <= cost d p.
Proof. exact: (dmin_tv_le_W1 (dmin := 1) ler01 d_refl d_min p_coupling). Qed.
(* 1/2 <= W_1 = 1 <= 1.                                                        *)
Lemma W1_tv_instance : 1 * tv m n <= 1 <= 2%:R * tv m n.
Proof. exact: (W1_tv (dmin := 1) ler01 d_refl d_min d_diam line_value). Qed.

(* Data processing for the map T: W_1 falls from 1 to 1/2.                     *)
Definition T (x : 'I_3) : bool := x == 2%:R.
Lemma T_lipschitz x y : c (T x) (T y) <= 1 * d x y.
Proof. by move: x y; apply: ord3P; apply: ord3P; evaluate. Qed.
Lemma push_coupling_instance : coupling (push T m) (push T n) (push2 T p).
Proof. exact: push_coupling p_coupling. Qed.
Lemma push_cost_instance : cost c (push2 T p) <= 1 * cost d p.
Proof. exact: push_cost_le T_lipschitz p_coupling. Qed.
Lemma push_ge0 (w : 'I_3 -> rat) : (forall x, 0 <= w x) -> forall y, 0 <= push T w y.
Proof. by move=> w0 y; apply: sumr_ge0 => x _. Qed.
Lemma push_value : is_OT c (push T m) (push T n) (1 / 2%:R).
Proof.
have -> : 1 / 2%:R = tv (push T m) (push T n).
  by rewrite /tv big_boolE /push ![\sum_(x | _) _]big_mkcond /= !big_ord3; evaluate.
have mas : \sum_y push T m y = \sum_y push T n y := coupling_mass push_coupling_instance.
exact: tv_is_OT (push_ge0 m_ge0) (push_ge0 n_ge0) mas.
Qed.
Lemma data_processing_W1_instance : 1 / 2%:R <= 1 * 1 :> rat.
Proof. exact: data_processing_W1 T_lipschitz line_value push_value. Qed.

(* Data processing for the kernel K: TV and W_1 fall from 1/4 to 1/8.          *)
Definition K (x y : bool) : rat := if x == y then 3%:R / 4%:R else 1 / 4%:R.
Lemma K_markov : markov K.
Proof. by split=> [[] []|[]]; evaluate. Qed.
Lemma after_tv : tv (after mu K) (after nu K) = 1 / 8%:R.
Proof. by rewrite /tv /after !big_boolE; evaluate. Qed.
Lemma data_processing_tv_instance : 1 / 8%:R <= 1 / 4%:R :> rat.
Proof. by rewrite -after_tv -tv_mu_nu; exact: data_processing_tv K_markov. Qed.
Lemma data_processing_tv_map_instance : tv (push T m) (push T n) <= 1 / 2%:R.
Proof. by rewrite -tv_m_n; exact: data_processing_tv_map. Qed.

Lemma c_refl x : c x x = 0. Proof. by rewrite /c eqxx. Qed.
Lemma c_sym x y : c x y = c y x. Proof. by rewrite /c eq_sym. Qed.
Lemma K_step x x' :
  exists2 v, is_OT c (K x) (K x') v & v <= (1 / 2%:R) * c x x'.
Proof.
have [K0 K1] := K_markov; exists (tv (K x) (K x')).
  by apply: tv_is_OT => //; rewrite !K1.
by case: x; case: x'; evaluate.
Qed.
Lemma after_value : is_OT c (after mu K) (after nu K) (1 / 8%:R).
Proof.
rewrite -after_tv; apply: tv_is_OT; rewrite /after.
- by case; evaluate.
- by case; evaluate.
- by rewrite !big_boolE; evaluate.
Qed.
Lemma kernel_contraction_instance : 1 / 8%:R <= (1 / 2%:R) * (1 / 4%:R) :> rat.
Proof.
exact: kernel_contraction_W1 c_refl c_sym c_triangle K_step value_instance after_value.
Qed.

(* -- false variants ----------------------------------------------------------- *)

(* Events see TV only for equal masses.                                        *)
Lemma not_tv_events_masses :
  ~ (forall mu nu : unit -> rat, forall A : {set unit},
       `|\sum_(x in A) mu x - \sum_(x in A) nu x| <= tv mu nu).
Proof.
move=> /(_ (fun _ => 1) (fun _ => 0) setT).
by rewrite ![\sum_(x in _) _](eq_bigl xpredT) => [|x|x]; rewrite ?inE // !big_unitE;
  apply/negP; evaluate.
Qed.
(* TV is half the l1 distance, not the l1 distance.                            *)
Lemma not_tv_is_OT_l1 : ~ is_OT (@neq_cost _ _) mu nu (tv mu nu *+ 2).
Proof.
by move=> H; have /eqP := is_OT_inj H tv_is_OT_instance; apply/negP; evaluate.
Qed.
(* The diameter cannot be left out of W_1 <= diam TV,                          *)
Lemma not_W1_le_tv : ~ (exists2 pi, coupling m n pi & cost d pi <= tv m n).
Proof.
case: line_value => _ least [q /least le1 /(le_trans le1)]; rewrite tv_m_n.
by apply/negP; vm_compute.
Qed.
(* nor W_1 bounded by d_min TV.                                                *)
Lemma not_W1_le_dmin_tv : ~ (1 <= 1 * tv m n).
Proof. by rewrite tv_m_n; apply/negP; vm_compute. Qed.
(* Maps do not increase distances: the reverse inequality fails,               *)
Lemma not_data_processing_reversed :
  ~ (forall w w', is_OT d m n w -> is_OT c (push T m) (push T n) w' -> w <= w').
Proof. by move=> /(_ _ _ line_value push_value); apply/negP; vm_compute. Qed.
Lemma not_data_processing_tv_reversed : ~ (tv mu nu <= tv (after mu K) (after nu K)).
Proof. by rewrite after_tv tv_mu_nu; apply/negP; vm_compute. Qed.
(* and data processing fails for kernels that are not normalised.              *)
Lemma not_data_processing_mass :
  ~ (forall K : bool -> bool -> rat, (forall x y, 0 <= K x y) ->
       tv (after mu K) (after nu K) <= tv mu nu).
Proof.
move=> /(_ (fun x y => if x == y then 2%:R else 0)) H.
have {H} := H _; rewrite /tv /after !big_boolE => H.
have : forall x y : bool, 0 <= (if x == y then 2%:R else 0) :> rat by case; case.
by move=> /H; apply/negP; evaluate.
Qed.
