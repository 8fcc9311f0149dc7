(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Autoencoder.v, and counterexamples to false variants.                       *)
(* Data and outputs are false, true; three codes with the outputs G = (false,  *)
(* false, true); a = (2/5, 3/5), b = (3/10, 2/5, 3/10), c x y = 1(x <> y):     *)
(* the decoded prior is (7/10, 3/10), and the optimal cost is 3/10.            *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport LinearProgramming Duality Autoencoder.
From Companion Require Import TransportWitness DualityWitness.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition a (x : bool) : rat := if x then 3%:R / 5%:R else 2%:R / 5%:R.
Definition b (z : 'I_3) : rat := if z == 1 then 2%:R / 5%:R else 3%:R / 10%:R.
Definition G (z : 'I_3) : bool := z == 2%:R.
Definition plan (x y : bool) : rat :=
  match x, y with
  | false, false => 2%:R / 5%:R | false, true => 0
  | true, false => 3%:R / 10%:R | true, true => 3%:R / 10%:R
  end.
Definition below (x : bool) : rat := x%:R.
Definition above (y : bool) : rat := - y%:R.

(* Sums with a condition are computed.                                         *)
Lemma some_ord3 (P : pred 'I_3) (F : 'I_3 -> rat) : \sum_(z | P z) F z =
  (if P 0 then F 0 else 0) + (if P 1 then F 1 else 0) + (if P 2%:R then F 2%:R else 0).
Proof. by rewrite big_mkcond big_ord3. Qed.
Lemma some_bool (P : pred bool) (F : bool -> rat) : \sum_(z | P z) F z =
  (if P true then F true else 0) + (if P false then F false else 0).
Proof. by rewrite big_mkcond big_boolE. Qed.
Ltac evaluate := rewrite /through /encode /decode /dual /cost /output /decoded;
  rewrite ?(big_boolE, big_unitE, big_ord3, some_ord3, some_bool);
  first [by vm_compute | by apply/eqP; vm_compute].

Lemma b_ge0 z : 0 <= b z. Proof. by move: z; apply: ord3P; evaluate. Qed.
Lemma plan_coupling : coupling a (decoded G b) plan.
Proof. by split=> [[] []|[]|[]]; evaluate. Qed.
Lemma plan_value : is_OT c a (decoded G b) (3%:R / 10%:R).
Proof.
have low x y : below x + above y <= c x y by case: x; case: y; evaluate.
have -> : 3%:R / 10%:R = dual a (decoded G b) below above by evaluate.
by apply: certificate_value plan_coupling low _; evaluate.
Qed.

(* The encoder of the plan divides the mass of the first output 3 : 4.         *)
Lemma encode_coupling_instance :
  coupling a b (encode G b plan) /\ encode G b plan true 0 = 9%:R / 70%:R.
Proof. by split; [exact: encode_coupling b_ge0 plan_coupling | evaluate]. Qed.
Lemma encode_cost_instance : cost (through G c) (encode G b plan) = 3%:R / 10%:R.
Proof. by rewrite (encode_cost c plan_coupling); evaluate. Qed.
Lemma wasserstein_autoencoder_instance : is_OT (through G c) a b (3%:R / 10%:R).
Proof. by apply/(wasserstein_autoencoder G c a (3%:R / 10%:R) b_ge0); exact: plan_value. Qed.
Lemma free_reconstruction_instance : \sum_x 0 * a x <= 3%:R / 10%:R.
Proof. by apply: free_reconstruction plan_value => x z; case: x; move: z; apply: ord3P; evaluate. Qed.

(* A random decoder: every code is decoded by a fair coin.                     *)
Definition coin (z : 'I_3) (y : bool) : rat := 1 / 2%:R.
Definition product (x : bool) (z : 'I_3) : rat := a x * b z.
Lemma product_coupling : coupling a b product.
Proof.
split=> [x z|x|]; last 1 first.
- by apply: ord3P; evaluate.
- by case: x; move: z; apply: ord3P; evaluate.
by case: x; evaluate.
Qed.
Lemma coin_value : is_OT c a (output coin b) (1 / 10%:R).
Proof.
pose p (x y : bool) : rat := if x then 1 / 2%:R - (~~ y)%:R * (2%:R / 5%:R) else (~~ y)%:R * (2%:R / 5%:R).
have cp : coupling a (output coin b) p by split=> [[] []|[]|[]]; evaluate.
have low x y : below x + above y <= c x y by case: x; case: y; evaluate.
have -> : 1 / 10%:R = dual a (output coin b) below above by evaluate.
by apply: certificate_value cp low _; evaluate.
Qed.
Lemma any_encoder_instance :
  1 / 10%:R <= \sum_x \sum_z \sum_y product x z * coin z y * c x y.
Proof. by apply: any_encoder product_coupling _ _ coin_value => z *; evaluate. Qed.

(* The codes of the encoder diag(mu) are mu, the prior is nu: 1/4 <= 0 + 1/4.  *)
Definition diagonal (x z : bool) : rat := if x == z then mu x else 0.
Lemma diagonal_coupling : coupling mu mu diagonal.
Proof. by split=> [[] []|[]|[]]; evaluate. Qed.
Lemma identity_value : is_OT c mu (decoded id nu) (1 / 4%:R).
Proof.
apply/(wasserstein_autoencoder id c mu (1 / 4%:R) (fun z => _ : 0 <= nu z)); last exact: value_instance.
by evaluate.
Qed.
Lemma unmatched_encoder_instance :
  1 / 4%:R <= cost (through id c) diagonal + 1 * (1 / 4%:R).
Proof.
apply: unmatched_encoder diagonal_coupling value_instance identity_value.
- exact: c_triangle.
by move=> z z'; rewrite mul1r.
Qed.

(* -- false variants ----------------------------------------------------------- *)

(* Codes with the signed prior (2, -1), both decoded to one point.             *)
Definition signed (z : bool) : rat := if z then - 1 else 2%:R.
Lemma not_wasserstein_autoencoder_signed :
  ~ (forall w, is_OT (fun _ _ : unit => 0) (fun _ => 1) (decoded (fun=> tt) signed) w <->
       is_OT (through (fun=> tt) (fun _ _ : unit => 0)) (fun _ => 1) signed w).
Proof.
move=> /(_ 0) [into _]; have one : coupling (fun _ : unit => 1) (decoded (fun=> tt) signed) (fun _ _ => 1).
  split; [by move=> *; evaluate | by move=> *; evaluate | case].
  by rewrite /decoded big_unitE some_bool; evaluate.
case: into => [|[Q [Q0 _ col] _] _].
  split=> [|p _]; first by exists (fun _ _ => 1) => //; rewrite /cost !big_unitE mul0r.
  by rewrite /cost !big_unitE mul0r.
by have := col true; rewrite big_unitE => e; have := Q0 tt true; rewrite e; apply/negP; evaluate.
Qed.
Lemma not_wasserstein_autoencoder_doubled :
  ~ is_OT (through G (fun x y => c x y *+ 2)) a b (3%:R / 10%:R).
Proof.
move=> [[Q cQ e] _]; have [_ low] := wasserstein_autoencoder_instance.
have := low Q cQ; have <- : cost (through G (fun x y => c x y *+ 2)) Q / 2%:R = cost (through G c) Q.
  rewrite /cost mulr_suml; apply: eq_bigr => x _; rewrite mulr_suml; apply: eq_bigr => z _.
  by rewrite /through mulrnAl -mulr_natr mulfK.
by rewrite e; apply/negP; evaluate.
Qed.

(* The encoder of a signed prior has entries below 0.                          *)
Lemma not_encode_coupling_signed :
  ~ (forall (Z : finType) (g : Z -> unit) (p : Z -> rat) (pi : unit -> unit -> rat),
       coupling (fun _ => 1) (decoded g p) pi -> coupling (fun _ => 1) p (encode g p pi)).
Proof.
move=> /(_ _ (fun _ : bool => tt) signed (fun _ _ => 1)) [].
  split; [by move=> *; evaluate | by move=> *; evaluate | case].
  by rewrite /decoded big_unitE some_bool; evaluate.
by move=> /(_ tt true) e _ _; move: e; apply/negP; evaluate.
Qed.
(* Not divided by the mass of the output, the rows do not add up to a.         *)
Lemma not_encode_coupling_undivided :
  ~ coupling a b (fun x z => plan x (G z) * b z).
Proof. by move=> [_ /(_ true) e _]; move: e; apply/eqP; evaluate. Qed.

(* The plan of a matrix that is no coupling.                                   *)
Lemma not_encode_cost_any_plan :
  ~ (forall p : 'I_3 -> rat, cost (through G c) (encode G p plan) = cost c plan).
Proof. by move=> /(_ (fun=> 0)); apply/eqP; evaluate. Qed.
Lemma not_encode_cost_doubled : ~ (cost (through G c) (encode G b plan) = cost c plan *+ 2).
Proof. by apply/eqP; evaluate. Qed.

(* What is not below every cost of reconstruction.                             *)
Lemma not_free_reconstruction_any :
  ~ (forall m : bool -> rat, \sum_x m x * a x <= 3%:R / 10%:R).
Proof. by move=> /(_ (fun=> 1)); apply/negP; evaluate. Qed.
Lemma not_free_reconstruction_reversed : ~ (3%:R / 10%:R <= \sum_x 0 * a x).
Proof. by apply/negP; evaluate. Qed.

(* An encoder with other codes, reversed, and without its latent term.         *)
Lemma not_any_encoder_any_codes :
  ~ (forall Q : bool -> 'I_3 -> rat, (forall x z, 0 <= Q x z) ->
       1 / 10%:R <= \sum_x \sum_z \sum_y Q x z * coin z y * c x y).
Proof.
move=> /(_ (fun _ _ => 0)) h; have := h (fun _ _ => lexx _); apply/negP.
by rewrite big1 // => x _; rewrite big1 // => z _; rewrite big1 // => y _; rewrite !mul0r.
Qed.
Lemma not_any_encoder_reversed :
  ~ (\sum_x \sum_z \sum_y product x z * coin z y * c x y <= 1 / 10%:R).
Proof. by apply/negP; rewrite !big_boolE !big_ord3 !big_boolE; vm_compute. Qed.
Lemma not_unmatched_without_latent : ~ (1 / 4%:R <= cost (through id c) diagonal).
Proof. by apply/negP; evaluate. Qed.
(* The identity is not 0-Lipschitz.                                            *)
Lemma not_unmatched_steeper :
  ~ (forall L : rat, 1 / 4%:R <= cost (through id c) diagonal + L * (1 / 4%:R)).
Proof. by move=> /(_ 0); apply/negP; evaluate. Qed.
